from django.apps import AppConfig

from accounts.triggers import keep_installed
from programs.triggers import TRIGGERS


class ProgramsConfig(AppConfig):
    name = "programs"
    verbose_name = "Khuyến công"
    default_auto_field = "django.db.models.BigAutoField"
    triggers = TRIGGERS

    def ready(self):
        keep_installed(self)
