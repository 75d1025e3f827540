from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Khuyến công"
    default_auto_field = "django.db.models.BigAutoField"
