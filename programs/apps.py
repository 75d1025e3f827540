from django.apps import AppConfig

from accounts.histories import histories
from programs.access import Scope
from programs.meaning import MEANING, added_and_ended
from programs.noun_triggers import nouns
from programs.reach import reaches_further
from programs.triggers import TRIGGERS, mirrors


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Khuyến công"
    default_auto_field = "django.db.models.BigAutoField"

    def reaches_far(self, user) -> bool:
        """Who sees the whole country or closes books, judged today: see accounts.reach."""
        scope = Scope.of(user)
        return scope.nationwide or scope.closes_books

    def triggers(self):
        return (
            *MEANING,
            *TRIGGERS,
            *mirrors(self),
            *nouns(self),
            *added_and_ended(self),
            *histories(self),
        )

    def reaches_further(self, other, actor):
        """Asked by accounts.rights: memberships are the second system of rights."""
        return reaches_further(other, actor)
