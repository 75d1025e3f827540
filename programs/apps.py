from django.apps import AppConfig

from accounts.histories import histories
from programs.triggers import TRIGGERS, mirrors, nouns


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Khuyến công"
    default_auto_field = "django.db.models.BigAutoField"

    def triggers(self):
        return (*TRIGGERS, *mirrors(self), *nouns(self), *histories(self))
