"""Who may see and change what: the only file that knows. It imports no model and fails closed.

A person's scope is worked out from the memberships that are in force today. A province's department reaches its
province and all the provinces that were merged into it; a regional centre reads its region of today; the ministry
reads the country. Whoever has no membership in force sees nothing.

Every write asks `may()`: OWNERS and OWNERS_OF_STEPS say whose a kind of act is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as column

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import QuerySet

from accounts import clock
from accounts.doors import Right
from accounts.refusals import note
from programs.choices import Happening, PostingKind, Role


@dataclass(frozen=True)
class Scope:
    """One person's reach, judged today: which provinces may be read, edited, and edited with a leader's reason."""

    nationwide: bool = False
    unit_ids: frozenset[int] = frozenset()
    edit_ids: frozenset[int] = frozenset()
    lead_ids: frozenset[int] = frozenset()
    closes_books: bool = False  # a leader of the ministry: closes and reopens periods
    bodies: tuple[str, ...] = column(default=(), compare=False)  # where the person works, by name
    account: object = column(default=None, compare=False, repr=False)  # asked for its rights, when need be

    @classmethod
    def of(cls, user) -> "Scope":
        """The scope of `user`; kept on the user object, which lives as long as the request."""
        if not getattr(user, "is_authenticated", False) or not user.is_active:
            return cls()
        kept = getattr(user, "_scope", None)
        if kept is None:
            kept = user._scope = cls._from_memberships(user)
        return kept

    @classmethod
    def _from_memberships(cls, user) -> "Scope":
        today = clock.today()
        nationwide, closes = user.is_superuser, False
        seen, edited, led = set(), set(), set()
        for membership in memberships_of(user):
            department = membership.department
            if department.is_ministry:
                nationwide = True
                closes = closes or membership.role == Role.LEADER
                continue
            reach = department.reach(today)
            seen |= reach
            if department.may_edit and membership.role in (Role.OFFICER, Role.LEADER):
                edited |= reach
                if membership.role == Role.LEADER:
                    led |= reach
        bodies = tuple(dict.fromkeys(membership.department.name for membership in memberships_of(user)))
        return cls(nationwide, frozenset(seen), frozenset(edited), frozenset(led), closes, bodies, user)

    def limit(self, rows: QuerySet, path: str) -> QuerySet:
        if self.nationwide:
            return rows
        return rows.filter(**{f"{path}__in": self.unit_ids}) if self.unit_ids else rows.none()

    def sees(self, unit_id: int) -> bool:
        return self.nationwide or unit_id in self.unit_ids

    def can_edit(self, unit_id: int) -> bool:
        return unit_id in self.edit_ids

    def leads(self, unit_id: int) -> bool:
        return unit_id in self.lead_ids

    def closes(self, unit_id: int) -> bool:
        """The books of any province are closed by the ministry."""
        return self.closes_books

    def keeps(self, right: str) -> bool:
        """Everybody's reference data: with the right to the table, by a reach over the whole country."""
        return self.nationwide and self.account is not None and self.account.has_perm(right)

    @property
    def reaches_any(self) -> bool:
        return self.nationwide or bool(self.unit_ids)

    @property
    def whose(self) -> str:
        """Whose part of the country it is, in words."""
        return " và ".join(self.bodies) or "người xem"

    @property
    def can_edit_any(self) -> bool:
        return bool(self.edit_ids)


def memberships_of(user) -> list:
    """Where the person works today; asked once and kept on the user object, as the scope is."""
    kept = getattr(user, "_memberships", None)
    if kept is None:
        rows = user.memberships.in_force(clock.today())
        kept = list(rows.select_related("department__unit", "department__region").order_by("pk"))
        user._memberships = kept
    return kept


@dataclass(frozen=True)
class CommandWriter:
    """A command that writes in the name of an account with which nobody signs in.

    It may do acts of its kinds for every province and nothing else, in a demo database alone (programs.installation)
    unless it brings what ships with the portal.
    """

    account: object
    kinds: frozenset[str]
    in_demo_alone: bool = True


@dataclass(frozen=True)
class Owner:
    """Whose a kind of act is: what a scope must allow for the act's province, and what others are told.

    Reference data have no province: there it is the right to the table that a scope must hold.
    """

    allows: Callable[[Scope, int | str], bool]
    words: str
    code: str = "scope"


