"""What may be posted: the rules of the way in, judged for a whole batch with the same few queries.

Rules about one row alone are database constraints (values.broken); those here need today, the province or reference
data. Every number of the law comes from rows with dates (SourceLimit, ClosingDate), none from here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from accounts import clock
from programs.choices import (
    FAMILY_OF_SOURCE,
    LEAVING,
    ClosureState,
    Family,
    IndicatorKind,
    Level,
    PostingKind,
    ProjectKind,
    Stage,
)
from programs.ledger import stocks
from programs.ledger.acts import LEDGERS, NOUN_OF_KIND, Act
from programs.ledger.begun import Begun
from programs.ledger.beneficiary_rules import BeneficiaryRules
from programs.ledger.closed import Closed, against_closures, closing_day
from programs.ledger.refusal import Fault, Objection, Refusal
from programs.ledger.same_business import against_same
from programs.ledger.together import Together
from programs.ledger.values import Values, broken
from programs.measures import JUDGED, PROMOTION_SOURCES
from programs.models import (
    BeneficiaryEntry,
    Business,
    ClosingDate,
    Closure,
    Indicator,
    MoneyEntry,
    PostedRow,
    Project,
    ProjectEvent,
    ResultEntry,
    SameBusiness,
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
ROWS_OF_KIND = {  # what a posting of a kind is made of: whoever may do one kind does not do another under its name
    PostingKind.ENTRY: (MoneyEntry, ResultEntry),
    PostingKind.CORRECTION: LEDGERS,
    PostingKind.STEP: (ProjectEvent,),
    PostingKind.BENEFICIARY: (BeneficiaryEntry,),
    PostingKind.LATE: (*LEDGERS, SameBusiness),
    PostingKind.IMPORT: LEDGERS,
    PostingKind.CLOSING: (Closure,),
    PostingKind.REOPENING: (Closure,),
    PostingKind.REFERENCE: (PostedRow,),
    **NOUN_OF_KIND,
    PostingKind.BUSINESS: (Business, SameBusiness),
}
MAY_TAKE_BACK = frozenset({PostingKind.CORRECTION, PostingKind.LATE, PostingKind.IMPORT})
KIND_OF_CLOSURE = {ClosureState.CLOSED: PostingKind.CLOSING, ClosureState.REOPENED: PostingKind.REOPENING}


@dataclass
class EntryRules:
    """The rows that others are judged by, read once for any number of acts: at most six queries, one more where a
    project goes on after its province ended."""

    today: date
    units: Units
    source_limits: dict[str, SourceLimit]
    closing_dates: list[ClosingDate]
    closed: Closed
    beneficiaries: BeneficiaryRules
    projects: Mapping[int, Project]  # those of the entries
    begun: Begun
    stocks: frozenset[int] = frozenset()  # the indicators whose level is stated
    values: Values = field(default_factory=Values)
    together: Together = field(default_factory=Together)

    @classmethod
    def for_acts(cls, acts: Sequence[Act], projects: Mapping[int, Project]) -> "EntryRules":
        entries = [entry for act in acts for entry in act.entries]
        has_money = any(isinstance(entry, MoneyEntry) for entry in entries)
        has_results = any(isinstance(entry, ResultEntry) for entry in entries)
        of_stocks = Indicator.objects.filter(kind=IndicatorKind.STOCK).values_list("pk", flat=True)
        closures = [row for act in acts for row in act.closures]
        units = Units.read()
        return cls(
            today=clock.today(),
            units=units,
            source_limits={row.source: row for row in SourceLimit.objects.all()} if has_money else {},
            closing_dates=list(ClosingDate.objects.all()) if entries else [],
            closed=Closed.read({row.unit_id for row in (*entries, *closures)})
            if entries or closures
            else Closed(),
            beneficiaries=BeneficiaryRules.for_entries(entries, units),
            projects=projects,
            stocks=frozenset(of_stocks if has_results else ()),
            begun=Begun(entries, units),
            together=Together.for_acts(acts),
        )

    def judge(self, acts: Sequence[Act]) -> None:
        """Raise a Refusal that names every row at fault."""
        faults, place, judged = [], 0, 0
        for act in acts:
            faults += [Fault(0, *objection) for objection in self.of_act(act)]
            for row in act.rows:
                place += 1
                judged += not getattr(row, "reverses_id", None)
                faults += [Fault(place, *objection) for objection in self.of_row(row, act)]
            self.closed = self.closed.after(act.closures)
        if faults:
            raise Refusal(faults, judged)

    def of_act(self, act: Act) -> Iterator[Objection]:
        if act.kind not in PostingKind.values:
            yield "", "Không có loại bút toán này.", "kind"
        elif not any((*act.rows, *act.reference, *act.nouns)):
            yield "", "Bút toán phải có ít nhất một dòng.", "empty"
        elif any(
            not isinstance(row, ROWS_OF_KIND.get(act.kind, ()))
            for row in (*act.rows, *act.reference, *act.nouns)
        ):
            yield "", f"Bút toán «{PostingKind(act.kind).label}» không gồm loại dòng này.", "kind"
        yield from self.together.against(act)
        takes_back = any(entry.reverses_id for entry in act.entries)
        if takes_back and act.kind not in MAY_TAKE_BACK:
            yield "", "Đảo một dòng là điều chỉnh bút toán, phải ghi lý do.", "kind"
        if any(getattr(entry, "change", None) in LEAVING for entry in act.entries) and not act.reason.strip():
            yield "reason", "Hãy ghi lý do rút đơn vị thụ hưởng.", "reason"
        if (act.same or act.apart) and not act.reason.strip():
            yield "reason", "Hãy ghi vì sao hai cơ sở là một, hoặc không phải là một.", "reason"
        if not any(list(self.values.errors(row)) for row in act.closures):
            yield from against_closures(act.closures, self.closed, self.units, self.today)
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
        elif isinstance(row, SameBusiness):
            yield from against_same(row, act)
        else:
            yield from self.against_entry(row, act)

    # ------------------------------------------------------------------------------------------------- entries

    def against_entry(self, entry, act: Act) -> Iterator[Objection]:
        if not entry.reverses_id:  # what takes a line back repeats it, whatever has come into force since
            if found := list(self.against_days(entry)):
                yield from found
                return
            if why := self.begun.why_not(entry):
                yield "on", why, "life"
                return
            yield from self.beneficiaries.against_named(entry)
            if isinstance(entry, MoneyEntry):
                yield from self.against_money(entry)
            if isinstance(entry, ResultEntry):
                yield from stocks.against(entry, self.is_stock(entry))
        elif why := self.begun.why_not_taken_back(entry):
            yield "", why, "life"
        if isinstance(entry, BeneficiaryEntry):
            yield from self.beneficiaries.against_line(entry, act)
        if act.kind not in NOT_BOUND_BY_CLOSING_DATES:
            yield from self.against_closing_date(entry)
        if act.kind != PostingKind.LATE:
            yield from self.against_closure(entry)

    def against_days(self, entry) -> Iterator[Objection]:
        on, year = entry.on, entry.budget_year
        is_a_year = FIRST_YEAR <= year <= LAST_YEAR
        if not is_a_year:
            yield "budget_year", WRONG_YEAR, "year"
        if not FIRST_YEAR <= on.year:
            yield "on", WRONG_YEAR, "year"
            return
        if on > self.today:
            yield "on", f"Ngày {on:%d/%m/%Y} ở sau hôm nay ({self.today:%d/%m/%Y}).", "future"
        elif abs(on.year - year) > 1 and not entry.note and is_a_year:
            words = f"Năm ngân sách {year} cách ngày {on:%d/%m/%Y} hơn một năm. Nếu đúng, hãy ghi lý do ở ô diễn giải."
            yield "budget_year", words, "far"
        if not is_a_year:
            return
        if entry.project_id and (why := self.units.why_no_entry(entry.unit_id, on, year)):
            too_early = on < self.units.by_id[entry.unit_id].valid_from
            yield "on" if too_early else "budget_year", why, "life"
        if not entry.project_id and (why := self.units.why_no_own_entry(entry.unit_id, on, year)):
            yield "unit", why, "life"

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
        yield from self.against_part(entry)

    def against_part(self, entry: MoneyEntry) -> Iterator[Objection]:
        """Whose part of the project it is: by that thực hiện is judged."""
        kind = self.projects[entry.project_id].kind
        is_judged = entry.stage in JUDGED and entry.source in PROMOTION_SOURCES
        if kind == ProjectKind.GROUP and is_judged and not entry.beneficiary_id:
            words = (
                "Đề án nhóm: từ tạm ứng đến quyết toán, hãy chọn đơn vị thụ hưởng. Nếu danh sách chưa có, "
                "hãy thêm đơn vị thụ hưởng vào đề án trước."
            )
            yield "beneficiary", words, "beneficiary"
        if kind != ProjectKind.FLAGSHIP and entry.activity_id != entry.main_activity_id:
            yield "activity", "Chỉ đề án điểm có nhiều nội dung; hãy để nội dung chính của đề án.", "activity"

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
        """The database's trigger refuses it on other paths. A level, and who benefits, stand from their day on."""
        if entry.unit_id not in self.closed.years:
            return
        stands_on = self.is_stock(entry) or isinstance(entry, BeneficiaryEntry)
        year = None if stands_on else entry.budget_year
        if binding := self.closed.behind(entry.unit_id, entry.on, year):
            unit, (year, cut_off) = self.units.by_id[entry.unit_id], binding
            words = (
                f"Số liệu năm ngân sách {year} của {unit.name} đã chốt đến hết ngày "
                f"{cut_off:%d/%m/%Y}. Lãnh đạo đơn vị có thể bổ sung sau chốt, có ghi lý do."
            )
            yield "on", words, "closed"

    def is_stock(self, entry) -> bool:
        return isinstance(entry, ResultEntry) and entry.indicator_id in self.stocks


def level_of(entry) -> str:
    """The level whose closing date binds an entry: of money that of its source."""
    if isinstance(entry, MoneyEntry):
        family = FAMILY_OF_SOURCE[entry.source]
        return {Family.KCQG: Level.KCQG, Family.KCDP: Level.KCDP}.get(family, entry.level)
    return entry.level
