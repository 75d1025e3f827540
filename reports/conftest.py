"""The world of report tests: the real reference data, an officer of Lâm Đồng, small projects with money."""

from datetime import date

import pytest
from django.core.management import call_command

from conferences.models import Conference, ConferenceSeries, ParticipatingUnit
from programs.choices import LegalForm, Level, PostingKind, ResultKind, Role, Source, Stage
from programs.ledger.dimensions import reversal_of
from programs.ledger.posting import post
from programs.ledger.reference import bring_in
from programs.ledger.stocks import statement
from programs.models import (
    Activity,
    Beneficiary,
    Business,
    Department,
    Indicator,
    Membership,
    MoneyEntry,
    Project,
    Province,
    Region,
)
from programs.periods import BudgetPeriod
from programs.projects.beneficiaries import joining
from programs.tests.factories import stand
from reports.figures.figures import Money
from reports.question.asked import ask

WRITTEN_FOR = ("P34-68", "P34-48", "P34-52", "P34-01", "P34-38")  # with what was merged into each


@pytest.fixture
def writer(lan):
    """Lan, who leads in the provinces of these tests: may also write what is past its closing date, with a reason."""
    for body in Department.objects.filter(unit__key__in=WRITTEN_FOR, kind="province_department"):
        if body.unit.key != "P34-68":  # there she works already
            Membership.objects.create(user=lan, department=body, role=Role.LEADER, valid_from=body.valid_from)
    return lan


@pytest.fixture
def make_project(db, reference):
    serials = {}

    def make(unit="P63-67", level=Level.KCDP, year=2023, activity="III.c", **values):
        serial = serials[unit] = serials.get(unit, 0) + 1
        made = Project(
            code=f"{unit}-{level}-{year}-{serial:03d}",
            serial=serial,
            name=f"Đề án số {serial}",
            unit=Province.objects.get(key=unit),
            level=level,
            activity=Activity.objects.get(code=activity),
            first_year=year,
            **values,
        )
        return stand(made)

    return make


def money(project, stage, amount, on=date(2023, 3, 15), year=2023, source=Source.KCDP_PROVINCE, **values):
    return MoneyEntry(
        project=project, stage=stage, amount=amount, on=on, budget_year=year, source=source, **values
    )


YEAR = BudgetPeriod(2023)


def asked_of(period=YEAR, **options):
    """The region of Miền Trung - Tây Nguyên asked for, unless the options say another place."""
    return ask(period=period, **{"region": "MTTN"} | options)


def by_province(answer):
    """{key of the line's province: its figures}; of a question of one block."""
    keys = dict(Province.objects.values_list("pk", "key"))
    return {keys[key.line]: found for key, found in answer.lines.items()}


def amounts(plan=0, done=0, **by_stage):
    """Money by hand: amounts(plan=5, paid=3)."""
    return Money(plan, done, tuple(by_stage.get(stage, 0) for stage in Stage))


@pytest.fixture
def write(writer):
    """Post rows, one posting each call, after the closing dates of their years; `illustrative` marks them."""

    def write(*entries, illustrative=False, **rows):
        return post(
            by=writer,
            kind=PostingKind.LATE,
            reason="Bổ sung",
            entries=entries,
            illustrative=illustrative,
            **rows,
        )

    return write


@pytest.fixture
def state(write):
    """State a level of collaborators, in a posting of its own, with what it puts right if anything."""

    def state(number, on, unit="P63-67", instead_of=None, code="IX.3", **values):
        values = {"kind": ResultKind.ACTUAL, "level": Level.KCDP} | values
        made = statement(
            unit=Province.objects.get(key=unit),
            indicator=Indicator.objects.get(code=code),
            on=on,
            level_stated=number,
            **values,
        )
        write(*([reversal_of(instead_of)] if instead_of else []), made)
        return made

    return state


@pytest.fixture
def make_beneficiary(write):
    """A business that benefits from a project from this day and budget year on, or from long before the tests' days."""

    def make(project, name="Cơ sở Một", unit=None, on=None, budget_year=None):
        on = on or max(date(2022, 1, 10), project.unit.valid_from)
        place = Province.objects.get(key=unit) if unit else project.unit
        business = Business.objects.filter(name=name, unit=place).first() or stand(
            Business(name=name, unit=place, legal_form=LegalForm.HOUSEHOLD)
        )
        beneficiary = Beneficiary(project=project, business=business)
        write(joining(beneficiary, on=on, budget_year=budget_year or on.year))
        return beneficiary

    return make


@pytest.fixture
def begin(write):
    """A project of a province that ended begins in its life, in the budget year 2024; gives it back."""

    def begin(project):
        if project.unit.valid_to:
            write(money(project, Stage.ASSIGNED, 5, on=date(2024, 1, 5), year=2024))
        return project

    return begin


@pytest.fixture
def plan(write):
    def plan(project, amount=100, illustrative=False, **values):
        return write(money(project, Stage.ASSIGNED, amount, **values), illustrative=illustrative)

    return plan


# ----------------------------------------------------------------------------------------------- readers of reports


@pytest.fixture
def lam_dong(an):
    return an


@pytest.fixture
def gia_lai(binh):
    return binh


@pytest.fixture
def ministry(chi):
    return chi


@pytest.fixture
def centre(vu):
    return vu


@pytest.fixture
def look(client):
    """look(user, address) -> the answer, signed in as that person."""

    def look(user, address):
        client.force_login(user)
        return client.get(address)

    return look


@pytest.fixture
def volume(db, reference):
    """A small region of generated projects: every stage, level, kind and content."""
    call_command("make_volume", projects=60, seed=7, verbosity=0)


@pytest.fixture
def two_provinces(make_project, make_beneficiary, write):
    """Đắk Nông and Gia Lai, each with a project of its own."""
    dak_nong, gia_lai = make_project("P63-67"), make_project("P63-64", level="kcqg")
    make_beneficiary(dak_nong, "Cơ sở Đắk Mil")
    for project, plan, done, source in (
        (dak_nong, 200_000_000, 150_000_000, Source.KCDP_PROVINCE),
        (gia_lai, 100_000_000, 30_000_000, Source.KCQG),
    ):
        write(
            money(project, Stage.ASSIGNED, plan, source=source),
            money(project, Stage.PAID, done, source=source, on=date(2023, 8, 1)),
        )
    return dak_nong, gia_lai


@pytest.fixture
def conference(reference, db):
    """The conference of 2023 with two of its provinces on the list."""
    series = ConferenceSeries.objects.create(
        code="kc", name="Khuyến công vùng", title="Hội nghị khuyến công {vung}"
    )
    made = Conference.objects.create(
        code="MTTN-KC-2023",
        series=series,
        region=Region.objects.get(code="MTTN"),
        edition=13,
        year=2023,
        starts_on=date(2023, 10, 26),
        review_year=2022,
        review_months=9,
    )
    units = Province.objects.filter(key__in=("P63-67", "P63-68")).order_by("pk")
    bring_in([ParticipatingUnit(conference=made, unit=unit) for unit in units])
    return made
