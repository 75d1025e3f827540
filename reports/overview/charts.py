"""Figures as charts: a title that says the finding, rows in triệu đồng, the same series in the same colours."""

from typing import Any

from printing.numbers import MILLION, format_percent
from programs.models import Activity
from reports.figures.figures import Tally, ratio
from reports.overview.dashboard import ProvinceLine, in_millions

SERIES = [{"name": "Kế hoạch", "key": "plan"}, {"name": "Thực hiện", "key": "done"}]


def in_chart(amount: int) -> float:
    """Only to draw by: one decimal of a triệu; the tables beside it hold the đồng."""
    return round(amount / 1_000_000, 1)


def by_province(lines: list[ProvinceLine]) -> dict[str, Any] | None:
    held = [line for line in lines if line.reported and (line.plan or line.done)]
    if not held:
        return None
    held.sort(key=lambda line: (-line.done, -line.plan))
    first = held[0]
    title = f"{first.name} thực hiện nhiều nhất: {in_millions(first.done)} {MILLION}"
    if first.rate is not None:
        title += f", đạt {format_percent(first.rate)} kế hoạch"
    if len(held) == 1:
        title = f"{first.name}: thực hiện {in_millions(first.done)} {MILLION}"
    return _chart(title, "Tỉnh, thành phố", [(line.name, line.plan, line.done) for line in held])


def by_content(activities: list[Activity], found: dict[tuple[int, bool], Tally]) -> dict[str, Any] | None:
    """Plan and done by content group; what is outside any project stands last."""
    groups = {row.pk: row for row in activities if row.is_group}
    group_of = {row.pk: row.group_id or row.pk for row in activities}
    sums: dict[int | None, Tally] = {}
    for (activity, off), tally in found.items():
        key = None if off else group_of[activity]
        sums[key] = sums.get(key, Tally()) + tally
    rows = [
        (f"{group.code}. {shortened(group.name)}", sums[pk].promotion.plan, sums[pk].promotion.done)
        for pk, group in groups.items()
        if pk in sums
    ]
    if None in sums:
        rows.append(("Ngoài đề án (chi phí quản lý)", sums[None].promotion.plan, sums[None].promotion.done))
    if not any(plan or done for _, plan, done in rows):
        return None
    whole = sum(done for *_, done in rows)
    name, _, most = max(rows, key=lambda row: row[2])
    share = ratio(most, whole)
    title = "Kế hoạch và thực hiện theo nội dung"
    if share:
        title = (
            f"Nội dung {name.partition('.')[0]} chiếm {format_percent(share)} kinh phí khuyến công thực hiện"
        )
    return _chart(title, "Nội dung", rows)


def shortened(name: str) -> str:
    """The first of the parts of a group's long name; its numeral tells which one it is."""
    first, _, rest = name.partition(";")
    return f"{first} …" if rest else name


def _chart(title: str, dimension: str, rows: list[tuple[str, int, int]]) -> dict[str, Any]:
    drawn = [[name, in_chart(plan), in_chart(done)] for name, plan, done in rows]
    data = {"kind": "bars", "dimension": dimension, "decimals": 1, "series": SERIES, "rows": drawn}
    return {"title": title, "unit": MILLION, "data": data}
