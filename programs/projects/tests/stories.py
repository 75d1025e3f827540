"""The story of a project as its tests read it."""

from datetime import date

from programs.models import Project
from programs.projects.story import ProjectStory

TODAY = date(2023, 10, 1)


def story_of(project):
    return ProjectStory(Project.objects.get(pk=project.pk), TODAY)
