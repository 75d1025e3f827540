"""Why somebody who signs in reaches nothing today, and whom to ask: said on every page: no right is no zero."""

from dataclasses import dataclass

from django.db.models import Q

from accounts import clock
from programs.access import memberships_of
from programs.choices import DepartmentKind, Role
from programs.models import Department, Membership

NOT_A_ZERO = "Danh sách và báo cáo vì vậy để trống; đó không phải là không có số liệu."
ADMINISTRATOR = "quản trị viên của cổng"


@dataclass(frozen=True)
class Standing:
    """What is said to a person without a place today: `reason`, and whom to `ask`."""

    reason: str
    ask: str

    @property
    def text(self) -> str:
        return f"{self.reason} {NOT_A_ZERO} Liên hệ: {self.ask}."


def standing_of(user) -> Standing | None:
    """None for whoever works somewhere today, by no query more than the page has asked already; else two queries."""
    if user.is_superuser or memberships_of(user):
        return None
    today = clock.today()
    places = list(user.memberships.select_related("department").order_by("valid_from", "pk"))
    if not places:
        return Standing(
            "Tài khoản của anh/chị chưa được phân công phụ trách ở đơn vị nào.", ministry_leaders()
        )
    coming = [place for place in places if place.valid_from > today or place.department.valid_from > today]
    ended = [place for place in places if place not in coming]
    reasons = [_ended(max(ended, key=last_day))] if ended else []
    reasons += [_coming(coming[0])] if coming else []
    return Standing(" ".join(reasons), leaders_of((coming or ended)[-1].department, user, today))


def last_day(place):
    """The last day on which an ended place was in force: its own, or that of its department."""
    return min(filter(None, (place.valid_to, place.department.valid_to)))


def _ended(place) -> str:
    return f"Phân công phụ trách của anh/chị ({_named(place)}) đã kết thúc ngày {last_day(place):%d/%m/%Y}."


def _coming(place) -> str:
    first = max(place.valid_from, place.department.valid_from)
    return f"Phân công phụ trách của anh/chị ({_named(place)}) bắt đầu từ ngày {first:%d/%m/%Y}."


def _named(place) -> str:
    return f"{place.get_role_display()}, {place.department.name}"


def leaders_of(department, user, today) -> str:
    """Who leads the department or what followed it today, and may place people there; else the ministry's leaders."""
    there = Q(department=department) | Q(department__predecessor=department)
    rows = Membership.objects.in_force(today).filter(there, role=Role.LEADER, user__is_active=True)
    rows = rows.exclude(user=user).select_related("user", "department").order_by("user__sort_key", "pk")
    named = [f"{row.user.full_name} ({_ways(row)})" for row in rows]
    return "; ".join(named) or ministry_leaders()


def _ways(place) -> str:
    words = [place.position or place.get_role_display(), place.department.name, place.user.email]
    return ", ".join(word for word in words if word)


def ministry_leaders() -> str:
    """The bodies whose leaders may place anybody: without names, for people whom nobody here knows."""
    led = Membership.objects.in_force(clock.today()).filter(role=Role.LEADER)
    bodies = Department.objects.filter(
        kind=DepartmentKind.MINISTRY, pk__in=led.order_by().values("department")
    )
    return "; ".join(f"lãnh đạo {body.name}" for body in bodies) or ADMINISTRATOR
