"""Minimal valid rows on top of the reference data; dates are arguments."""

from datetime import date

from django.utils import timezone

from accounts.models import User
from programs.choices import DepartmentKind, LegalForm, Level, PostingKind, Role, Source, Stage
from programs.ledger.opening import ship
from programs.models import (
    Activity,
    Business,
    Department,
    LedgerHead,
    Membership,
    MoneyEntry,
    Posting,
    Project,
    Province,
)

LONG_AGO = date(2012, 1, 1)
OF_2023 = {"on": date(2023, 3, 1), "budget_year": 2023}  # a line of a beneficiary


def stand(row):
    """A noun as it stands before anything is told: of posting 0, or once there are others of one of its own."""
    ship(nouns=[row], reason="Có sẵn")
    return row


def reword(row, **values):
    """The noun says something else from here on, by a posting of the portal's own."""
    for name, value in values.items():
        setattr(row, name, value)
    return stand(row)


def province(key):
    return Province.objects.get(key=key)


def user(username, full_name="Nguyễn Văn A", **values):
    return User.objects.create_user(username, full_name=full_name, **values)


def department(name, *, unit=None, region=None, kind=None, valid_from=LONG_AGO, valid_to=None):
    """A Sở of the unit, a centre of the region, or a body of the ministry."""
    if kind is None:
        of_region = DepartmentKind.REGIONAL_CENTRE if region else DepartmentKind.MINISTRY
        kind = DepartmentKind.PROVINCE_DEPARTMENT if unit else of_region
    dates = {"valid_from": valid_from, "valid_to": valid_to}
    return stand(Department(name=name, kind=kind, unit=unit, region=region, **dates))


def membership(person, body, role=Role.OFFICER, valid_from=LONG_AGO, valid_to=None):
    return Membership.objects.create(
        user=person, department=body, role=role, valid_from=valid_from, valid_to=valid_to
    )


def business(unit, name="Cơ sở chế biến cà phê Tâm Châu", **values):
    return stand(Business(unit=unit, name=name, legal_form=LegalForm.HOUSEHOLD, **values))


def project(unit, serial=1, first_year=2023, **values):
    code = f"{unit.key}-KCDP-{first_year}-{serial:03d}"
    values = {"name": f"Ứng dụng máy móc tiên tiến số {serial}", "level": Level.KCDP} | values
    values.setdefault("activity", Activity.objects.get(code="III.c"))
    return stand(Project(unit=unit, serial=serial, first_year=first_year, code=code, **values))


def money_entry(of, by, amount=100_000_000, on=date(2023, 3, 15), budget_year=2023):
    """One line of plan money, written under a posting of its own."""
    number = (Posting.objects.values_list("number", flat=True).first() or 0) + 1
    posting = Posting.objects.create(
        number=number, recorded_at=timezone.now(), recorded_by=by, kind=PostingKind.ENTRY
    )
    return MoneyEntry.objects.create(
        posting=posting,
        project=of,
        unit=of.unit,
        origin=of.unit,
        level=of.level,
        main_activity=of.activity,
        activity=of.activity,
        source=Source.KCDP_PROVINCE,
        stage=Stage.ASSIGNED,
        budget_year=budget_year,
        on=on,
        amount=amount,
    )


def first_posting(by):
    """A posting of nothing: from now on there are as-of answers."""
    LedgerHead.objects.get_or_create(pk=1)
    posting = Posting.objects.create(
        number=1, recorded_at=timezone.now(), recorded_by=by, kind=PostingKind.ENTRY
    )
    LedgerHead.objects.update(number=1, recorded_at=posting.recorded_at)
    return posting
