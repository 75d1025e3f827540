"""Phụ lục III: money by content of the programme; what is outside any project stands on a line of its own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from printing.table import (
    COUNT,
    MONEY,
    PERCENT,
    SERIAL,
    TEXT,
    Column,
    Plus,
    Ratio,
    Row,
    Share,
    Table,
    line,
    total,
)
from programs.choices import Level
from reports.figures.aggregates import money_by_activity
from reports.figures.facts import projects_by_activity
from reports.figures.figures import Tally
from reports.review import Review

TOTAL = "total"
OFF_PROJECT = "off_project"


@dataclass
class GroupItem:
    """One content group in the two periods: money by family, projects by level."""

    name: str
    tallies: list[Tally] = field(default_factory=lambda: [Tally(), Tally()])
    projects: list[Counter] = field(default_factory=lambda: [Counter(), Counter()])


def by_activity_table(review: Review, illustrative: bool) -> Table:
    queries = review.queries()[:2]
    items = {group.pk: GroupItem(group.name) for group in review.groups}
    off = GroupItem("Chi phí quản lý, kinh phí ngoài đề án")
    for n, found in enumerate(money_by_activity(queries)):
        for (activity, is_off), tally in found.items():
            item = off if is_off else items[review.group_of[activity]]
            item.tallies[n] = item.tallies[n] + tally
    for n, counts in enumerate(projects_by_activity(queries)):
        for (activity, level), number in counts.items():
            items[review.group_of[activity]].projects[n][level] += number
    return Table(
        columns=_columns(review),
        rows=list(_rows(review, items, off)),
        label="name",
        notes=[
            "Đề án có nhiều nội dung được đếm một lần, ở nội dung chính; kinh phí tính theo từng nội dung.",
            "TH/KH và tỷ trọng tính trên kinh phí khuyến công (KCQG + KCĐP).",
        ],
        **review.head(
            "III", f"KINH PHÍ KHUYẾN CÔNG THEO NỘI DUNG {review.area} {review.years}", illustrative
        ),
    )


def _rows(review: Review, items: dict[int, GroupItem], off: GroupItem) -> Iterator[Row]:
    for group in review.groups:
        yield line(items[group.pk], mark=group.code, key=group.code)
    yield line(off, key=OFF_PROJECT, without=frozenset({"count00", "count01", "count10", "count11"}))
    yield total(key=TOTAL)


def _columns(review: Review) -> list[Column]:
    columns = [
        Column("STT", kind=SERIAL, key="no", width=5),
        Column("Nội dung", lambda item: item.name, TEXT, key="name", width=44),
    ]
    for n, period in enumerate(review.periods):
        columns += [
            *_counts(n, (period.title, "Số đề án")),
            *_money(n, "plan", (period.title, "Kế hoạch")),
            *_money(n, "done", (period.title, "Thực hiện")),
            Column("TH/KH (%)", Ratio(f"done{n}kc", f"plan{n}kc"), PERCENT, (period.title,), f"rate{n}"),
            Column("Tỷ trọng (%)", Share(f"done{n}kc"), PERCENT, (period.title,), f"share{n}"),
        ]
    return columns


def _counts(n: int, group) -> Iterator[Column]:
    for at, (head, level) in enumerate((("KCQG", Level.KCQG), ("KCĐP", Level.KCDP))):
        yield Column(
            head, lambda item, level=level: item.projects[n][level], COUNT, group, f"count{n}{at}", width=7
        )
    yield Column("Tổng", Plus(f"count{n}0", f"count{n}1"), COUNT, group, f"count{n}2", width=7)


def _money(n: int, measure: str, group) -> Iterator[Column]:
    def column(head: str, family: str) -> Column:
        return Column(
            head,
            lambda item: getattr(getattr(item.tallies[n], family), measure),
            MONEY,
            group,
            f"{measure}{n}{family}",
        )

    yield column("KCQG", "kcqg")
    yield column("KCĐP", "kcdp")
    yield Column("Cộng KC", Plus(f"{measure}{n}kcqg", f"{measure}{n}kcdp"), MONEY, group, f"{measure}{n}kc")
    yield column("Đối ứng", "own")
    yield column("Khác", "other")
    yield Column(
        "Tổng",
        Plus(f"{measure}{n}kc", f"{measure}{n}own", f"{measure}{n}other"),
        MONEY,
        group,
        f"{measure}{n}all",
    )
