"""The generator: provinces full of illustrative businesses, projects, money, results and events, in time order."""

import gc
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from accounts.models import User
from programs.choices import (
    IndicatorKind,
    LegalForm,
    Level,
    ProjectKind,
    ResultKind,
    Sector,
    Source,
)
from programs.demo.recipes import MANAGEMENT, PRODUCTS, RECIPES, Recipe
from programs.demo.story import MILLION, DatedAct, Story, mirrored, phase_after
from programs.ledger.posting import Act, post_all
from programs.models import (
    Activity,
    Beneficiary,
    Business,
    Department,
    Indicator,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    Province,
    Region,
    ResultEntry,
)

FILLED = (Business, Project, Beneficiary, Posting, MoneyEntry, ResultEntry, ProjectEvent)

BATCH = 4000  # acts written in one transaction
SHARE_KCQG = 0.21
WITHOUT_KCQG = frozenset({2024})  # as published: in 2024 no national promotion money was assigned
WRITER = "du-lieu-minh-hoa"
YEAR_OF_PLANS = (12, 1)  # plans of a year are decided from December of the year before


@dataclass
class Volume:
    """One run: how many projects in which budget years and provinces; the same seed makes the same rows."""

    counts: dict[int, int]  # budget year -> projects
    seed: int
    region: Region | None  # None: the whole country
    by: object
    today: date
    rng: random.Random = field(init=False)
    waiting: list[DatedAct] = field(default_factory=list)
    businesses: dict[int, list[Business]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self):
        self.provinces = list(Province.objects.order_by("key"))
        self.rng = random.Random(self.seed)  # noqa: S311 invented data, not a secret
        self.activities = {activity.code: activity for activity in Activity.objects.all()}
        self.indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
        self.implementers = {
            department.unit_id: department for department in Department.objects.filter(kind="province_centre")
        }
        self.serials: dict[tuple, int] = defaultdict(int)
        for unit, level, year, serial in Project.objects.values_list(
            "unit_id", "level", "first_year", "serial"
        ):
            self.serials[unit, level, year] = max(serial, self.serials[unit, level, year])
        self.made = 0
        self.made_businesses = Business.objects.filter(illustrative=True).count()

    def run(self) -> int:
        """Write everything; returns the number of projects made."""
        gc.disable()  # a third of the time would go into looking through rows that are all still wanted
        try:
            for year, count in sorted(self.counts.items()):
                self.waiting += self._year(year, count)
                self.waiting.sort(key=lambda act: act.on)
                self._write(before=date(year, *YEAR_OF_PLANS))
            self._write(before=date.max)
        finally:
            gc.enable()
        analyze()
        return self.made

    # --- making ---

    def _year(self, year: int, count: int) -> list[DatedAct]:
        units = self._units(year)
        stories = []
        for _ in range(count):
            unit = self.rng.choice(units)
            stories.append(self._draft(unit, year, self.rng.choices(RECIPES, [r.weight for r in RECIPES])[0]))
        stories += [self._draft(unit, year, MANAGEMENT) for unit in units[: max(1, count // 12)]]
        self._make_businesses(stories)
        kept = [story for story in (self._told(*draft) for draft in stories) if story[1]]
        Project.objects.bulk_create([project for project, _ in kept], BATCH)
        self.made += sum(project.kind != ProjectKind.OFF_PROJECT for project, _ in kept)
        acts = [act for _, acts in kept for act in acts]
        return acts + list(self._without_project(units, year))

    def _units(self, year: int) -> list[Province]:
        """The provinces that decide the plans of a budget year: alive at its beginning, of the region at its end.

        Those that join the region in the next year are filled too, so that it has something to be compared with.
        """
        alive = [unit for unit in self.provinces if is_alive(unit, date(year, 1, 1))]
        if self.region is None:
            return alive
        ends = [date(end, 12, 31) for end in (year, year + 1) if end in self.counts]
        held = frozenset().union(*(self.region.unit_ids(end) for end in ends))
        return [unit for unit in alive if unit.pk in held]

    def _draft(self, unit: Province, year: int, recipe: Recipe) -> tuple[Project, Recipe, str]:
        rng = self.rng
        off = recipe is MANAGEMENT
        national = not off and rng.random() < SHARE_KCQG and year not in WITHOUT_KCQG
        level = Level.KCQG if national else Level.KCDP
        product = rng.choice(PRODUCTS)
        kind = ProjectKind.OFF_PROJECT if off else self._kind(recipe)
        self.serials[unit.pk, level, year] += 1
        serial = self.serials[unit.pk, level, year]
        name = recipe.title.format(product=product)
        project = Project(
            code=f"{unit.key}-{level.upper()}-{year}-{serial:03d}",
            serial=serial,
            name=name if not off else f"{name} năm {year}",
            unit=unit,
            origin_unit=self._origin(unit),
            level=level,
            kind=kind,
            counted=not off,
            activity=self.activities[recipe.activity],
            first_year=year,
            starts_on=date(year, rng.randint(1, 4), 1),
            ends_on=date(year, rng.randint(9, 12), 28),
            implementer=self.implementers.get(unit.pk),
            place=f"Địa bàn minh họa {rng.randint(1, 60):02d}",
            aim="Đề án minh họa, không phải số liệu thật.",
            outcome="",
            note="Minh họa",
            illustrative=True,
        )
        return project, recipe, product

    def _kind(self, recipe: Recipe) -> str:
        if recipe.own_capital and self.rng.random() < 0.15:
            return ProjectKind.GROUP
        return (
            ProjectKind.FLAGSHIP
            if recipe.activity == "III.a" and self.rng.random() < 0.1
            else ProjectKind.SINGLE
        )

    def _origin(self, unit: Province) -> Province | None:
        """For provinces born of the merger: mostly the old province is known, sometimes not."""
        old = [province for province in self.provinces if province.successor_id == unit.pk]
        return self.rng.choice(old) if old and self.rng.random() < 0.7 else None

    def _make_businesses(self, drafts) -> None:
        wanted: dict[Province, int] = defaultdict(int)
        for project, recipe, _ in drafts:
            if recipe.own_business:
                wanted[project.unit] += 3 if project.kind == ProjectKind.GROUP else 1
        new = []
        for unit, number in wanted.items():
            for _ in range(max(2, round(number * 0.8)) - len(self.businesses[unit.pk])):
                new.append(self._business(unit))
                self.businesses[unit.pk].append(new[-1])
        Business.objects.bulk_create(new, BATCH)

    def _business(self, unit: Province) -> Business:
        self.made_businesses += 1
        product = self.rng.choice(PRODUCTS)
        forms = [LegalForm.HOUSEHOLD, LegalForm.COOPERATIVE, LegalForm.COMPANY_LIMITED, LegalForm.PRIVATE]
        return Business(
            name=f"Cơ sở minh họa {self.made_businesses:05d} – {product}",
            legal_form=self.rng.choices(forms, [45, 20, 25, 10])[0],
            unit=unit,
            commune=f"Xã minh họa {self.rng.randint(1, 90):02d}",
            products=product,
            sector=self.rng.choice([Sector.FOOD, Sector.CONSUMER, Sector.HANDICRAFT, Sector.MACHINERY]),
            workers=self.rng.randint(3, 60),
            women_owned=self.rng.random() < 0.3,
            minority_owned=self.rng.random() < 0.2,
            note="Minh họa, không phải cơ sở thật.",
            illustrative=True,
        )

    def _told(self, project: Project, recipe: Recipe, product: str) -> tuple[Project, list[DatedAct]]:
        """The project and those of its acts that lie before today; its phase is where they lead."""
        rng = self.rng
        holders = self._beneficiaries(project, recipe)
        amount = (
            round(rng.triangular(recipe.low, recipe.high, min(recipe.high, recipe.low * 1.8)) * 10)
            * MILLION
            // 10
        )
        amount *= max(1, len(holders))
        source = Source.KCQG if project.level == Level.KCQG else self._local_source(project)
        results = [
            (self.indicators[code], rng.randint(least, most) * max(1, len(holders)))
            for code, least, most in recipe.results
        ]
        own = round(amount * rng.uniform(1.0, 2.4) / MILLION) * MILLION if recipe.own_capital else 0
        acts = [
            act
            for act in Story(project, source, amount, rng).tell(results, own, holders)
            if act.on <= self.today
        ]
        project.phase = phase_after(acts)
        return project, acts

    def _local_source(self, project: Project) -> str:
        has_districts = project.unit.valid_to is not None
        return Source.KCDP_DISTRICT if has_districts and self.rng.random() < 0.12 else Source.KCDP_PROVINCE

    def _beneficiaries(self, project: Project, recipe: Recipe) -> list[Beneficiary]:
        pool = self.businesses[project.unit_id]
        if not recipe.own_business or not pool:
            return []
        number = self.rng.randint(2, 4) if project.kind == ProjectKind.GROUP else 1
        return [
            Beneficiary(
                project=project,
                business=business,
                unit_id=project.unit_id,
                origin_id=project.origin_id_or_unit,
                level=project.level,
                place=business.commune,
            )
            for business in self.rng.sample(pool, min(number, len(pool)))
        ]

    def _without_project(self, units: Iterable[Province], year: int) -> Iterator[DatedAct]:
        """Collaborators (a stock, stored as changes) of each province."""
        collaborators = self.indicators["IX.3"]
        assert collaborators.kind == IndicatorKind.STOCK  # noqa: S101 the reference data say so
        for unit in units:
            change = self.rng.randint(30, 90) if year == min(self.counts) else self.rng.randint(-4, 6)
            on = date(year, 1, self.rng.randint(5, 28))
            if change and on <= self.today:
                entry = ResultEntry(
                    unit=unit, indicator=collaborators, kind=ResultKind.ACTUAL, level=Level.KCDP,
                    budget_year=year, on=on, quantity=change,
                )  # fmt: skip
                yield DatedAct(on, entries=[entry])

    # --- writing ---

    def _write(self, before: date) -> None:
        """Post, in time order, what is dated before a day; the rest waits for the acts of the next year."""
        ready = [act for act in self.waiting if act.on < before]
        self.waiting = self.waiting[len(ready) :]
        for start in range(0, len(ready), BATCH):
            self._post(ready[start : start + BATCH])

    def _post(self, acts: list[DatedAct]) -> None:
        # a reversal needs its original saved: those that fall into one batch are written in two steps
        pending: list[DatedAct] = []
        for act in acts:
            originals = [entry[1] for entry in act.entries if isinstance(entry, tuple)]
            if any(original.pk is None for original in originals):
                self._post_now(pending)
                pending = []
            pending.append(act)
        self._post_now(pending)

    def _post_now(self, acts: list[DatedAct]) -> None:
        if not acts:
            return
        for act in acts:
            for entry in act.entries:
                if not isinstance(entry, tuple) and entry.project is not None:
                    entry.project = entry.project  # it was saved after the story was told: takes its id
        written = [Act(act.kind, mirrored(act.entries), act.reason) for act in acts]
        postings = post_all(by=self.by, acts=written, illustrative=True, batch_size=BATCH)
        joined = []
        for act, posting in zip(acts, postings, strict=True):
            for beneficiary in act.beneficiaries:
                beneficiary.added = posting
                beneficiary.project = beneficiary.project
                joined.append(beneficiary)
        Beneficiary.objects.bulk_create(joined, BATCH)


def illustrative_writer() -> User:
    """The account in whose name illustrative rows are written; nobody can sign in with it."""
    user, made = User.objects.get_or_create(
        username=WRITER, defaults={"full_name": "Bộ tạo dữ liệu minh họa", "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save()
    return user


def is_alive(unit: Province, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)


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
