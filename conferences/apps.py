from django.apps import AppConfig

from accounts.histories import histories
from programs.meaning import added_and_ended


class ConferencesConfig(AppConfig):
    name = "conferences"
    verbose_name = "Hội nghị"
    default_auto_field = "django.db.models.BigAutoField"

    def triggers(self):
        return (*added_and_ended(self), *histories(self))
