"""The generator: provinces full of illustrative businesses, projects, money, results and events, in time order."""

import gc
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from accounts.models import User
from programs.access import CommandWriter
from programs.businesses.register import keep_all
from programs.choices import PostingKind, ProjectKind
from programs.demo.lives import DatedAct, mirrored
from programs.demo.making import Maker
from programs.ledger.acts import Act
from programs.ledger.posting import post_all
from programs.models import (
    Beneficiary,
    BeneficiaryEntry,
    Business,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    Region,
    ResultEntry,
)
from programs.projects.register import register_all

FILLED = (
    Business,
    Project,
    Beneficiary,
    Posting,
    MoneyEntry,
    ResultEntry,
    ProjectEvent,
    BeneficiaryEntry,
)

BATCH = 4000  # acts written in one transaction
WRITER = "du-lieu-minh-hoa"
YEAR_OF_PLANS = (12, 1)  # plans of a year are decided from December of the year before


@dataclass
class Volume:
    """One run: how many projects in which budget years and provinces; the same seed makes the same rows."""

    counts: dict[int, int]  # budget year -> projects
    seed: int
    region: Region | None  # None: the whole country
    by: CommandWriter
    today: date
    waiting: list[DatedAct] = field(default_factory=list)
    made: int = 0

    def run(self) -> int:
        """Write everything; returns the number of projects made."""
        maker = Maker(self.counts, self.seed, self.region, self.today)
        gc.disable()  # a third of the time would go into looking through rows that are all still wanted
        try:
            for year, count in sorted(self.counts.items()):
                made = maker.year(year, count)
                how = {"by": self.by, "illustrative": True, "batch_size": BATCH}
                keep_all(businesses=made.businesses, **how)
                register_all(projects=made.projects, **how)
                self.made += sum(project.kind != ProjectKind.OFF_PROJECT for project in made.projects)
                self.waiting = sorted(self.waiting + made.acts, key=lambda act: act.on)
                self._write(before=date(year, *YEAR_OF_PLANS))
            self._write(before=date.max)
        finally:
            gc.enable()
        analyze()
        return self.made

    def _write(self, before: date) -> None:
        """Post, in time order, what is dated before a day; the rest waits for the acts of the next year."""
        ready = [act for act in self.waiting if act.on < before]
        self.waiting = self.waiting[len(ready) :]
        for start in range(0, len(ready), BATCH):
            self._post(ready[start : start + BATCH])

    def _post(self, acts: list[DatedAct]) -> None:
        # A reversal needs its original saved, money its beneficiary: those of one batch are written in two steps.
        pending: list[DatedAct] = []
        for act in acts:
            needed = [
                entry[1] if isinstance(entry, tuple) else entry.beneficiary
                for entry in act.entries
                if isinstance(entry, tuple | MoneyEntry)
            ]
            if any(row is not None and row.pk is None for row in needed):
                self._post_now(pending)
                pending = []
            pending.append(act)
        self._post_now(pending)

    def _post_now(self, acts: list[DatedAct]) -> None:
        if not acts:
            return
        for act in acts:
            for row in act.entries:
                if isinstance(row, BeneficiaryEntry):
                    row.beneficiary.project, row.beneficiary.business = row.beneficiary.project, row.business
                elif not isinstance(row, tuple) and row.project is not None:
                    row.project = row.project  # it was saved after its life was told: takes its id
                if isinstance(row, MoneyEntry):
                    row.beneficiary = row.beneficiary
        written = [Act(PostingKind.IMPORT, mirrored(act.entries), act.reason) for act in acts]
        post_all(by=self.by, acts=written, illustrative=True, batch_size=BATCH)


def illustrative_writer() -> CommandWriter:
    """Who writes illustrative rows: what was invented comes in as a load does, and in no other way."""
    account, made = User.objects.get_or_create(
        username=WRITER, defaults={"full_name": "Bộ tạo dữ liệu minh họa", "is_active": False}
    )
    if made:
        account.set_unusable_password()
        account.save()
    return CommandWriter(account, frozenset({PostingKind.IMPORT, PostingKind.PROJECT, PostingKind.BUSINESS}))


def spread(projects: int, years: range) -> dict[int, int]:
    """As many projects in each year, give or take one."""
    whole, left = divmod(projects, len(years))
    return {year: whole + (position < left) for position, year in enumerate(years)}


def analyze() -> None:
    """Let the database learn what our tables hold now; not its own catalogues, which others may be locking."""
    names = [connection.ops.quote_name(model._meta.db_table) for model in FILLED]
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"ANALYZE {name}")
