from django.apps import AppConfig

from accounts.histories import histories


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def triggers(self):
        return histories(self)
