from django.apps import AppConfig

from accounts.histories import histories


class ConferencesConfig(AppConfig):
    name = "conferences"
    verbose_name = "Hội nghị"
    default_auto_field = "django.db.models.BigAutoField"

    def triggers(self):
        return histories(self)