OFFICERS = Owner(Scope.can_edit, "Anh/chị không có quyền ghi số liệu của tỉnh này.")
LEADERS = Owner(Scope.leads, "Chỉ lãnh đạo đơn vị được bổ sung sau chốt.", "leader")
LOADERS = Owner(Scope.leads, "Chỉ lãnh đạo đơn vị được nhập số liệu cũ.", "leader")
CLOSERS = Owner(Scope.closes, "Chỉ lãnh đạo cơ quan quản lý trung ương được chốt, mở lại số liệu.")
KEEPERS = Owner(
    Scope.keeps, "Chỉ người có quyền sửa bảng này và phạm vi cả nước được sửa dữ liệu tham chiếu."
)
NOBODY = Owner(lambda scope, unit_id: False, "Loại bút toán này chỉ do hệ thống ghi.")

OWNERS: dict[str, Owner] = {
    PostingKind.ENTRY: OFFICERS,
    PostingKind.CORRECTION: OFFICERS,
    PostingKind.STEP: OFFICERS,
    PostingKind.BENEFICIARY: OFFICERS,
    PostingKind.LATE: LEADERS,
    PostingKind.IMPORT: LOADERS,
    PostingKind.BUSINESS: OFFICERS,
    PostingKind.CLOSING: CLOSERS,
    PostingKind.REOPENING: CLOSERS,
    PostingKind.REFERENCE: KEEPERS,
    PostingKind.PROJECT: OFFICERS,
    PostingKind.DEPARTMENT: KEEPERS,
    PostingKind.SYSTEM: NOBODY,
}
# Beside the kind of the act: a step may have an owner of its own.
OWNERS_OF_STEPS: dict[str, Owner] = dict.fromkeys(Happening, OFFICERS)


def may(who, kind, unit_id, step=None) -> bool:
    """Whether `who` may do an act of this kind (and, of a project's life, this step) for this province.

    Of reference data the right to the table stands in place of the province. Nobody, a kind or step that is not in the
    tables, and no province: no.
    """
    return _who_objects(who, kind, unit_id, step) is None


def refuse_unless_may(who, kind, unit_id, step=None) -> None:
    """ValidationError, with the words of the owner whose act it is."""
    if owner := _who_objects(who, kind, unit_id, step):
        note(getattr(who, "account", who), owner.words)
        raise ValidationError(owner.words, code=owner.code)


def _who_objects(who, kind, unit_id, step) -> Owner | None:
    owners = [OWNERS.get(kind), *([] if step is None else [OWNERS_OF_STEPS.get(step)])]
    if unit_id is None or None in owners:
        return OFFICERS
    if isinstance(who, CommandWriter):
        return None if kind in who.kinds else owners[0]
    scope = Scope.of(who)
    return next((owner for owner in owners if not owner.allows(scope, unit_id)), None)


# What the addresses of these pages declare (accounts.doors). Of the first two the page asks row by row: out of sight
# is a 404, in sight and not theirs to write a 403.
ROWS_IN_SIGHT = Right("rows in sight")
ROWS_TO_WRITE = Right("rows of one's own province to write")
WRITING_SOMEWHERE = Right(
    "writes for some province",
    lambda user: Scope.of(user).can_edit_any,
    "Tài khoản của anh/chị chỉ được xem, không được thêm mới. Người nhập là chuyên viên, lãnh đạo của tỉnh.",
)
CLOSING_BOOKS = Right("closes books", lambda user: Scope.of(user).closes_books, CLOSERS.words)


def in_sight(rows, user):
    """The rows that `user` may see, for whatever offers or lists rows; a table without a scope is an error, no leak."""
    if not hasattr(rows, "visible_to"):
        raise ImproperlyConfigured(
            f"Bảng {rows.model._meta.label} chưa có phạm vi, không thể cho chọn hay liệt kê."
        )
    return rows.visible_to(user)


def scope_fields(fields, user):
    """Narrow every field (name -> field, of a form or a filter) that offers rows to the rows that `user` may see."""
    for field in fields.values():
        if getattr(field, "queryset", None) is not None:
            field.queryset = in_sight(field.queryset, user)


class ScopedQuerySet(QuerySet):
    """Rows that belong to a province. `unit_path` is the way from the row to its province."""

    unit_path = "unit"

    def visible_to(self, user):
        return Scope.of(user).limit(self, self.unit_path)

    def editable_by(self, user):
        return self.filter(**{f"{self.unit_path}__in": Scope.of(user).edit_ids})


class OpenQuerySet(QuerySet):
    """Reference tables: every signed-in person may read them. Said explicitly, never by default."""

    def visible_to(self, user):
        if not getattr(user, "is_authenticated", False):
            raise ImproperlyConfigured("Chỉ người đã đăng nhập mới được đọc dữ liệu tham chiếu.")
        return self
