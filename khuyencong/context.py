"""What every page's frame shows: the navigation, the mark of illustrative data, how far the ledgers and the person reach.

All lazy: a page without the frame (sign-in, errors) asks the database nothing.
"""

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from programs.access import memberships_of
from programs.choices import DatabaseKind
from programs.ledger.asof import state_of
from programs.standing import standing_of

STAFF = "staff"

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
            ("Chốt số liệu", "closure_list", "lock", ""),
        ),
    ),
    (
        "",
        (
            ("Hội nghị", "conference_list", "people", ""),
            ("Quản trị hệ thống", "admin:index", "gear", STAFF),
        ),
    ),
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
        "standing": SimpleLazyObject(lambda: standing_of(user)),
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
    may_see = {"": True, STAFF: request.user.is_staff}
    groups = []
    for label, entries in NAVIGATION:
        shown = [
            {"label": words, "url": reverse(name), "icon": icon, "current": False}
            for words, name, icon, whom in entries
            if may_see[whom]
        ]
        if shown:
            groups.append({"label": label, "entries": shown})
    mark_where_one_is(request.path, [entry for group in groups for entry in group["entries"]])
    return groups


def mark_where_one_is(path, entries):
    """The entry whose address reaches furthest into the path: /reports/conference/ is not /reports/."""
    above = [e for e in entries if path == e["url"] or (e["url"] != "/" and path.startswith(e["url"]))]
    if above:
        max(above, key=lambda entry: len(entry["url"]))["current"] = True
