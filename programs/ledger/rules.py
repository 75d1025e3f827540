"""What may be posted: the rules of the way in, judged for a whole batch with the same few queries.

Rules about one row alone are database constraints (values.broken); those here need today, the province or reference
data. Every number of the law comes from rows with dates (SourceLimit, ClosingDate), none from here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Sum

from accounts import clock
from programs.choices import FAMILY_OF_SOURCE, ClosureState, Family, Level, PostingKind, Stage
from programs.ledger.acts import NOUN_OF_KIND, Act
from programs.ledger.closed import closing_day, effective_closures
from programs.ledger.refusal import Fault, Refusal
from programs.ledger.values import Values, broken
from programs.models import (
    Beneficiary,
    ClosingDate,
    Closure,
    MoneyEntry,
    ProjectEvent,
    ResultEntry,
    SourceLimit,
)
from programs.periods import FIRST_YEAR, LAST_YEAR, WRONG_YEAR
from programs.units.life import Units

# A late posting has a leader's reason; an import brings years that ended before the portal began.
NOT_BOUND_BY_CLOSING_DATES = frozenset({PostingKind.LATE, PostingKind.IMPORT})
NEEDS_REASON = {
    PostingKind.LATE: "Bổ sung sau chốt phải ghi lý do.",
    PostingKind.CORRECTION: "Hãy ghi lý do điều chỉnh.",
    PostingKind.REOPENING: "Mở lại số liệu phải ghi lý do.",
}
AS_ENTERED = (MoneyEntry, ResultEntry, ProjectEvent, Beneficiary)
ROWS_OF_KIND = {  # what a posting of a kind is made of: whoever may do one kind does not do another under its name
    PostingKind.ENTRY: (MoneyEntry, ResultEntry),
    PostingKind.CORRECTION: (MoneyEntry, ResultEntry, ProjectEvent),
    PostingKind.STEP: (ProjectEvent,),
    PostingKind.BENEFICIARY: (Beneficiary,),
    PostingKind.LATE: AS_ENTERED,
    PostingKind.IMPORT: AS_ENTERED,
    PostingKind.CLOSING: (Closure,),
    PostingKind.REOPENING: (Closure,),
    **NOUN_OF_KIND,
}
MAY_TAKE_BACK = frozenset({PostingKind.CORRECTION, PostingKind.LATE, PostingKind.IMPORT})
KIND_OF_CLOSURE = {ClosureState.CLOSED: PostingKind.CLOSING, ClosureState.REOPENED: PostingKind.REOPENING}

Objection = tuple[str, str, str]  # field, words, code


@dataclass
class EntryRules:
    """The rows that others are judged by, read once for any number of acts: at most five queries."""

    today: date
    units: Units
    source_limits: dict[str, SourceLimit]
    closing_dates: list[ClosingDate]
    closed: dict[tuple[int, int], date]  # (province, budget year) -> the last closed day
    beneficiaries: list[
        Beneficiary
    ]  # those that lines name, and those that stand in projects that others join
    values: Values = field(default_factory=Values)

    @classmethod
    def for_acts(cls, acts: Sequence[Act]) -> "EntryRules":
        entries = [entry for act in acts for entry in act.entries]
        has_money = any(isinstance(entry, MoneyEntry) for entry in entries)
        named = {pk for entry in entries if (pk := getattr(entry, "beneficiary_id", None))}
        moved = {row.project_id for act in acts for row in act.joined}
        leaving = {row.pk for act in acts for row in act.left}
        return cls(
            today=clock.today(),
            units=Units.read(),
            source_limits={row.source: row for row in SourceLimit.objects.all()} if has_money else {},
            closing_dates=list(ClosingDate.objects.all()) if entries else [],
            closed=effective_closures({entry.unit_id for entry in entries}) if entries else {},
            beneficiaries=beneficiaries_of(named, moved, leaving),
        )

    def __post_init__(self):
        self.project_of = {row.pk: row.project_id for row in self.beneficiaries}
        self.withdrawn = {row.pk for row in self.beneficiaries if row.withdrawn_id is not None}
        self.balances = {row.pk: getattr(row, "balance", None) for row in self.beneficiaries}
        self.standing = {
            (row.project_id, row.business_id) for row in self.beneficiaries if row.withdrawn_id is None
        }

    def judge(self, acts: Sequence[Act]) -> None:
        """Raise a Refusal that names every row at fault."""
        faults, place, judged = [], 0, 0
        for act in acts:
            faults += [Fault(0, *objection) for objection in self.of_act(act)]
            leaving = {id(row) for row in act.left}
            for row in act.rows:
                place += 1
                if id(row) in leaving:  # the row itself was judged when it joined
                    faults += [Fault(place, *objection) for objection in self.against_leaving(row)]
                    continue
                judged += not getattr(row, "reverses_id", None)
                faults += [Fault(place, *objection) for objection in self.of_row(row, act)]
        if faults:
            raise Refusal(faults, named=judged > 1)

    def of_act(self, act: Act) -> Iterator[Objection]:
        if act.kind not in PostingKind.values:
            yield "", "Không có loại bút toán này.", "kind"
        elif not any((act.entries, act.joined, act.left, act.closures, act.nouns)):
            yield "", "Bút toán phải có ít nhất một dòng.", "empty"
        elif any(not isinstance(row, ROWS_OF_KIND.get(act.kind, ())) for row in (*act.rows, *act.nouns)):
            yield "", f"Bút toán «{PostingKind(act.kind).label}» không gồm loại dòng này.", "kind"
        takes_back = any(entry.reverses_id for entry in act.entries)
        if takes_back and act.kind not in MAY_TAKE_BACK:
            yield "", "Đảo một dòng là điều chỉnh bút toán, phải ghi lý do.", "kind"
        if act.left and not act.reason.strip():
            yield "reason", "Hãy ghi lý do rút đơn vị thụ hưởng.", "reason"
        if act.kind in NEEDS_REASON and not act.reason.strip():
            yield "reason", NEEDS_REASON[act.kind], "reason"
        elif act.kind == PostingKind.CORRECTION and not takes_back:
            yield "", "Bút toán điều chỉnh phải đảo ít nhất một dòng đã ghi.", "kind"

    def of_row(self, row, act: Act) -> Iterator[Objection]:
        """Each step is asked only if nothing was found in the one before: a wrong year is told once."""
        wrong = [
            (name, error.messages[0], error.code or "invalid") for name, error in self.values.errors(row)
        ]
        wrong = wrong or list(self.against(row, act))
        yield from wrong or [("", error.messages[0], error.code) for _, error in broken(row)]

    def against(self, row, act: Act) -> Iterator[Objection]:
        if isinstance(row, Closure):
            if KIND_OF_CLOSURE.get(row.state) != act.kind:
                yield "state", "Trạng thái chốt không khớp với loại bút toán.", "kind"
        elif isinstance(row, Beneficiary):
            yield from self.against_joining(row)
        else:
            yield from self.against_entry(row, act)

    # ------------------------------------------------------------------------------------------- beneficiaries

    def against_joining(self, row: Beneficiary) -> Iterator[Objection]:
        if self.units.family(row.business.unit_id) != self.units.family(row.unit_id):
            yield "business", "Cơ sở này không thuộc phạm vi tỉnh của đề án.", "scope"
        if (row.project_id, row.business_id) in self.standing:
            yield "business", "Cơ sở này đã là đơn vị thụ hưởng của đề án.", "beneficiary_once_a_project"
        self.standing.add((row.project_id, row.business_id))

    def against_leaving(self, row: Beneficiary) -> Iterator[Objection]:
        if self.balances.get(row.pk):
            yield "", "Đơn vị này còn kinh phí trong sổ; hãy điều chỉnh kinh phí trước.", "money"

    # ------------------------------------------------------------------------------------------------- entries

    def against_entry(self, entry, act: Act) -> Iterator[Objection]:
        if not entry.reverses_id:  # what takes a line back repeats it, whatever has come into force since
            found = list(self.against_days(entry))
            yield from found
            if found:
                return
            yield from self.against_beneficiary(entry)
            if isinstance(entry, MoneyEntry):
                yield from self.against_money(entry)
        if act.kind not in NOT_BOUND_BY_CLOSING_DATES:
            yield from self.against_closing_date(entry)
        if act.kind != PostingKind.LATE:
            yield from self.against_closure(entry)

    def against_days(self, entry) -> Iterator[Objection]:
        on, year = entry.on, entry.budget_year
        if not FIRST_YEAR <= year <= LAST_YEAR:
            yield "budget_year", WRONG_YEAR, "year"
        if not FIRST_YEAR <= on.year:
            yield "on", WRONG_YEAR, "year"
            return
        if on > self.today:
            yield "on", f"Ngày {on:%d/%m/%Y} ở sau hôm nay ({self.today:%d/%m/%Y}).", "future"
        elif abs(on.year - year) > 1 and not entry.note and FIRST_YEAR <= year <= LAST_YEAR:
            words = f"Năm ngân sách {year} cách ngày {on:%d/%m/%Y} hơn một năm. Nếu đúng, hãy ghi lý do ở ô diễn giải."
            yield "budget_year", words, "far"
        if entry.project_id and (why := self.units.why_no_entry(entry.unit_id, on)):
            yield "on", why, "life"
        if not entry.project_id and (why := self.units.why_no_own_entry(entry.unit_id, on, year)):
            yield "unit", why, "life"

    def against_beneficiary(self, entry) -> Iterator[Objection]:
        named = getattr(entry, "beneficiary_id", None)
        if named and self.project_of.get(named) != entry.project_id:
            yield "beneficiary", "Đơn vị thụ hưởng này không thuộc đề án.", "beneficiary"
        elif named in self.withdrawn:
            yield "beneficiary", "Đơn vị thụ hưởng này đã được rút khỏi đề án.", "beneficiary"

    def against_money(self, entry: MoneyEntry) -> Iterator[Objection]:
        limit = self.source_limits.get(entry.source)
        source = entry.get_source_display() if limit else ""
        if limit and limit.last_budget_year and entry.budget_year > limit.last_budget_year:
            words = f"{source}: năm ngân sách cuối là {limit.last_budget_year} ({limit.basis})."
            yield "source", words, "source_ended"
        if (
            limit
            and limit.assigned_until
            and entry.stage == Stage.ASSIGNED
            and entry.on > limit.assigned_until
        ):
            words = f"{source}: chỉ giao kế hoạch đến hết ngày {limit.assigned_until:%d/%m/%Y}."
            yield "source", words, "source_ended"
        if entry.stage == Stage.CARRIED and (
            not entry.carried_from or entry.carried_from >= entry.budget_year
        ):
            yield "carried_from", "Ghi năm được chuyển sang, trước năm ngân sách này.", "carried_from"

    # ------------------------------------------------------------------------------- until when a year is open

    def against_closing_date(self, entry) -> Iterator[Objection]:
        last = closing_day(self.closing_dates, level_of(entry), entry.budget_year)
        if last and self.today > last:
            words = (
                f"Năm ngân sách {entry.budget_year} đã hết hạn nhập số liệu ({last:%d/%m/%Y}). "
                "Lãnh đạo đơn vị có thể bổ sung, có ghi lý do."
            )
            yield "budget_year", words, "late"

    def against_closure(self, entry) -> Iterator[Objection]:
        """The database's trigger refuses it on other paths."""
        cut_off = self.closed.get((entry.unit_id, entry.budget_year))
        if cut_off and entry.on <= cut_off:
            unit = self.units.by_id[entry.unit_id]
            words = (
                f"Số liệu năm ngân sách {entry.budget_year} của {unit.name} đã chốt đến hết ngày "
                f"{cut_off:%d/%m/%Y}. Lãnh đạo đơn vị có thể bổ sung sau chốt, có ghi lý do."
            )
            yield "on", words, "closed"


def beneficiaries_of(named: set[int], moved: set[int], leaving: set[int]) -> list[Beneficiary]:
    """Those that lines name, that stand in projects that others join, and those that leave, with the money in their
    name (`balance`, đồng). At most one query."""
    if not (named or moved or leaving):
        return []
    rows = Beneficiary.objects.named_or_standing(named | leaving, moved)
    return list(rows.annotate(balance=Sum("money_entries__amount")) if leaving else rows)


def level_of(entry) -> str:
    """The level whose closing date binds an entry: of money that of its source."""
    if isinstance(entry, MoneyEntry):
        family = FAMILY_OF_SOURCE[entry.source]
        return {Family.KCQG: Level.KCQG, Family.KCDP: Level.KCDP}.get(family, entry.level)
    return entry.level
