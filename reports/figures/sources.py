"""Behind a figure: the ledger entries that add up to it.

The entries are asked with the very rows of the figure's question (units, period, as-of, line), so that their sum is
the figure. A ratio shows the two figures that it divides.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Case, Count, F, Q, Sum, When
from django.http import Http404

from printing.numbers import DONG
from printing.table import COUNT, MONEY, QUANTITY, printed
from programs.choices import PROMOTION_SOURCES, IndicatorKind, Outcome, ResultKind, Stage
from programs.models import Beneficiary, Indicator, MoneyEntry, ProjectEvent, ResultEntry
from programs.readings import from_steps
from reports.figures.aggregates import STAGES, Question, figures, money_figures, planned_projects
from reports.figures.behind import BEHIND, DISBURSED, EXTRA, KINDS, PLAN, Behind
from reports.figures.figures import LineFigures
from reports.figures.measures import quantity, value_of


@dataclass(frozen=True)
class Figure:
    """One code asked of one question, on one line of it or in total."""

    code: str
    question: Question
    line: int | None
    indicator: Indicator | None = None
    parts: tuple["Figure", ...] = ()  # of a ratio: what it divides

    @property
    def behind(self) -> Behind:
        if self.code in BEHIND:
            return BEHIND[self.code]
        stock = self.indicator.kind == IndicatorKind.STOCK
        words = (
            "Mức tại thời điểm cuối kỳ: cộng mọi thay đổi đến ngày đó."
            if stock
            else "Cộng số phát sinh trong kỳ."
        )
        if self.indicator.formula:
            words = f"{words} Gồm các chỉ tiêu {self.indicator.formula}."
        return Behind(words, "results")

    @property
    def name(self) -> str:
        return EXTRA[self.code][0] if self.code in EXTRA else self.indicator.name

    @property
    def kind(self):
        """How the value is printed."""
        if self.behind.kind == "results":
            return QUANTITY if self.indicator.scale else COUNT
        return KINDS.get(self.behind.kind, QUANTITY)

    @property
    def unit(self) -> str:
        if self.kind is MONEY:
            return DONG
        if self.code == "S.5":
            return "đồng"
        return self.indicator.unit_of_measure if self.indicator else "đề án"

    def shown(self, value) -> str:
        if isinstance(value, Fraction):  # a percentage, or đồng on one đồng
            value = round(Decimal(value.numerator) / value.denominator, 2)
        return printed(value, self.kind, DONG)

    def answer(self) -> LineFigures:
        """The line's figures as every report works them out; not by adding the entries below."""
        ask = money_figures if self.behind.kind in ("entries", "done", "planned", "ratio") else figures
        answer = ask(self.question)
        return answer.total if self.line is None else answer.line(self.line)

    def value(self) -> Any:
        return self.read(self.answer())

    def read(self, found: LineFigures) -> Any:
        if self.code in EXTRA:
            return EXTRA[self.code][1](found)
        if self.behind.kind == "results":
            return quantity(found, self.indicator)
        return value_of(self.indicator, found, self.question.period.knows_plan)

    # The rows behind

    def on_line(self, rows):
        rows = self.question.on_lines(rows)
        return rows if self.line is None else rows.filter(line=self.line)

    def rows(self):
        """The entries (or what is counted), in a steady order; each carries what its columns show."""
        return getattr(self, f"_{self.behind.kind}")()

    def _money(self):
        behind = self.behind
        rows = self.on_line(self.question.rows(MoneyEntry)).filter(source__in=behind.sources)
        return rows.filter(off_project=True) if behind.off_project else rows

    def _entries(self):
        stages = self.behind.stages
        if stages == PLAN and self.question.spans_years:
            stages = (Stage.ASSIGNED,)
        rows = self._money().filter(stage__in=stages).select_related("project", "unit", "posting")
        return rows.order_by("posting_id", "pk")

    def _done(self):
        """One row a project, source and budget year: what was taken, and from which basis."""
        disbursed = F("advanced") + F("paid")
        keys = ("project_id", "project__code", "project__name", "unit__name", "source", "budget_year")
        rows = self._money().values(*keys).annotate(**STAGES)
        return rows.annotate(
            done=Case(
                When(settlements__gt=0, then=F("settled")),
                When(accepted__gte=disbursed, then=F("accepted")),
                default=disbursed,
            )
        ).order_by("project__code", "source", "budget_year")

    def _events(self):
        rows = self.question.rows(ProjectEvent).filter(happening=self.behind.happening, off_project=False)
        rows = self.on_line(rows).select_related("project", "unit", "posting")
        return rows.order_by("project__code", "posting_id", "pk")

    def _planned(self):
        rows = self.on_line(planned_projects(self.question))
        if self.behind.level:
            rows = rows.filter(level=self.behind.level)
        keys = ("project_id", "project__code", "project__name", "unit__name", "level", "net")
        return rows.values(*keys).order_by("project__code")

    def _businesses(self):
        served = (
            self.question.rows(MoneyEntry)
            .filter(source__in=PROMOTION_SOURCES)
            .values("project_id")
            .annotate(
                disbursed=Sum("amount", filter=Q(stage__in=DISBURSED), default=0),
                accepted=Sum("amount", filter=Q(stage=Stage.ACCEPTED), default=0),
                settled=Sum("amount", filter=Q(stage=Stage.SETTLED), default=0),
            )
            .filter(Q(disbursed__gt=0) | Q(accepted__gt=0) | Q(settled__gt=0))
            .order_by()
            .values("project_id")
        )
        rows = Beneficiary.objects.known_at(self.question.posting).filter(unit_id__in=self.question.unit_ids)
        rows = self.on_line(rows.filter(project_id__in=served))
        return rows.select_related("business", "project", "unit").order_by(
            "business__sort_key", "project__code"
        )

    def _results(self):
        formula = self.indicator.formula
        codes = [code.strip() for code in formula.split("+")] if formula else [self.code]
        if self.indicator.kind == IndicatorKind.STOCK:
            rows = ResultEntry.objects.known_at(self.question.posting).in_units(self.question.unit_ids)
            rows = rows.filter(on__lte=self.question.period.end)
        else:
            rows = self.question.rows(ResultEntry)
        rows = self.on_line(rows.filter(indicator__code__in=codes, kind=ResultKind.ACTUAL))
        return rows.select_related("project", "unit", "posting", "indicator").order_by("posting_id", "pk")

    def summed(self, rows) -> dict[str, Any]:
        """How many rows, and what they come to. One query."""
        sums = {
            "entries": Sum("amount", default=0),
            "done": Sum("done", default=0),
            "results": Sum("quantity", default=0),
            "businesses": Count("business", distinct=True),
            "planned": Count("project_id"),
            "events": Count("project_id", distinct=True),
        }
        if self.behind.kind == "events":
            return self._stand(rows)
        found = rows.order_by().aggregate(
            rows=Count("pk" if self._is_model else "project_id"), total=sums[self.behind.kind]
        )
        if self.behind.kind == "results" and self.indicator.scale:
            found["total"] = from_steps(found["total"], self.indicator.scale)
        return found

    @property
    def _is_model(self) -> bool:
        return self.behind.kind not in ("done", "planned")

    @staticmethod
    def _stand(rows) -> dict[str, int]:
        """Events: the projects of which more were done than undone. One query."""
        by_project = (
            rows.order_by()
            .values("project_id")
            .annotate(
                n=Count("pk"),
                stands=Count("pk", filter=Q(outcome=Outcome.DONE))
                - Count("pk", filter=Q(outcome=Outcome.UNDONE)),
            )
        )
        found = by_project.aggregate(
            rows=Sum("n", default=0), total=Count("project_id", filter=Q(stands__gt=0))
        )
        return found


def is_readable(indicator: Indicator) -> bool:
    """Whether its value can be read off the figures of one question (a share of the country can't)."""
    return indicator.code in BEHIND or indicator.is_typed or indicator.kind == IndicatorKind.FLOW


def find_figure(code: str, question: Question, line: int | None) -> Figure:
    """An unknown code, or one that nothing feeds: 404. One query, also for a ratio with the figures that it divides."""
    parts = BEHIND[code].parts if code in BEHIND else ()
    rows = {row.code: row for row in Indicator.objects.filter(code__in=[code, *parts])}
    indicator = rows.get(code)
    if code not in EXTRA and (indicator is None or not is_readable(indicator)):
        raise Http404("Không có chỉ tiêu này.")
    divided = tuple(Figure(part, question, line, rows.get(part)) for part in parts)
    return Figure(code, question, line, indicator, divided)
