"""The read side of one project: its money, results, steps and beneficiaries, by a fixed number of queries.

Everything is worked out from the rows once read; nothing here depends on how many there are.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from printing.numbers import format_money, format_percent
from programs.choices import (
    FAMILY_OF_SOURCE,
    BeneficiaryChange,
    Family,
    IndicatorKind,
    Outcome,
    ResultKind,
    Stage,
)
from programs.ledger.closed import Closed, closing_day
from programs.ledger.lines import LedgerLine
from programs.ledger.values import verdict_of
from programs.measures import JUDGED, PROMOTION, SETTLED, disbursed_of, planned, total
from programs.models import (
    Beneficiary,
    BeneficiaryEntry,
    ClosingDate,
    MoneyEntry,
    Project,
    ProjectEvent,
    ResultEntry,
)
from programs.readings import from_steps


@dataclass
class FamilyMoney:
    """The money of one source family by stage, over all budget years of the project."""

    family: str
    by_stage: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    plan: int = 0
    # (source, budget year, activity) -> whom what stands from advance to settlement names, None: nobody
    named: dict[tuple, set[int | None]] = field(default_factory=lambda: defaultdict(set))
    completed: dict[tuple, set[int | None]] = field(default_factory=lambda: defaultdict(set))  # so settled

    @property
    def disbursed(self) -> int:
        return disbursed_of(self.by_stage)

    @property
    def settled(self) -> int:
        return total(self.by_stage, SETTLED)

    @property
    def is_complete(self) -> bool:
        """A complete settlement stands for every part that thực hiện is judged by."""
        return bool(self.named) and all(
            bool(self.completed[key]) if None in names else names == self.completed[key]
            for key, names in self.named.items()
        )

    def stages(self) -> list[tuple[str, int]]:
        of = self.by_stage
        if self.family not in PROMOTION:
            rows = [("Cam kết", self.plan), ("Đã xác nhận", of[Stage.ACCEPTED])]
        else:
            rows = [
                ("Kế hoạch", self.plan),
                ("Hợp đồng", of[Stage.CONTRACTED]),
                ("Tạm ứng", of[Stage.ADVANCED]),
                ("Giải ngân", self.disbursed),
                ("Nghiệm thu", of[Stage.ACCEPTED]),
            ]
        rows.append(("Quyết toán", self.settled))
        if of[Stage.RECOVERED]:
            rows.append(("Thu hồi", of[Stage.RECOVERED]))
        return rows

    def for_bar(self) -> dict:
        """As templates/components/money_bar.html wants it: each stage drawn against the plan."""
        stages = []
        for label, amount in self.stages():
            row = {"label": label, "amount": format_money(amount)}
            if self.plan > 0 and amount > 0 and label not in ("Kế hoạch", "Cam kết"):
                row["share_text"] = format_percent(Decimal(amount) / self.plan)
            if self.plan > 0 and amount > 0:
                row["share"] = min(100.0, amount * 100 / self.plan)
            stages.append(row)
        return {"key": str(self.family), "label": Family(self.family).label, "stages": stages}


@dataclass
class IndicatorResult:
    """What was planned and achieved of one indicator, and its lines."""

    indicator: object
    planned: int = 0
    achieved: int = 0
    lines: list[LedgerLine] = field(default_factory=list)

    @property
    def plan(self) -> Decimal | None:
        return from_steps(self.planned, self.indicator.scale) if self.planned else None

    @property
    def actual(self) -> Decimal | None:
        return from_steps(self.achieved, self.indicator.scale) if self.achieved else None


class ProjectStory:
    """All that the page of a project tells. Eight queries, made when first asked for."""

    def __init__(self, project: Project, today: date):
        self.project = project
        self.today = today

    # --- money ---

    @cached_property
    def money(self) -> list[LedgerLine]:
        """The statement, by day; each line with the total of its source and stage so far."""
        rows = MoneyEntry.objects.filter(project=self.project).select_related(
            "posting__recorded_by", "beneficiary__business", "activity", "reversed_by__posting__recorded_by"
        )
        totals: dict[tuple[str, str], int] = defaultdict(int)
        lines = []
        for entry in rows.order_by("on", "pk"):
            totals[entry.source, entry.stage] += entry.amount
            lines.append(LedgerLine(entry, totals[entry.source, entry.stage]))
        return lines

    @cached_property
    def families(self) -> dict[str, FamilyMoney]:
        """All years of a project begin with the first in which money of it stands."""
        answer: dict[str, FamilyMoney] = {}
        standing = [line.entry for line in self.money if line.stands]
        is_planned = verdict_of(planned(min((entry.budget_year for entry in standing), default=0)))
        for entry in (line.entry for line in self.money):
            family = FAMILY_OF_SOURCE[entry.source]
            money = answer.setdefault(family, FamilyMoney(family))
            money.by_stage[entry.stage] += entry.amount
            money.plan += entry.amount if is_planned(entry) else 0
        for entry in standing:
            money, key = (
                answer[FAMILY_OF_SOURCE[entry.source]],
                (entry.source, entry.budget_year, entry.activity_id),
            )
            if entry.stage in JUDGED:
                money.named[key].add(entry.beneficiary_id)
            if entry.stage == Stage.SETTLED:
                money.completed[key].add(entry.beneficiary_id)
        return {family: answer[family] for family in Family if family in answer}

    @property
    def promotion(self) -> list[FamilyMoney]:
        return [money for family, money in self.families.items() if family in PROMOTION]

    def promotion_sum(self, stage) -> int:
        return sum(money.by_stage[stage] for money in self.promotion)

    @property
    def plan(self) -> int:
        return sum(money.plan for money in self.promotion)

    @property
    def is_settled_in_money(self) -> bool:
        return any(money.is_complete for money in self.promotion)

    def money_bars(self) -> list[dict]:
        return [money.for_bar() for money in self.families.values()]

    # --- results ---

    @cached_property
    def results(self) -> list[IndicatorResult]:
        rows = ResultEntry.objects.filter(project=self.project).select_related(
            "posting__recorded_by", "indicator", "beneficiary__business", "reversed_by__posting__recorded_by"
        )
        answer: dict[int, IndicatorResult] = {}
        for entry in rows.order_by("indicator__order", "on", "pk"):
            result = answer.setdefault(entry.indicator_id, IndicatorResult(entry.indicator))
            result.lines.append(LedgerLine(entry))
            if entry.indicator.kind == IndicatorKind.STOCK:
                continue  # typed here once; a level is the province's, not the project's
            if entry.kind == ResultKind.PLAN:
                result.planned += entry.quantity
            else:
                result.achieved += entry.quantity
        return list(answer.values())

    @property
    def has_results(self) -> bool:
        return any(result.achieved for result in self.results)

    # --- steps ---

    @cached_property
    def events(self) -> list[LedgerLine]:
        """As they were written, oldest first."""
        rows = ProjectEvent.objects.filter(project=self.project).select_related(
            "posting__recorded_by", "reversed_by__posting__recorded_by"
        )
        return [LedgerLine(entry) for entry in rows.order_by("posting_id", "pk")]

    @cached_property
    def done(self) -> dict[str, ProjectEvent]:
        """The last standing event of each step that was done."""
        return {
            line.entry.happening: line.entry
            for line in self.events
            if line.stands and line.entry.outcome == Outcome.DONE
        }

    # --- businesses, closing, history ---

    @cached_property
    def beneficiaries(self) -> list[Beneficiary]:
        rows = Beneficiary.objects.filter(project=self.project)
        return list(rows.select_related("business__unit", "withdrawn").order_by("pk"))

    @cached_property
    def beneficiary_lines(self) -> dict[int, list[LedgerLine]]:
        """Beneficiary id -> its lines as they were written, oldest first."""
        rows = BeneficiaryEntry.objects.filter(project=self.project).select_related(
            "posting__recorded_by", "reversed_by__posting__recorded_by", "business"
        )
        answer: dict[int, list[LedgerLine]] = defaultdict(list)
        swaps: dict[int, dict[str, LedgerLine]] = defaultdict(dict)  # posting -> who left, who came
        for entry in rows.order_by("posting_id", "pk"):
            line = LedgerLine(entry)
            answer[entry.beneficiary_id].append(line)
            swaps[entry.posting_id].setdefault(entry.change, line)
        for swap in swaps.values():
            if {BeneficiaryChange.REPLACED, BeneficiaryChange.JOINED} <= set(swap):
                left, came = swap[BeneficiaryChange.REPLACED], swap[BeneficiaryChange.JOINED]
                left.other, came.other = came.entry.business.name, left.entry.business.name
        return answer

    @property
    def standing_beneficiaries(self) -> list[Beneficiary]:
        return [row for row in self.beneficiaries if row.withdrawn_id is None]

    @cached_property
    def closed(self) -> dict[int, date]:
        """Budget year -> the day up to which it is closed now."""
        closed = Closed.read({self.project.unit_id})
        return {year: cut_off for (_, year), cut_off in sorted(closed.last_days.items())}

    @cached_property
    def closing_day(self) -> date | None:
        """Until when the project's last budget year may be entered without a leader's reason."""
        years = [line.entry.budget_year for line in self.money if line.stands]
        last = max(years, default=self.project.first_year)
        return closing_day(ClosingDate.objects.all(), self.project.level, last)

    @cached_property
    def versions(self) -> list:
        """The latest savings of the project's own fields, newest first."""
        return list(self.project.history.select_related("history_user").order_by("-history_id")[:5])

    @cached_property
    def postings(self) -> list:
        """Every act of writing that touched the project, newest first."""
        groups = (*(result.lines for result in self.results), *self.beneficiary_lines.values())
        lines = [*self.money, *self.events, *(line for group in groups for line in group)]
        by_number = {line.posting.number: line.posting for line in lines}
        return [by_number[number] for number in sorted(by_number, reverse=True)]
