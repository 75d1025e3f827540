from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in

from accounts import triggers
from accounts.sessions import start_clock


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản"
    default_auto_field = "django.db.models.BigAutoField"
    triggers = triggers.append_only(
        "accounts_auditevent", "Nhật ký hệ thống chỉ được ghi thêm, không được sửa hay xóa."
    )

    def ready(self):
        triggers.keep_installed(self)
        user_logged_in.connect(start_clock, dispatch_uid="session_clock")
