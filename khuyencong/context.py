"""What every page's frame shows: the navigation, the mark of illustrative data, how far the ledgers reach.

All lazy: a page without the frame (sign-in, errors) asks the database nothing.
"""

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from programs.access import Scope, memberships_of
from programs.choices import DatabaseKind
from programs.ledger import state_of

MINISTRY, STAFF = "ministry", "staff"

# group, then its entries: label, name of the address, icon, whom it is for ("" everybody)
NAVIGATION = (
    (
        "",
        (
            ("Việc cần xử lý", "home", "clipboard-check", ""),
            ("Đề án", "project_list", "folder", ""),
            ("Cơ sở CNNT", "business_list", "building", ""),
            ("Kết quả chung", "result_list", "list-check", ""),
        ),
    ),
    (
        "Báo cáo",
        (
            ("Tổng quan", "overview", "graph-up", ""),
            ("Báo cáo hội nghị", "conference_report", "file-earmark-text", ""),
            ("Số liệu đã công bố", "published_list", "journal-text", ""),
            ("Chốt số liệu", "closure_list", "lock", MINISTRY),
        ),
    ),
    ("Hội nghị", (("Hội nghị", "conference_list", "people", ""),)),
    ("Quản trị", (("Quản trị hệ thống", "admin:index", "gear", STAFF),)),
)


def frame(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    state = SimpleLazyObject(lambda: state_of(request))
    return {
        "navigation": SimpleLazyObject(lambda: navigation_of(request)),
        "installation_mark": SimpleLazyObject(lambda: state["kind"] == DatabaseKind.DEMO),
        "as_of_line": SimpleLazyObject(lambda: as_of_line(state)),
        "person_line": SimpleLazyObject(lambda: person_line(user)),
    }


def as_of_line(state) -> str:
    if not state["number"]:
        return "Sổ chưa có bút toán nào."
    at = timezone.localtime(state["at"])
    return f"Số liệu đến bút toán số {state['number']}, ghi lúc {at:%H:%M %d/%m/%Y}"


def person_line(user) -> str:
    """Where and as what the person works today: "Sở Công Thương Lâm Đồng · Chuyên viên"."""
    places = memberships_of(user)
    return "; ".join(f"{place.department.name} · {place.get_role_display()}" for place in places)


def navigation_of(request) -> list[dict]:
    scope = Scope.of(request.user)
    may_see = {
        "": True,
        MINISTRY: scope.is_ministry or request.user.is_superuser,
        STAFF: request.user.is_staff,
    }
    groups = []
    for label, entries in NAVIGATION:
        shown = []
        for words, name, icon, whom in entries:
            url = address_of(name)
            if url and may_see[whom]:
                shown.append(
                    {"label": words, "url": url, "icon": icon, "current": is_here(request.path, url)}
                )
        if shown:
            groups.append({"label": label, "entries": shown})
    return groups


def address_of(name) -> str:
    """The address of a page, or nothing while it does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def is_here(path, url) -> bool:
    return path == url if url == "/" else path.startswith(url)
