"""People who sign in, and the log of what they did. Users are deactivated, never deleted."""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import IntegrityError, models

from accounts.addresses import client_address
from accounts.fields import KeyField, TextLine


class UserQuerySet(models.QuerySet):
    def delete(self):
        for user in self:
            refuse_deletion(user)
        return super().delete()


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False


class User(AbstractUser):
    """A person who signs in. The name is one line, family name first, as Vietnamese names are written.

    Who wrote or did anything is never deleted: IntegrityError, in words.
    """

    first_name = None
    last_name = None
    full_name = TextLine("họ và tên", max_length=150)
    search_key = KeyField(of=("username", "full_name"), key="fold")
    sort_key = KeyField(of=("full_name",), key="name_sort_key", db_index=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    REQUIRED_FIELDS = ["full_name"]

    objects = PeopleManager()

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["sort_key", "username"]

    def __str__(self):
        return f"{self.full_name} ({self.username})" if self.full_name else self.username

    @classmethod
    def normalize_username(cls, username):
        """An.LamDong and an.lamdong are one person."""
        return super().normalize_username(username).lower()

    def save(self, *args, update_fields=None, **kwargs):
        self.username = self.normalize_username(self.username)
        if update_fields is not None and {"username", "full_name"} & set(update_fields):
            update_fields = {*update_fields, "search_key", "sort_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args, **kwargs):
        refuse_deletion(self)
        return super().delete(*args, **kwargs)

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        """The given name: the last word of a Vietnamese name."""
        return self.full_name.rpartition(" ")[2]


class AuditEvent(models.Model):
    """One thing that somebody did or tried to do. Only ever added: a trigger refuses change and deletion."""

    personal = ("username", "address", "object", "detail")  # may be blanked: see accounts.histories

    class Kind(models.TextChoices):
        LOGIN = "login", "Đăng nhập"
        LOGIN_FAILED = "login_failed", "Đăng nhập sai"
        LOCKED_OUT = "locked_out", "Bị tạm khóa đăng nhập"
        LOGOUT = "logout", "Đăng xuất"
        PASSWORD_CHANGED = "password_changed", "Đổi mật khẩu"  # noqa: S105
        RESET_REQUESTED = "reset_requested", "Yêu cầu đặt lại mật khẩu"
        RESET_LINK = "reset_link", "Tạo liên kết đặt lại mật khẩu"
        PASSWORD_RESET = "password_reset", "Đặt lại mật khẩu"  # noqa: S105
        DENIED = "denied", "Từ chối truy cập"
        EXPORTED = "exported", "Xuất tệp"
        DOWNLOADED = "downloaded", "Tải tệp"
        IMPORTED = "imported", "Nhập tệp"
        USER_CREATED = "user_created", "Tạo tài khoản"
        USER_CHANGED = "user_changed", "Sửa tài khoản"
        USER_DEACTIVATED = "user_deactivated", "Khóa tài khoản"
        USER_REACTIVATED = "user_reactivated", "Mở lại tài khoản"
        RIGHTS_CHANGED = "rights_changed", "Sửa nhóm quyền"
        MEMBERSHIP_CHANGED = "membership_changed", "Sửa phân công phụ trách"
        REFERENCE_CHANGED = "reference_changed", "Sửa dữ liệu tham chiếu"
        PERSONAL_SEEN = "personal_seen", "Xem dữ liệu cá nhân"
        ASKED_ELSEWHERE = "asked_elsewhere", "Hỏi có hay không về tỉnh khác"
        FACTOR_SET = "factor_set", "Đặt bước xác thực thứ hai"
        FACTOR_REMOVED = "factor_removed", "Bỏ bước xác thực thứ hai"
        FACTOR_FAILED = "factor_failed", "Sai mã xác thực"
        SESSIONS_ENDED = "sessions_ended", "Kết thúc phiên đăng nhập"
        PURGED = "purged", "Xóa theo thời hạn lưu"
        BACKED_UP = "backed_up", "Sao lưu"
        RESTORED = "restored", "Khôi phục"
        TRIGGERS_LIFTED = "triggers_lifted", "Gỡ khóa bảo vệ sổ"
        TRIGGERS_REINSTALLED = "triggers_back", "Cài lại khóa bảo vệ sổ"
        KEYS_REMADE = "keys_remade", "Tạo lại khóa tìm kiếm"

    at = models.DateTimeField("thời điểm", auto_now_add=True, db_index=True)
    kind = models.CharField("việc", max_length=20, choices=Kind.choices)
    user = models.ForeignKey(
        User, verbose_name="tài khoản", on_delete=models.PROTECT, null=True, related_name="audit_events"
    )
    username = TextLine("tên đăng nhập", max_length=150, blank=True)
    address = models.GenericIPAddressField("địa chỉ mạng", null=True)
    object = TextLine("đối tượng", max_length=255, blank=True)
    detail = models.JSONField("chi tiết", default=dict)

    class Meta:
        verbose_name = "sự kiện"
        verbose_name_plural = "nhật ký hệ thống"
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "at"], name="auditevent_user_at")]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.username}"


def refuse_deletion(user):
    """Every table that names its people is asked; a new one is among them by itself."""
    named = {}
    for relation in User._meta.get_fields(include_hidden=True):
        if (relation.one_to_many or relation.one_to_one) and not _part_of_account(relation):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: user}).count()
            if rows:
                told = relation.related_model._meta.verbose_name
                named[told] = named.get(told, 0) + rows
    if named:
        written = "; ".join(f"{told}: {rows}" for told, rows in sorted(named.items()))
        raise IntegrityError(
            f"Không xóa được tài khoản {user.username}: đã có tên trong {written}. "
            "Hãy khóa tài khoản (bỏ «Đang hoạt động»): người ấy không đăng nhập được nữa, việc đã ghi vẫn có tên."
        )


def _part_of_account(relation):
    """Groups and rights of the account itself, which go with it."""
    return relation.related_model._meta.auto_created is User


def record(kind, request=None, user=None, *, username="", object="", **detail):
    """Adds one event to the log. Without `user` it is the one who is signed in on the request."""
    signed_in = getattr(request, "user", None)
    if user is None and signed_in is not None and signed_in.is_authenticated:
        user = signed_in
    return AuditEvent.objects.create(
        kind=kind,
        user=user,
        username=(username or (user.username if user else ""))[:150],
        address=client_address(request) if request is not None else None,
        object=str(object)[:255],
        detail=detail,
    )
