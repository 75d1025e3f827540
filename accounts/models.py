"""People who sign in, and the log of what they did. Users are deactivated, never deleted."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import IntegrityError, models

from accounts import meters
from accounts.addresses import client_address
from accounts.fields import KeyField, TextLine
from accounts.passwords import is_published


class UserQuerySet(models.QuerySet):
    def delete(self):
        for user in self:
            refuse_deletion(user)
        return super().delete()


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    use_in_migrations = False

    def create_user(self, username, email=None, password=None, **values):
        return super().create_user(username, email, password, **_marked(password, values))

    def create_superuser(self, username, email=None, password=None, **values):
        return super().create_superuser(username, email, password, **_marked(password, values))


def _marked(password, values):
    """Django hashes the password of a new account without asking the account."""
    return {**values, "password_published": is_published(password)}


class User(AbstractUser):
    """A person who signs in. The name is one line, family name first, as Vietnamese names are written.

    Who wrote or did anything is never deleted: IntegrityError, in words.
    """

    personal = ("username", "full_name", "email")  # data about a person: see accounts.personal

    first_name = None
    last_name = None
    full_name = TextLine("họ và tên", max_length=150)
    search_key = KeyField(of=("username", "full_name"), key="fold")
    sort_key = KeyField(of=("full_name",), key="name_sort_key", db_index=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    # Kept by set_password: a start must not cost one hash an account.
    password_published = models.BooleanField("mật khẩu ai cũng biết", default=False, editable=False)

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
        if update_fields is not None and "password" in update_fields:
            update_fields = {*update_fields, "password_published"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def delete(self, *args, **kwargs):
        refuse_deletion(self)
        return super().delete(*args, **kwargs)

    def set_password(self, raw_password):
        super().set_password(raw_password)
        self.password_published = is_published(raw_password)

    def set_unusable_password(self):
        super().set_unusable_password()
        self.password_published = False

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        """The given name: the last word of a Vietnamese name."""
        return self.full_name.rpartition(" ")[2]


class Session(AbstractBaseSession):
    """One browser's visit, from the sign-in to its end; the row is the session, so deleting it ends it at once.

    Without a person as long as nobody has signed in. Moments come from the clock of the session (accounts.sessions):
    `used` is written every few minutes, not by every page. Address and browser are those of the sign-in.
    """

    user = models.ForeignKey(
        User, verbose_name="tài khoản", on_delete=models.CASCADE, null=True, related_name="sessions"
    )
    began = models.DateTimeField("bắt đầu", null=True)
    used = models.DateTimeField("dùng lần cuối", null=True)
    address = models.GenericIPAddressField("địa chỉ mạng", null=True)
    browser = TextLine("trình duyệt", max_length=60, blank=True)

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "phiên đăng nhập"
        verbose_name_plural = "phiên đăng nhập"

    @classmethod
    def get_session_store_class(cls):
        return import_module(settings.SESSION_ENGINE).SessionStore


class Factor(models.Model):
    """A person's second factor: the key that the portal shares with an application on the person's phone.

    There is a row only once a code has shown that the key arrived. Source: RFC 6238, steps of 30 seconds, six digits.
    """

    user = models.OneToOneField(
        User, verbose_name="tài khoản", on_delete=models.CASCADE, related_name="factor"
    )
    sealed_key = models.TextField("khóa (đã mã hóa)")  # see accounts.sealing
    last_step = models.BigIntegerField(
        "bước của mã dùng lần cuối"
    )  # a code of this step or before works no more
    failures = models.PositiveIntegerField("số lần sai liên tiếp", default=0)  # codes of both kinds together
    failed_at = models.DateTimeField("lần sai cuối", null=True)
    set_at = models.DateTimeField("ngày đặt", auto_now_add=True)

    class Meta:
        verbose_name = "bước xác thực thứ hai"
        verbose_name_plural = "bước xác thực thứ hai"

    def __str__(self):
        return f"Bước xác thực thứ hai của {self.user}"


class RecoveryCode(models.Model):
    """One code on the sheet for the day the phone is lost: it works once, and only its hash is known here."""

    user = models.ForeignKey(
        User, verbose_name="tài khoản", on_delete=models.CASCADE, related_name="recovery_codes"
    )
    hashed = models.CharField("mã (băm)", max_length=128)
    used_at = models.DateTimeField("đã dùng lúc", null=True)

    class Meta:
        verbose_name = "mã khôi phục"
        verbose_name_plural = "mã khôi phục"

    def __str__(self):
        return f"Mã khôi phục của {self.user}"


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


class Guess(models.Model):
    """Something tried in vain lately under one key: a password for a name, a name from an address, a letter asked for.

    Keys are digests with the portal's secret: neither a name nor an address can be read from them.
    """

    key = models.CharField("khóa", max_length=64, unique=True)
    within = models.CharField(
        "thuộc về", max_length=64, blank=True
    )  # the key of the address, where names are counted
    count = models.PositiveIntegerField("số lần", default=0)
    at = models.DateTimeField("lần cuối", db_index=True)

    class Meta:
        verbose_name = "lần thử"
        verbose_name_plural = "lần thử"
        indexes = [models.Index(fields=["within", "at"], name="guess_within_at")]

    def __str__(self):
        return f"{self.key[:8]}: {self.count}"


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
    meters.EVENTS.labels(str(kind)).inc()
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
