"""Rules that an entry must keep before it may be posted: dates, years, sources, closing dates.

Rules about one row alone are database constraints; these need today, the project or the reference data. Every number
of the law comes from rows with dates (SourceLimit, ClosingDate), none from here.
"""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError

from accounts import clock
from programs.access import Scope
from programs.choices import FAMILY_OF_SOURCE, Family, Level, PostingKind, Stage
from programs.models import ClosingDate, MoneyEntry, SourceLimit
from programs.periods import FIRST_YEAR, LAST_YEAR

# A late posting has a leader's reason; an import brings years that ended before the portal began.
NOT_BOUND_BY_CLOSING_DATES = frozenset({PostingKind.LATE, PostingKind.IMPORT})


@dataclass
class EntryRules:
    """The reference rows that entries are judged by, read once for any number of entries."""

    today: date
    source_limits: dict
    closing_dates: list

    @classmethod
    def for_entries(cls, entries) -> "EntryRules":
        needs_limits = any(isinstance(entry, MoneyEntry) for entry in entries)
        limits = {row.source: row for row in SourceLimit.objects.all()} if needs_limits else {}
        return cls(clock.today(), limits, list(ClosingDate.objects.all()))

    def check(self, act, by):
        for entry in act.entries:
            if not entry.reverses_id:  # what takes a line back repeats it, whatever has come into force since
                self.check_days(entry)
                self.check_beneficiary(entry)
                if isinstance(entry, MoneyEntry):
                    self.check_money(entry)
            if act.kind not in NOT_BOUND_BY_CLOSING_DATES:
                self.check_closing_date(entry)
            entry.clean_fields(exclude=["posting"])
            entry.validate_constraints(exclude=["posting"])
        if act.kind == PostingKind.LATE:
            self.check_late(act, by)

    def check_days(self, entry):
        if entry.on > self.today:
            raise ValidationError(
                {"on": f"Ngày {entry.on:%d/%m/%Y} ở sau hôm nay ({self.today:%d/%m/%Y})."}, code="future"
            )
        if not FIRST_YEAR <= entry.budget_year <= LAST_YEAR:
            raise ValidationError({"budget_year": "Năm ngân sách không hợp lệ."}, code="year")
        if not FIRST_YEAR <= entry.on.year:
            raise ValidationError({"on": "Năm của ngày không hợp lệ."}, code="year")
        if abs(entry.on.year - entry.budget_year) > 1 and not entry.note:
            raise ValidationError(
                {
                    "budget_year": f"Năm ngân sách {entry.budget_year} cách ngày {entry.on:%d/%m/%Y} hơn một năm. "
                    "Nếu đúng, hãy ghi lý do ở ô diễn giải."
                },
                code="far",
            )

    @staticmethod
    def check_beneficiary(entry):
        beneficiary = getattr(entry, "beneficiary", None)
        if beneficiary and beneficiary.project_id != entry.project_id:
            raise ValidationError(
                {"beneficiary": "Đơn vị thụ hưởng này không thuộc đề án."}, code="beneficiary"
            )

    def check_money(self, entry):
        limit = self.source_limits.get(entry.source)
        if limit and limit.last_budget_year and entry.budget_year > limit.last_budget_year:
            raise ValidationError(
                {
                    "source": f"{entry.get_source_display()}: năm ngân sách cuối là {limit.last_budget_year} "
                    f"({limit.basis})."
                },
                code="source_ended",
            )
        if (
            limit
            and limit.assigned_until
            and entry.stage == Stage.ASSIGNED
            and entry.on > limit.assigned_until
        ):
            raise ValidationError(
                {
                    "source": f"{entry.get_source_display()}: chỉ giao kế hoạch đến hết ngày "
                    f"{limit.assigned_until:%d/%m/%Y}."
                },
                code="source_ended",
            )
        if entry.stage == Stage.CARRIED and (
            not entry.carried_from or entry.carried_from >= entry.budget_year
        ):
            raise ValidationError(
                {"carried_from": "Ghi năm được chuyển sang, trước năm ngân sách này."}, code="carried_from"
            )

    def closing_day(self, level, budget_year) -> date | None:
        """The last day on which this budget year may be entered without a leader's reason; None if no rule."""
        for row in self.closing_dates:
            last = date(budget_year + 1, row.month, row.day)
            if (
                row.level == level
                and row.valid_from <= last
                and (row.valid_to is None or last <= row.valid_to)
            ):
                return last
        return None

    def check_closing_date(self, entry):
        last = self.closing_day(self.level_of(entry), entry.budget_year)
        if last and self.today > last:
            raise ValidationError(
                {
                    "budget_year": f"Năm ngân sách {entry.budget_year} đã hết hạn nhập số liệu ({last:%d/%m/%Y}). "
                    "Lãnh đạo đơn vị có thể bổ sung, có ghi lý do."
                },
                code="late",
            )

    @staticmethod
    def level_of(entry) -> str:
        if isinstance(entry, MoneyEntry):
            family = FAMILY_OF_SOURCE[entry.source]
            return {Family.KCQG: Level.KCQG, Family.KCDP: Level.KCDP}.get(family, entry.level)
        return entry.level

    @staticmethod
    def check_late(act, by):
        if not act.reason.strip():
            raise ValidationError({"reason": "Bổ sung sau chốt phải ghi lý do."}, code="reason")
        scope = Scope.of(by)
        if not all(scope.leads(entry.unit_id) for entry in act.entries):
            raise ValidationError("Chỉ lãnh đạo đơn vị được bổ sung sau chốt.", code="leader")
