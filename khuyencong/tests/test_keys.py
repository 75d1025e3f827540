"""Rows whose keys an older rule computed: found, made anew in every table and history, told of where two rows clash."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import fields, text
from accounts.keys import keyed, remake, stale
from accounts.models import AuditEvent, User
from accounts.triggers import problems
from programs.models import Business

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(monkeypatch):
    """change("fold", rule): from here on keys are computed by another rule, as after an upgrade."""
    return lambda name, rule: monkeypatch.setitem(fields.KEYS, name, rule)


def test_every_key_of_every_model_is_known():
    known = {f"{model._meta.label}.{key.name}" for model, keys in keyed() for key in keys}

    assert {
        "accounts.User.sort_key",
        "programs.Business.identity_key",
        "programs.HistoricalBusiness.search_key",
        "conferences.Delegate.name_key",
        "reports.PublishedFigure.search_key",
    } <= known


def test_fresh_keys_are_left_alone(make_business):
    make_business()

    assert (stale(), remake().rows) == ({}, {})
    assert not AuditEvent.objects.exists()


def test_stale_keys_are_made_anew_in_tables_and_histories_batch_by_batch(make_business, change):
    made = [make_business(name=f"Hợp tác xã {number}") for number in range(5)]
    change("fold", lambda words: text.fold(words).replace(" ", "-"))
    assert (stale()["programs.Business.search_key"], stale()["programs.HistoricalBusiness.search_key"]) == (
        5,
        5,
    )

    outcome = remake(batch=2)

    assert (outcome.rows["programs.Business"], outcome.rows["programs.HistoricalBusiness"]) == (5, 5)
    assert (stale(), outcome.clashes, problems(connection)) == ({}, [], [])
    first = Business.objects.get(pk=made[0].pk)
    assert (first.search_key[:12], first.version) == ("hop-tac-xa-0", made[0].version)
    assert Business.history.count() == 5


def test_what_was_made_anew_and_lifted_is_in_the_log(make_business, change):
    make_business()
    change("fold", str.upper)

    remake()

    lifts = AuditEvent.objects.filter(kind="triggers_lifted").values_list("object", "detail")
    reason = "Tạo lại khóa tìm kiếm, sắp xếp trong lịch sử"
    assert (reason, {"tables": ["programs_historicalbusiness"]}) in [*lifts]
    assert AuditEvent.objects.get(kind="keys_remade").detail["rows"]["programs.Business"] == 1


def test_two_rows_that_would_become_one_are_named_and_the_others_done(make_business, change):
    one, two, three = (make_business(name=f"Cơ sở {name}") for name in ("Má", "Mà", "Ớt"))
    change("identity", text.fold)

    outcome = remake(batch=10)

    assert outcome.clashes == [
        f"cơ sở CNNT số {two.pk} «Cơ sở Mà» trùng khóa với số {one.pk} «Cơ sở Má»: hãy gộp hai dòng hoặc sửa tên một "
        "dòng cho khác, rồi chạy lại."
    ]
    keys = dict(Business.objects.values_list("name", "identity_key"))
    assert (keys["Cơ sở Má"], keys["Cơ sở Ớt"]) == ("co so ma", "co so ot")
    assert keys["Cơ sở Mà"] == text.identity("Cơ sở Mà")


def test_key_that_another_row_is_about_to_leave_is_no_clash(make_business, change):
    """Each takes the key of the one before it: in the order of rows only the last could be written."""
    for name in ("a", "aa", "aaa"):
        make_business(name=name)
    change("identity", lambda words: text.identity(words) + "a")

    assert remake(batch=1).clashes == []
    assert sorted(Business.objects.values_list("identity_key", flat=True)) == ["aa", "aaa", "aaaa"]


def test_command_checks_heals_and_names_the_way_out(an, change, capsys):
    User.objects.filter(pk=an.pk).update(search_key="cũ")

    with pytest.raises(CommandError, match="Hãy chạy: python manage.py keys"):
        call_command("keys", "--check")
    assert "accounts.User.search_key: 1 dòng còn khóa cũ" in capsys.readouterr().out
    call_command("keys")
    call_command("keys", "--check")
    assert capsys.readouterr().out.endswith("Mọi khóa đều mới.\n")


def test_command_ends_in_error_while_rows_clash(make_business, change, capsys):
    make_business(name="Má")
    make_business(name="Mà")
    change("identity", text.fold)

    with pytest.raises(CommandError, match="1 dòng giữ khóa cũ vì trùng"):
        call_command("keys")
    assert "hãy gộp hai dòng" in capsys.readouterr().out


def test_command_refuses_a_batch_of_nothing():
    with pytest.raises(CommandError, match="phải từ 1"):
        call_command("keys", batch=0)
