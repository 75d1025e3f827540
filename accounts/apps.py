from django.apps import AppConfig

from accounts import triggers


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản"
    default_auto_field = "django.db.models.BigAutoField"
    triggers = triggers.append_only(
        "accounts_auditevent", "Nhật ký hệ thống chỉ được ghi thêm, không được sửa hay xóa."
    )

    def ready(self):
        triggers.keep_installed(self)
