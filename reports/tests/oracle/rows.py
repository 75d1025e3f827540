"""The rows that the oracle works on: whole tables, read once as they stand. The one file that knows their columns."""

from dataclasses import dataclass, field
from datetime import date

from programs import models
from programs.choices import IndicatorKind, ProjectKind


@dataclass(frozen=True)
class Money:
    """A line of money, in đồng."""

    pk: int
    stage: str
    amount: int
    on: date
    budget_year: int
    source: str
    posting_id: int = 1
    project_id: int = 1
    unit_id: int = 1
    origin_id: int = 1
    level: str = "kcdp"
    off_project: bool = False
    activity_id: int = 1
    beneficiary_id: int | None = None
    carried_from: int | None = None
    reverses_id: int | None = None


@dataclass(frozen=True)
class Result:
    """A quantity of an indicator in its steps; of a stock the level stated, which its mirror does not carry."""

    pk: int
    indicator_id: int
    on: date
    budget_year: int
    quantity: int = 0
    level_stated: int | None = None
    kind: str = "actual"
    posting_id: int = 1
    unit_id: int = 1
    origin_id: int = 1
    level: str = "kcdp"
    reverses_id: int | None = None


@dataclass(frozen=True)
class Event:
    """A step of a project."""

    pk: int
    happening: str
    outcome: str
    on: date
    budget_year: int
    posting_id: int = 1
    project_id: int = 1
    unit_id: int = 1
    origin_id: int = 1
    level: str = "kcdp"
    off_project: bool = False
    reverses_id: int | None = None


@dataclass(frozen=True)
class Benefit:
    """A business begins (1) or ceases (-1) to be a beneficiary of a project: it stands while its steps add up to 1."""

    pk: int
    beneficiary_id: int
    business_id: int
    step: int = 1
    posting_id: int = 1
    budget_year: int = 0
    on: date = date.min
    project_id: int = 1
    unit_id: int = 1
    origin_id: int = 1
    level: str = "kcdp"


@dataclass(frozen=True)
class SameBusiness:
    """Two rows that are one business, from a posting on, until the posting that takes it back."""

    business_id: int
    same_as_id: int
    posting_id: int = 1
    undone_posting_id: int | None = None


@dataclass(frozen=True)
class Unit:
    """A province of an era."""

    pk: int
    valid_from: date = date(2008, 8, 1)
    valid_to: date | None = None
    successor_id: int | None = None


@dataclass(frozen=True)
class Member:
    """A province belongs to a region from a day on, as known from one posting to another."""

    province_id: int
    region_id: int
    valid_from: date
    added_id: int | None = None
    ended_id: int | None = None


@dataclass(frozen=True)
class Ledgers:
    """Everything that was ever written, and what it is laid on."""

    money: list[Money] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    benefits: list[Benefit] = field(default_factory=list)
    same: list[SameBusiness] = field(default_factory=list)
    flagships: frozenset[int] = frozenset()
    stocks: frozenset[int] = frozenset()  # indicators that state a level
    codes: dict[int, str] = field(default_factory=dict)  # indicator -> its code
    units: dict[int, Unit] = field(default_factory=dict)
    members: list[Member] = field(default_factory=list)
    lines: dict[tuple[str, int], int] = field(default_factory=dict)  # (drawing, unit) -> line
    by_origin: frozenset[str] = frozenset()  # drawings that lay a row by where its project is carried out


def read() -> Ledgers:
    """One query a table."""
    indicators = list(models.Indicator.objects.values("pk", "code", "kind"))
    drawn = list(
        models.UnitLine.objects.values("boundaries__code", "boundaries__by_origin", "unit_id", "line_id")
    )
    return Ledgers(
        money=_all(models.MoneyEntry, Money),
        results=_all(models.ResultEntry, Result),
        events=_all(models.ProjectEvent, Event),
        benefits=_all(models.BeneficiaryEntry, Benefit),
        same=_all(models.SameBusiness, SameBusiness),
        flagships=frozenset(
            models.Project.objects.filter(kind=ProjectKind.FLAGSHIP).values_list("pk", flat=True)
        ),
        stocks=frozenset(row["pk"] for row in indicators if row["kind"] == IndicatorKind.STOCK),
        codes={row["pk"]: row["code"] for row in indicators},
        units={unit.pk: unit for unit in _all(models.Province, Unit)},
        members=_all(models.RegionMembership, Member),
        lines={(row["boundaries__code"], row["unit_id"]): row["line_id"] for row in drawn},
        by_origin=frozenset(row["boundaries__code"] for row in drawn if row["boundaries__by_origin"]),
    )


def _all(model, kind) -> list:
    """Every row of a table as a plain record; a column that the table does not have keeps the record's default."""
    stored = {"pk", *(column.attname for column in model._meta.concrete_fields)}
    wanted = [name for name in kind.__dataclass_fields__ if name in stored]
    return [kind(**row) for row in model.objects.order_by("pk").values(*wanted)]
