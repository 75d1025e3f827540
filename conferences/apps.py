from django.apps import AppConfig


class ConferencesConfig(AppConfig):
    name = "conferences"
    verbose_name = "Hội nghị"
    default_auto_field = "django.db.models.BigAutoField"
