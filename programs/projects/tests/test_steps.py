from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.choices import Happening, Outcome, Phase
from programs.models import Posting, Project, ProjectEvent
from programs.projects import steps
from programs.tests.threads import at_once


@pytest.fixture
def event():
    def make(project, happening, on=date(2023, 4, 3), **values):
        defaults = {"budget_year": 2023, "outcome": Outcome.DONE, "document": "12/QĐ-SCT"}
        return ProjectEvent(project=project, happening=happening, on=on, **defaults | values)

    return make


def phase_of(project):
    return Project.objects.values_list("phase", flat=True).get(pk=project.pk)


# --- steps -----------------------------------------------------------------------------------------------------------


def test_steps_lead_from_registration_to_settlement(an, project, event):
    phases = []
    for happening in (
        Happening.APPRAISED,
        Happening.APPROVED,
        Happening.CONTRACTED,
        Happening.RUNNING,
        Happening.ADJUSTED,
        Happening.ACCEPTED,
        Happening.SETTLED,
    ):
        steps.record_event(event=event(project, happening), by=an)
        phases.append(phase_of(project))

    assert phases == [
        Phase.APPRAISED,
        Phase.APPROVED,
        Phase.CONTRACTED,
        Phase.RUNNING,
        Phase.RUNNING,
        Phase.ACCEPTED,
        Phase.SETTLED,
    ]
    assert project.version == 8


@pytest.mark.parametrize("happening", [Happening.CONTRACTED, Happening.ACCEPTED, Happening.STOPPED])
def test_step_out_of_order_is_refused(an, project, event, happening):
    with pytest.raises(ValidationError, match="đang ở tình trạng «Đã đăng ký»"):
        steps.record_event(event=event(project, happening), by=an)

    assert (phase_of(project), ProjectEvent.objects.count()) == (Phase.REGISTERED, 0)


@pytest.mark.parametrize("outcome", [Outcome.RETURNED, Outcome.REFUSED])
def test_returned_step_is_written_and_moves_nothing(an, project, event, outcome):
    steps.record_event(event=event(project, Happening.APPRAISED, outcome=outcome), by=an)

    assert (phase_of(project), ProjectEvent.objects.get().outcome) == (Phase.REGISTERED, outcome)


@pytest.mark.django_db(transaction=True)
def test_button_that_two_press_at_once_moves_the_phase_once(an, project, event):
    works = [lambda: steps.record_event(event=event(Project.objects.get(), Happening.APPROVED), by=an).pk] * 2

    answers = at_once(*works)

    refusals = [answer for answer in answers if isinstance(answer, ValidationError)]
    assert [refusal.code for refusal in refusals] == ["phase"]
    assert ProjectEvent.objects.count() == Posting.objects.acts().count() == 1
    assert Project.objects.get().version == 2


def test_undone_step_returns_to_the_phase_before(an, project, event):
    approved = steps.record_event(event=event(project, Happening.APPROVED), by=an)

    steps.undo_event(event=approved, by=an, reason="Ghi nhầm đề án")

    assert phase_of(project) == Phase.REGISTERED
    mirror = ProjectEvent.objects.get(reverses=approved)
    assert (mirror.outcome, mirror.posting.reason) == (Outcome.UNDONE, "Ghi nhầm đề án")


def test_undoing_one_of_several_returns_to_the_last_phase_that_stands(an, project, event):
    for happening in (Happening.APPRAISED, Happening.APPROVED, Happening.CONTRACTED):
        last = steps.record_event(event=event(project, happening), by=an)

    steps.undo_event(event=last, by=an, reason="Ghi nhầm")

    assert phase_of(project) == Phase.APPROVED


def test_step_that_another_stands_on_is_not_undone(an, project, event):
    approved = steps.record_event(event=event(project, Happening.APPROVED), by=an)
    contracted = steps.record_event(event=event(project, Happening.CONTRACTED), by=an)

    with pytest.raises(ValidationError, match="hủy bước sau trước"):
        steps.undo_event(event=approved, by=an, reason="Ghi nhầm")
    steps.undo_event(event=contracted, by=an, reason="Ghi nhầm")
    steps.undo_event(event=approved, by=an, reason="Ghi nhầm")
    with pytest.raises(ValidationError, match="đã được hủy"):
        steps.undo_event(event=approved, by=an, reason="Ghi nhầm")

    assert phase_of(project) == Phase.REGISTERED


def test_returned_step_is_undone_though_the_work_went_on(an, project, event):
    returned = steps.record_event(event=event(project, Happening.APPRAISED, outcome=Outcome.RETURNED), by=an)
    steps.record_event(event=event(project, Happening.APPRAISED), by=an)

    steps.undo_event(event=returned, by=an, reason="Ghi nhầm đề án")

    assert phase_of(project) == Phase.APPRAISED
