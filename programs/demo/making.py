"""What the generator makes: the businesses, projects and acts of one budget year, invented and not yet saved."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from programs.choices import IndicatorKind, LegalForm, Level, ProjectKind, ResultKind, Sector, Source
from programs.demo.lives import MILLION, DatedAct, ProjectLife
from programs.demo.recipes import MANAGEMENT, PRODUCTS, RECIPES, Recipe
from programs.ledger.stocks import statement
from programs.models import (
    Activity,
    Beneficiary,
    Business,
    Department,
    Indicator,
    Project,
    ProjectEvent,
    Province,
    Region,
)
from programs.projects.steps import phase_after

SHARE_KCQG = 0.21
WITHOUT_KCQG = frozenset({2024})  # as published: in 2024 no national promotion money was assigned


@dataclass
class Made:
    """The rows of one budget year."""

    businesses: list[Business]
    projects: list[Project]
    acts: list[DatedAct]


class Maker:
    """Invents budget years one after the other; the same seed makes the same rows."""

    def __init__(self, years: Iterable[int], seed: int, region: Region | None, today: date):
        self.years, self.region, self.today = frozenset(years), region, today
        self.rng = random.Random(seed)  # noqa: S311 invented data, not a secret
        self.provinces = list(Province.objects.order_by("key"))
        self.activities = {activity.code: activity for activity in Activity.objects.all()}
        self.indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
        self.implementers = {
            department.unit_id: department for department in Department.objects.filter(kind="province_centre")
        }
        self.businesses: dict[int, list[Business]] = defaultdict(list)
        self.collaborators: dict[int, int] = {}  # province -> how many it stated last
        self.made_businesses = Business.objects.filter(illustrative=True).count()

    def year(self, year: int, count: int) -> Made:
        """The rows of one budget year, none of them saved; what would happen after today does not."""
        units = self._units(year)
        drafts = []
        for _ in range(count):
            unit = self.rng.choice(units)
            drafts.append(self._draft(unit, year, self.rng.choices(RECIPES, [r.weight for r in RECIPES])[0]))
        drafts += [self._draft(unit, year, MANAGEMENT) for unit in units[: max(1, count // 12)]]
        businesses = self._businesses(drafts)
        told = [pair for pair in (self._told(*draft) for draft in drafts) if pair[1]]
        acts = [act for _, acts in told for act in acts]
        return Made(businesses, [project for project, _ in told], acts + list(self._own_results(units, year)))

    def _units(self, year: int) -> list[Province]:
        """The provinces that decide the plans of a budget year: alive at its beginning, of the region at its end.

        Those that join the region in the next year are filled too, so that it has something to be compared with.
        """
        alive = [unit for unit in self.provinces if is_alive(unit, date(year, 1, 1))]
        if self.region is None:
            return alive
        ends = [date(end, 12, 31) for end in (year, year + 1) if end in self.years]
        held = frozenset().union(*(self.region.unit_ids(end) for end in ends))
        return [unit for unit in alive if unit.pk in held]

    def _draft(self, unit: Province, year: int, recipe: Recipe) -> tuple[Project, Recipe, str]:
        rng = self.rng
        off = recipe is MANAGEMENT
        national = not off and rng.random() < SHARE_KCQG and year not in WITHOUT_KCQG
        level = Level.KCQG if national else Level.KCDP
        product = rng.choice(PRODUCTS)
        kind = ProjectKind.OFF_PROJECT if off else self._kind(recipe)
        name = recipe.title.format(product=product)
        project = Project(
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

    def _businesses(self, drafts) -> list[Business]:
        """As many new ones as these projects need beside those that are there."""
        wanted: dict[Province, int] = defaultdict(int)
        for project, recipe, _ in drafts:
            if recipe.own_business:
                wanted[project.unit] += 3 if project.kind == ProjectKind.GROUP else 1
        new = []
        for unit, number in wanted.items():
            for _ in range(max(2, round(number * 0.8)) - len(self.businesses[unit.pk])):
                new.append(self._business(unit))
                self.businesses[unit.pk].append(new[-1])
        return new

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
            for act in ProjectLife(project, source, amount, rng).tell(results, own, holders)
            if act.on <= self.today
        ]
        project.phase = phase_after(
            row for act in acts for row in act.entries if isinstance(row, ProjectEvent)
        )
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
                place=business.commune,
            )
            for business in self.rng.sample(pool, min(number, len(pool)))
        ]

    def _own_results(self, units: Iterable[Province], year: int) -> Iterator[DatedAct]:
        """Collaborators, a stock: a province states once a year how many there are, some more or fewer than before."""
        collaborators = self.indicators["IX.3"]
        assert collaborators.kind == IndicatorKind.STOCK  # noqa: S101 the reference data say so
        for unit in units:
            change = self.rng.randint(30, 90) if year == min(self.years) else self.rng.randint(-4, 6)
            on = date(year, 1, self.rng.randint(5, 28))
            merged = [old.pk for old in self.provinces if old.successor_id == unit.pk]
            held = [self.collaborators.pop(pk, 0) for pk in (unit.pk, *merged)]
            self.collaborators[unit.pk] = level = max(0, sum(held) + change)
            if on <= self.today:
                entry = statement(
                    unit=unit, indicator=collaborators, kind=ResultKind.ACTUAL, level=Level.KCDP,
                    on=on, level_stated=level,
                )  # fmt: skip
                yield DatedAct(on, entries=[entry])


def is_alive(unit: Province, day: date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)
