from django.apps import AppConfig

from accounts.histories import histories
from accounts.triggers import append_only

CLOSED_MESSAGE = "Số liệu đã chốt chỉ được lưu thêm: không sửa, không xóa. Chốt lại là một lần chốt mới."


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def triggers(self):
        kept = ("reports_closedbooks", "reports_closedfigure")
        return (
            *histories(self),
            *(trigger for table in kept for trigger in append_only(table, CLOSED_MESSAGE)),
        )
