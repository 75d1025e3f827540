"""The published projects: real facts, each with its source, posted with their own dates and today's number.

What a source does not say for sure stays out of the ledgers: a project without a sure level or year has no entries, a
shared or rounded amount is told in the note alone. Where a day is unknown the entry bears a conventional one and says so.
"""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from accounts import clock
from accounts.models import User
from programs.access import CommandWriter
from programs.businesses.register import keep_all
from programs.choices import Happening, Outcome, PostingKind, ProjectKind, Source, Stage
from programs.ledger.acts import Act
from programs.ledger.posting import post_all
from programs.models import (
    Activity,
    Beneficiary,
    Business,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    Province,
)
from programs.projects.beneficiaries import joining
from programs.projects.register import register_all
from programs.projects.steps import phase_after

FILE = Path(__file__).resolve().parent / "projects.csv"
WRITER = "nap-du-lieu-cong-bo"
REASON = "Nạp đề án đã công bố"
BY_CONVENTION = "Ngày quy ước"


def published_writer() -> CommandWriter:
    """Who writes published facts: a load, and the projects and businesses that it names."""
    user, made = User.objects.get_or_create(
        username=WRITER, defaults={"full_name": "Nạp dữ liệu công bố", "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save()
    return CommandWriter(user, frozenset({PostingKind.IMPORT, PostingKind.PROJECT, PostingKind.BUSINESS}))


@transaction.atomic
def load_projects() -> int:
    """All published projects or, if they were loaded before, none; returns how many are new."""
    by = published_writer()
    if Posting.objects.filter(recorded_by=by.account).exists():
        return 0
    loader = _Loader(by, clock.today())
    with FILE.open(encoding="utf-8", newline="") as file:
        told = [loader.tell(row) for row in csv.DictReader(file)]
    loader.bring_in(told)
    return len(told)


@dataclass
class Told:
    """One row of the file as rows of the database, not yet saved."""

    project: Project
    businesses: list[Business]
    amount: int | None
    entries: list
    last_day: date  # of its year, its province and until today: where the source tells no other


class _Loader:
    def __init__(self, by: CommandWriter, today: date):
        self.by, self.today = by, today
        self.units = {unit.key: unit for unit in Province.objects.all()}
        self.activities = {activity.code: activity for activity in Activity.objects.all()}

    def tell(self, row: dict[str, str]) -> Told:
        project = self.project(row)
        support = int(row["support"]) if row["support"] else None
        entries = []
        if row["sure_level"] and row["sure_year"]:
            entries = Entries(project, row, self.today).all()
        elif support:
            millions = f"{support / 1_000_000:g}".replace(".", ",")
            project.note += f" Nguồn nêu mức hỗ trợ {millions} triệu đồng."
        businesses = [
            self.business(project.unit, text, row["source"])
            for text in row["beneficiaries"].split(";")
            if text
        ]
        amount = support if len(businesses) == 1 else None
        return Told(project, businesses, amount, entries, last_day_of(project, self.today))

    def project(self, row) -> Project:
        unit, level, year = self.units[row["unit"]], row["level"], int(row["year"])
        return Project(
            name=row["name"],
            unit=unit,
            origin_unit=self.units.get(row["origin_unit"]),
            level=level,
            kind=ProjectKind(row["kind"]),
            activity=self.activities[row["activity"]],
            first_year=year,
            implementer_name=row["implementer_name"],
            place=row["place"],
            outcome=row["outcome"],
            note=row["note"],
            source=row["source"],
        )

    @staticmethod
    def business(unit: Province, text: str, source: str) -> Business:
        name, legal_form, district, commune = text.split("|")
        return Business(
            unit=unit, name=name, legal_form=legal_form, district=district, commune=commune, source=source
        )

    def bring_in(self, told: list[Told]) -> None:
        how = {"by": self.by, "reason": REASON}
        for one in told:
            one.project.phase = phase_after(e for e in one.entries if isinstance(e, ProjectEvent))
        register_all(projects=[one.project for one in told], **how)
        keep_all(businesses=[business for one in told for business in one.businesses], **how)
        acts = [self.act(one) for one in told]
        post_all(by=self.by, acts=[act for act in acts if any(act.rows)])

    @staticmethod
    def act(one: Told) -> Act:
        """Its businesses benefit from the day of its first line on."""
        for entry in one.entries:
            entry.project = one.project  # saved by now: takes its id
        on = min((entry.on for entry in one.entries), default=one.last_day)
        joined = [
            joining(
                Beneficiary(project=one.project, business=business, amount=one.amount, place=business.place),
                on=on,
                budget_year=one.project.first_year,
                note=BY_CONVENTION,
            )
            for business in one.businesses
        ]
        return Act(PostingKind.IMPORT, [*one.entries, *joined], f"{REASON}: {one.project.source}")


def last_day_of(project: Project, today: date) -> date:
    return min(date(project.first_year, 12, 31), project.unit.valid_to or date.max, today)


class Entries:
    """The entries of one project of sure level and year."""

    def __init__(self, project: Project, row: dict[str, str], today: date):
        self.project, self.row = project, row
        self.year = project.first_year
        self.last_day = last_day_of(project, today)
        self.accepted = self.day("accepted_on")
        self.contracted = self.day("contracted_on")

    def day(self, column: str) -> date | None:
        text = self.row[column]
        return min(date.fromisoformat(text), self.last_day) if text else None

    def all(self) -> list:
        made = []
        planned_on = min(day for day in (self.contracted, self.accepted, self.last_day) if day)
        if self.row["support"]:
            note = f"{BY_CONVENTION}: nguồn nêu mức hỗ trợ, không nêu quyết định"
            made.append(self.event(Happening.APPROVED, planned_on, note))
            made.append(self.planned("support", Source(self.row["money_source"]), planned_on))
        if self.row["counterpart"]:
            made.append(self.planned("counterpart", Source.OWN, planned_on))
        if self.contracted:
            made.append(self.event(Happening.CONTRACTED, self.contracted))
        if self.accepted:
            known_to = {"year": "năm", "month": "tháng"}.get(self.row["accepted_known_to"])
            note = f"{BY_CONVENTION}: nguồn chỉ nêu {known_to} nghiệm thu" if known_to else ""
            made.append(self.event(Happening.ACCEPTED, self.accepted, note))
        if withdrew_on := self.day("withdrew_on"):
            note = "Cơ sở xin rút do thiếu vốn đối ứng"
            made.append(self.event(Happening.APPRAISED, withdrew_on, note, Outcome.REFUSED))
        return made

    def event(self, happening, on, note="", outcome=Outcome.DONE) -> ProjectEvent:
        return ProjectEvent(
            project=self.project,
            happening=happening,
            outcome=outcome,
            on=on,
            budget_year=self.year,
            note=note,
        )

    def planned(self, column: str, source: str, on: date) -> MoneyEntry:
        return MoneyEntry(
            project=self.project,
            stage=Stage.ASSIGNED,
            source=source,
            amount=int(self.row[column]),
            on=on,
            budget_year=self.year,
            note=BY_CONVENTION,
        )
