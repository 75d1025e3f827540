"""The examples of docs/so-lieu.md: tables «Ghi sổ» that are written through the way in, tables «Hỏi» that are asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings

from programs.choices import Happening, Outcome, PostingKind, ProjectKind, Stage
from programs.models import Project
from programs.periods import BudgetPeriod, Period, Span
from programs.readings import read_day

PAGE = settings.BASE_DIR / "docs" / "so-lieu.md"
REFUSED = "từ chối"
CODES = {
    "Kế hoạch": "F.16",
    "Giải ngân": "disbursed",
    "Thực hiện": "F.11",
    "Số đề án có kế hoạch": "projects",
}
STAGES = {stage.label: stage for stage in Stage}
HAPPENINGS = {happening.label: happening for happening in Happening}
OUTCOMES = {outcome.label.lower(): outcome for outcome in Outcome}
KINDS = {"nhóm": ProjectKind.GROUP, "điểm": ProjectKind.FLAGSHIP}
UNITS = {"Bình Thuận": "P63-60", "Lâm Đồng mới": "P34-68", "Đắk Nông": "P63-67"}


@dataclass
class Example:
    """One pair of tables: what is written, then what is asked; rows by the words of their heads."""

    section: str
    written: list[dict[str, str]] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)

    def __str__(self):
        return self.section


def examples() -> list[Example]:
    """Every example of the page, in order."""
    found: list[Example] = []
    section = ""
    for kind, rows in _blocks(PAGE.read_text()):
        if kind == "section":
            section = rows
        elif kind == "Ghi sổ":
            found.append(Example(section, written=rows))
        elif kind == "Hỏi":
            found[-1].asked += rows
    return found


def _blocks(text: str) -> Iterator[tuple]:
    """("section", its title), or (the first head of a table, its rows)."""
    heads, rows = None, []
    for line in [*text.splitlines(), ""]:
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else None
        if cells is None:
            if heads:
                yield heads[0], [dict(zip(heads, row, strict=True)) for row in rows]
            heads, rows = None, []
            if line.startswith("## "):
                yield "section", line.removeprefix("## ")
        elif heads is None:
            heads = cells
        elif not set("".join(cells)) <= {"-"}:
            rows.append(cells)


# ------------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True)
class Question:
    """A row of a table «Hỏi»: which period, of which place and drawing, as of the posting of which row."""

    period: Period
    row: int | None
    options: dict[str, str]


def question(text: str) -> Question:
    of_period, *more = [part.strip() for part in text.split(",")]
    row, options = None, {}
    for part in more:
        name, _, value = part.rpartition(" ")
        if name == "bút toán":
            row = int(value)
        elif name in ("vùng", "theo"):
            options["region" if name == "vùng" else "boundaries"] = value
        elif part != "cả nước":
            raise ValueError(f"{PAGE.name}: không hiểu «{part}»")
    return Question(period(of_period), row, options)


def period(text: str) -> Period:
    if text.startswith("cùng kỳ của "):
        return period(text.removeprefix("cùng kỳ của ")).a_year_before
    if match := re.fullmatch(r"từ (\S+) đến (\S+)", text):
        return Span(*map(read_day, match.groups()))
    if match := re.fullmatch(r"giai đoạn (\d+) - (\d+)", text):
        return BudgetPeriod(int(match[2]), first_year=int(match[1]))
    if match := re.fullmatch(r"(?:(\d+) tháng )?năm (\d+)", text):
        return BudgetPeriod.of_months(int(match[2]), match[1] and int(match[1]))
    raise ValueError(f"{PAGE.name}: không hiểu kỳ «{text}»")


@dataclass(frozen=True)
class Deed:
    """A row of a table «Ghi sổ»."""

    row: dict[str, str]

    @property
    def number(self) -> int:
        return int(self.row["Ghi sổ"])

    @property
    def what(self) -> str:
        return self.row["Việc"].removesuffix(", bổ sung sau chốt")

    @property
    def kind(self) -> str:
        """Of years long closed: brought in as an import, which closings bind; or after a closing, with a reason."""
        return PostingKind.LATE if self.what != self.row["Việc"] else PostingKind.IMPORT

    @property
    def on(self) -> date:
        return read_day(self.row["Ngày"])

    @property
    def year(self) -> int:
        return int(self.row["Năm"])

    @property
    def is_refused(self) -> bool:
        return self.row["Số"] == REFUSED

    @property
    def amount(self) -> int:
        """In đồng, of a row in triệu đồng."""
        return 1_000_000 if self.is_refused else int(self.row["Số"]) * 1_000_000

    @property
    def undone(self) -> int | None:
        match = re.fullmatch(r"Đảo dòng (\d+)", self.what)
        return int(match[1]) if match else None

    @property
    def stage(self) -> tuple[Stage, int | None] | None:
        """A stage of money, and of carried money the year that it comes from."""
        name, _, since = self.what.partition(" (từ ")
        return (STAGES[name], int(since.removesuffix(")")) if since else None) if name in STAGES else None

    @property
    def step(self) -> tuple[Happening, Outcome] | None:
        happening, _, outcome = self.what.partition(": ")
        return (HAPPENINGS[happening], OUTCOMES[outcome]) if happening in HAPPENINGS and outcome else None

    @property
    def indicator(self) -> str | None:
        return self.what.removeprefix("Mức ") if self.what.startswith("Mức ") else None

    def project(self, made: dict[str, Project], make) -> Project:
        """The project of the row; its first row says its kind or province and makes it."""
        name, _, more = self.row["Đề án"].removesuffix(")").partition(" (")
        if name not in made:
            unit = UNITS.get(more, UNITS["Đắk Nông"])
            kind = KINDS.get(more, ProjectKind.SINGLE)
            made[name] = make(unit, year=self.year, kind=kind)
        return made[name]
