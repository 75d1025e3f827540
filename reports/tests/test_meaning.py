"""Whatever is edited in reference data, by whatever way, figures as of an earlier posting stay what they were."""

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferences.models import ParticipatingUnit
from printing.sums import Body
from programs.choices import Source, Stage
from programs.ledger.asof import head
from programs.ledger.reference import bring_in, change_reference
from programs.models import (
    Activity,
    Boundaries,
    Indicator,
    Province,
    Region,
    RegionMembership,
    ResultEntry,
    UnitLine,
)
from programs.periods import BudgetPeriod
from programs.reference.loader import load
from programs.reference.tests.test_loader import setting, with_rows
from programs.tests.pages import typed
from reports.annexes.country import published_country
from reports.annexes.workbook import annex
from reports.conftest import money
from reports.models import PublishedFigure
from reports.question.asked import ask
from reports.question.reading import read_guests
from reports.review import Review

pytestmark = pytest.mark.django_db

YEAR = BudgetPeriod(2023)
DRAWINGS = ("then", "34", "63")
LENIENT = settings(
    max_examples=settings.default.max_examples // 4,  # each asks the database
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def asked_of_all(db, reference, conference, make_project, write, rf):
    """Ledgers, a conference and a published figure; what all of it says as of a posting, without words."""
    published = PublishedFigure(
        indicator=Indicator.objects.get(code="F.11"), measure="F.11", name="Kinh phí", period="year",
        year_from=2023, year_to=2023, value=300, unit_of_measure="tỷ đồng", amount=300_000_000_000,
        source="https://bao.example.vn",
    )  # fmt: skip
    bring_in([published])
    for key in ("P63-67", "P63-60", "P63-48", "P63-01"):
        project = make_project(key)
        write(
            money(project, Stage.ASSIGNED, 400_000_000),
            money(project, Stage.PAID, 150_000_000, source=Source.KCQG),
            *(
                ResultEntry(
                    project=project, indicator=Indicator.objects.get(code=code), kind="actual", quantity=147,
                    budget_year=2023, on=date(2023, 9, 1),
                )
                for code in ("III.4", "VI.1")
            ),
        )  # fmt: skip

    def told(number):
        return [
            *(figures_of(region, drawing, number) for region in ("MTTN", "NAM") for drawing in DRAWINGS),
            *(numbers_of(drawing, number) for drawing in DRAWINGS),
            published_country(Review(ask(period=YEAR, region="MTTN", posting=number))).published,
            read_guests(rf.get("/", {"conference": conference.code}), number).units,
        ]

    return told


def figures_of(region, drawing, number):
    """What the command prints: every code of every line."""
    out = StringIO()
    options = {"region": region, "year": 2023, "boundaries": drawing, "as_of": str(number), "json": True}
    call_command("figures", stdout=out, **options)
    answer = json.loads(out.getvalue())
    return answer["total"], [
        {key: value for key, value in line.items() if key not in ("name", "note")} for line in answer["lines"]
    ]


def numbers_of(drawing, number):
    """Every number that the annexes by province and by activity print."""
    review = Review(ask(period=YEAR, region="MTTN", boundaries=drawing, posting=number))
    tables = [Body(annex(review, which)) for which in ("2", "3")]
    return sorted(
        value
        for table in tables
        for line in table.lines
        for value in line.values
        if isinstance(value, int | Decimal | Fraction) and not isinstance(value, bool)
    )


class Undone(Exception):
    pass


def unmoved_by(told, edits):
    """Whether as-of answers are what they were after the edits, which are then taken back."""
    number = head()
    before = told(number)
    try:
        with transaction.atomic():
            for edit in edits:
                edit()
            after = told(number)
            raise Undone
    except Undone:
        assert after == before


# --------------------------------------------------------------------------------------------- edits past every form

USED = {
    Province: lambda: Province.objects.filter(successor__isnull=False),
    Indicator: lambda: Indicator.objects.filter(code__in=["III.4", "VI.1", "F.7", "F.11", "F.12", "S.1"]),
    Activity: lambda: Activity.objects.filter(code__in=["III", "III.c"]),
    Boundaries: Boundaries.objects.all,
    UnitLine: UnitLine.objects.all,
    Region: Region.objects.all,
    RegionMembership: RegionMembership.objects.all,
    PublishedFigure: PublishedFigure.objects.all,
    ParticipatingUnit: ParticipatingUnit.objects.all,
}
COLUMNS = [
    (model, column)
    for model in USED
    for column in model._meta.concrete_fields
    if not column.primary_key and column.name not in ("added", "ended")
]
RAW = st.tuples(st.sampled_from(COLUMNS), st.integers(0, 200))


def another(column, value):
    """A value that is not this one: of the same kind, or nothing where there may be nothing."""
    if column.is_relation:
        others = column.related_model._base_manager.exclude(pk=value).order_by("pk")
        return others.first().pk if others and not (column.null and value) else None
    if column.choices:
        return next(choice for choice, _ in column.choices if choice != value)
    if isinstance(column, models.BooleanField):
        return not value
    if isinstance(column, models.DateField):
        return (value or date(2023, 5, 1)) - timedelta(days=400)
    if isinstance(column, models.CharField | models.TextField):
        return f"{value[: (column.max_length or 9) - 1]}x"
    return (value or 0) + 1


def raw(choice):
    (model, column), place = choice
    rows = list(USED[model]().order_by("pk"))
    row = rows[place % len(rows)]
    value = another(column, getattr(row, column.attname))
    try:
        with transaction.atomic():
            model._base_manager.filter(pk=row.pk).update(**{column.attname: value})
    except IntegrityError:
        pass


def test_no_column_of_reference_data_moves_an_as_of_answer(asked_of_all):
    """Each column by a plain UPDATE of the first rows: it is refused, or it is words."""
    choices = [(pair, place) for pair in COLUMNS for place in (0, 1)]
    unmoved_by(asked_of_all, [lambda choice=choice: raw(choice) for choice in choices])


@LENIENT
@given(choices=st.lists(RAW, min_size=1, max_size=30))
def test_no_update_of_reference_data_moves_an_as_of_answer(asked_of_all, choices):
    unmoved_by(asked_of_all, [lambda choice=choice: raw(choice) for choice in choices])


# ----------------------------------------------------------------------------------- edits by the ways that people have


def in_admin(client, row, **values):
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    client.post(page, typed(client, page) | values)


def move_member(client, root, key, region):
    row = RegionMembership.objects.get(province__key=key, ended=None)
    in_admin(client, row, region=Region.objects.get(code=region).pk)


def change_participants(client, root, key, region):
    rows = ParticipatingUnit.objects.standing()
    named = Province.objects.get(key=key)
    if not rows.filter(unit=named).exists():
        added = [ParticipatingUnit(conference=rows.first().conference, unit=named)]
        change_reference(by=root, added=added, ended=[rows.first()])


def change_published(client, root, key, region):
    in_admin(client, PublishedFigure.objects.standing().get(), amount=str(len(key) * 10**9), note=region)


def change_meaning(client, root, key, region):
    in_admin(client, Indicator.objects.get(code="III.4"), scale="2", kind="stock")
    in_admin(client, Province.objects.get(key=key), valid_to="31/12/2022", successor="")
    in_admin(client, Activity.objects.get(code="III.c"), group=Activity.objects.get(code="IV").pk)


def load_anew(client, root, key, region):
    """Another version of the files: members, units and indicators are other ones."""

    def moved(rows):
        return [row | {"region": region} if row["province"] == key else row for row in rows]

    for tables in (
        with_rows(Indicator, setting("III.4", scale="2", kind="stock")),
        with_rows(Province, setting(key, valid_to="2024-12-31", note="Mới")),
        with_rows(RegionMembership, moved),
    ):
        load(tables)


EDITS = (move_member, change_participants, change_published, change_meaning, load_anew)
KEYS = ("P63-67", "P63-60", "P63-48", "P63-01")
EDIT = st.tuples(st.sampled_from(EDITS), st.sampled_from(KEYS), st.sampled_from(["MTTN", "NAM", "BAC"]))


@LENIENT
@given(edits=st.lists(EDIT, min_size=1, max_size=4))
def test_no_edit_in_the_admin_or_by_a_load_moves_an_as_of_answer(asked_of_all, client, root, edits):
    client.force_login(root)
    made = [lambda edit=edit, key=key, to=to: edit(client, root, key, to) for edit, key, to in edits]
    unmoved_by(asked_of_all, made)


@pytest.mark.parametrize("edit", [move_member, change_participants, change_published, load_anew])
def test_what_is_correctable_does_change_what_is_told_today(asked_of_all, client, root, edit):
    """Else the properties above would hold of edits that do nothing."""
    client.force_login(root)
    before = asked_of_all(head())

    edit(client, root, "P63-48", "NAM")

    assert asked_of_all(head()) != before
