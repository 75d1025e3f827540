from django.apps import AppConfig

from accounts.fixed import fixed_by_use
from accounts.histories import histories
from accounts.triggers import append_only
from programs.meaning import INDICATOR, added_and_ended, named

CLOSED_MESSAGE = "Số liệu đã chốt chỉ được lưu thêm: không sửa, không xóa. Chốt lại là một lần chốt mới."


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"
    default_auto_field = "django.db.models.BigAutoField"

    def triggers(self):
        kept = ("reports_closedbooks", "reports_closedfigure")
        published = fixed_by_use(
            *INDICATOR,
            named("reports_publishedfigure", "indicator_id"),
            "Chỉ tiêu đã có số liệu công bố: không đổi được mã, cách cộng, số chữ số thập phân, nguồn số liệu, "
            "công thức. Cần khác đi thì lập chỉ tiêu mới với mã mới.",
            by="published",
        )
        return (
            *published,
            *added_and_ended(self),
            *histories(self),
            *(trigger for table in kept for trigger in append_only(table, CLOSED_MESSAGE)),
        )
