import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                ("full_name", accounts.fields.TextLine(max_length=150, verbose_name="họ và tên")),
                (
                    "search_key",
                    accounts.fields.KeyField(key="fold", max_length=500, of=("username", "full_name")),
                ),
                (
                    "sort_key",
                    accounts.fields.KeyField(
                        db_index=True, key="name_sort_key", max_length=500, of=("full_name",)
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="phiên bản")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài khoản",
                "verbose_name_plural": "tài khoản",
                "ordering": ["sort_key", "username"],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="thời điểm")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("login", "Đăng nhập"),
                            ("login_failed", "Đăng nhập sai"),
                            ("locked_out", "Bị tạm khóa đăng nhập"),
                            ("logout", "Đăng xuất"),
                            ("password_changed", "Đổi mật khẩu"),
                            ("reset_requested", "Yêu cầu đặt lại mật khẩu"),
                            ("reset_link", "Tạo liên kết đặt lại mật khẩu"),
                            ("password_reset", "Đặt lại mật khẩu"),
                            ("denied", "Từ chối truy cập"),
                            ("exported", "Xuất tệp"),
                            ("downloaded", "Tải tệp"),
                            ("imported", "Nhập tệp"),
                            ("user_created", "Tạo tài khoản"),
                            ("user_changed", "Sửa tài khoản"),
                            ("user_deactivated", "Khóa tài khoản"),
                            ("user_reactivated", "Mở lại tài khoản"),
                            ("rights_changed", "Sửa nhóm quyền"),
                        ],
                        max_length=20,
                        verbose_name="việc",
                    ),
                ),
                (
                    "username",
                    accounts.fields.TextLine(blank=True, max_length=150, verbose_name="tên đăng nhập"),
                ),
                ("address", models.GenericIPAddressField(null=True, verbose_name="địa chỉ mạng")),
                ("object", accounts.fields.TextLine(blank=True, max_length=255, verbose_name="đối tượng")),
                ("detail", models.JSONField(default=dict, verbose_name="chi tiết")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="audit_events",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="tài khoản",
                    ),
                ),
            ],
            options={
                "verbose_name": "sự kiện",
                "verbose_name_plural": "nhật ký hệ thống",
                "ordering": ["-id"],
                "indexes": [models.Index(fields=["user", "at"], name="auditevent_user_at")],
            },
        ),
    ]
