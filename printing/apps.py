from django.apps import AppConfig


class PrintingConfig(AppConfig):
    name = "printing"
    verbose_name = "In ấn"
    default_auto_field = "django.db.models.BigAutoField"
