from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from accounts.histories import only_blanked
from accounts.sessions import start_clock
from accounts.triggers import keep_installed


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản"
    default_auto_field = "django.db.models.BigAutoField"

    def triggers(self):
        log = self.get_model("AuditEvent")
        return only_blanked(
            log,
            log.personal,
            "Nhật ký hệ thống chỉ được ghi thêm, không được sửa hay xóa; chỉ được làm trống cột thông tin cá nhân.",
        )

    def ready(self):
        keep_installed(self)
        user_logged_in.connect(start_clock, dispatch_uid="session_clock")
