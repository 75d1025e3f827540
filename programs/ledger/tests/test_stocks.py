"""How the level of a stock is stated, and what neither the way in nor the database takes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.lifting import lifted
from programs.choices import Level, PostingKind, ResultKind
from programs.ledger import entries
from programs.ledger.asof import head
from programs.ledger.dimensions import reversal_of
from programs.ledger.posting import post
from programs.ledger.stocks import statement
from programs.models import Beneficiary, Posting, ResultEntry
from programs.projects.beneficiaries import add_beneficiary
from programs.tests.factories import OF_2023

YEAR_END = date(2023, 12, 31)


@pytest.fixture
def unsaved(world):
    def make(level=10, on=YEAR_END, **values):
        defaults = {
            "unit": world.old_lam_dong,
            "indicator": world.collaborators,
            "kind": ResultKind.ACTUAL,
            "level": Level.KCDP,
        }
        return statement(on=on, level_stated=level, **defaults | values)

    return make


@pytest.fixture
def raw(an):
    """Insert a row past every rule of the way in, under a posting of its own."""

    @transaction.atomic
    def insert(entry):
        entry.posting = Posting.objects.create(
            number=head() + 1, recorded_at=timezone.now(), recorded_by=an, kind=PostingKind.ENTRY
        )
        entry.origin_id = entry.unit_id
        ResultEntry.objects.bulk_create([entry])

    return insert


WRONG = {  # what is wrong with a statement -> its words
    "negative": (lambda s: {"level": -1}, "không được âm"),
    "quantity": (lambda s: {"quantity": 3}, "số lượng của dòng này là 0"),
    "budget year": (lambda s: {"budget_year": 2024}, "là của năm ngân sách 2023"),
    "project": (lambda s: {"project": s.project}, "không thuộc đề án"),
    "activity": (lambda s: {"activity": s.project.activity}, "không thuộc đề án"),
    "beneficiary": (lambda s: {"project": s.project, "beneficiary": s.beneficiary}, "không thuộc đề án"),
}


@pytest.fixture
def someone(an, project, make_business):
    beneficiary = Beneficiary(project=project, business=make_business())
    add_beneficiary(beneficiary=beneficiary, by=an, **OF_2023)
    project.beneficiary = beneficiary
    project.project = project
    return project


@pytest.mark.parametrize("wrong", WRONG)
def test_what_a_statement_may_not_say_is_refused_in_words_and_by_the_database(
    an, unsaved, raw, someone, wrong
):
    values, words = WRONG[wrong]
    made = unsaved(level=values(someone).pop("level", 10))
    for name, value in values(someone).items():
        setattr(made, "level_stated" if name == "level" else name, value)

    with pytest.raises(IntegrityError, match="Mức là của cả tỉnh"):
        raw(made)
    with pytest.raises(ValidationError, match=words):
        entries.add_result(entry=made, by=an)


@pytest.mark.parametrize("of_stock", [True, False])
def test_a_stock_is_stated_and_nothing_else_is(an, unsaved, raw, world, of_stock):
    wrong = unsaved()
    if of_stock:
        wrong.level_stated, wrong.quantity = None, 10
    else:
        wrong.indicator = world.awards

    with pytest.raises(IntegrityError, match="ghi bằng mức tính đến ngày"):
        raw(wrong)
    with pytest.raises(ValidationError, match="Ghi mức" if of_stock else "không ghi mức"):
        entries.add_result(entry=wrong, by=an)


def test_zero_stays_refused_of_what_is_no_statement(an, result, project):
    with pytest.raises(ValidationError, match="Số lượng phải khác 0"):
        entries.add_result(entry=result(project, quantity=0), by=an)


def test_what_takes_a_level_back_states_none(an, unsaved, raw):
    made = entries.add_result(entry=unsaved(), by=an)
    mirror = reversal_of(made)
    assert (mirror.level_stated, mirror.quantity) == (None, 0)
    mirror.level_stated = 10

    with pytest.raises(IntegrityError):
        raw(mirror)
    entries.correct(entry=made, by=an, reason="Ghi nhầm")

    assert list(ResultEntry.objects.order_by("pk").values_list("level_stated", "quantity")) == [
        (10, 0),
        (None, 0),
    ]


# ------------------------------------------------------------------------------------------------- closed years


@pytest.mark.parametrize("year", [2022, 2023])
def test_a_level_dated_into_a_closed_year_is_refused_whatever_its_year(an, closed, unsaved, raw, year):
    """Lâm Đồng's 2023 is closed up to 30/9/2023: a level of 2022 would hold there, too."""
    late = unsaved(on=date(year, 9, 15))

    with pytest.raises(ValidationError, match="Số liệu năm ngân sách 2023 .* đã chốt"):
        entries.add_result(entry=late, by=an)
    with pytest.raises(IntegrityError, match="đã chốt"):
        raw(late)


def test_a_level_after_the_closed_day_is_taken(an, closed, unsaved):
    assert entries.add_result(entry=unsaved(on=date(2023, 10, 1)), by=an).pk


def test_a_level_of_an_earlier_year_is_not_taken_back_under_a_closed_one(an, minh, unsaved, request):
    made = entries.add_result(entry=unsaved(on=date(2022, 5, 5)), by=an)
    request.getfixturevalue("closed")

    with pytest.raises(ValidationError, match="đã chốt"):
        entries.correct(entry=made, by=an, reason="Ghi nhầm")


# ------------------------------------------------------------------------- lines of the time when changes were stored


@pytest.fixture
def change(an, unsaved):
    """A line that gave a change back once, and states nothing."""
    beside = entries.add_result(entry=unsaved(), by=an)
    old = unsaved()
    old.level_stated, old.quantity, old.posting, old.origin = None, -5, beside.posting, old.unit
    with lifted(connection, "Dòng của cách ghi cũ", tables=["programs_resultentry"]):
        ResultEntry.objects.bulk_create([old])
    return old


def test_a_change_is_told_as_counted_nowhere_and_not_put_right(an, sign_in, change):
    with pytest.raises(ValidationError, match="số bù của cách ghi cũ"):
        entries.correct(entry=change, by=an, reason="Ghi nhầm")

    rows = sign_in(an).get(reverse("result_list")).context["rows"]
    states = {str(row["cells"][6][1]): str(row["cells"][8][1]) for row in rows}
    assert states == {"10": "Đang tính", "−5": "Không tính: số bù của cách ghi cũ"}


def test_levels_posted_together_stand_in_their_order(an, unsaved):
    first, second = unsaved(10), unsaved(20)
    post(by=an, kind=PostingKind.ENTRY, entries=[first, second])

    (holds,) = ResultEntry.objects.stated(YEAR_END, head())
    assert holds.level_stated == 20
