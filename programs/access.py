"""Who may see and change what: the only file that knows. It imports no model and fails closed.

A person's scope is worked out from the memberships that are in force today. A province's department reaches its
province and all the provinces that were merged into it; a regional centre reads its region of today; the ministry
reads the country. Whoever has no membership in force sees nothing.
"""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet

from accounts import clock
from programs.choices import Role


@dataclass(frozen=True)
class Scope:
    """One person's reach, judged today: which provinces may be read, edited, and edited with a leader's reason."""

    nationwide: bool = False
    unit_ids: frozenset[int] = frozenset()
    edit_ids: frozenset[int] = frozenset()
    lead_ids: frozenset[int] = frozenset()
    closes_books: bool = False  # a leader of the ministry: closes and reopens periods
    is_ministry: bool = False

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
        nationwide, ministry, closes = user.is_superuser, False, False
        seen, edited, led = set(), set(), set()
        for membership in memberships_of(user):
            department = membership.department
            if department.is_ministry:
                nationwide = ministry = True
                closes = closes or membership.role == Role.LEADER
                continue
            reach = department.reach(today)
            seen |= reach
            if department.may_edit and membership.role in (Role.OFFICER, Role.LEADER):
                edited |= reach
                if membership.role == Role.LEADER:
                    led |= reach
        return cls(nationwide, frozenset(seen), frozenset(edited), frozenset(led), closes, ministry)

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
