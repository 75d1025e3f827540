import pytest
from django.core.exceptions import ValidationError

from programs.choices import DatabaseKind, PostingKind
from programs.ledger.entries import add_money
from programs.ledger.posting import post
from programs.models import Installation, MoneyEntry, Posting


def test_first_entry_decides_that_a_database_is_real_and_refuses_the_illustration(an, make_project, money):
    project = make_project(an)
    add_money(entry=money(project), by=an)

    with pytest.raises(ValidationError, match="chứa số liệu thật"):
        post(by=an, kind=PostingKind.IMPORT, entries=[money(project)], illustrative=True)

    assert Installation.objects.get().kind == DatabaseKind.REAL
    assert MoneyEntry.objects.count() == 1


def test_demo_stays_a_demo_and_its_rows_are_marked(an, lan, make_project, money):
    project = make_project(an)

    post(by=lan, kind=PostingKind.IMPORT, entries=[money(project)], illustrative=True)
    add_money(entry=money(project), by=an)

    assert Installation.objects.get().kind == DatabaseKind.DEMO
    assert list(MoneyEntry.objects.order_by("pk").values_list("illustrative", flat=True)) == [True, False]
    assert list(Posting.objects.acts().order_by("number").values_list("illustrative", flat=True)) == [
        True,
        False,
    ]
