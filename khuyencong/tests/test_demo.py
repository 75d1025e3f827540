"""Data to run on: what load_demo brings, that it brings it once, and what the published projects leave out."""

from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Sum
from django.urls import reverse

from accounts.models import User
from khuyencong.demo.people import make_people
from khuyencong.demo.projects import WRITER, load_projects
from khuyencong.demo.roles import ADMINISTRATOR, PASSWORD, PEOPLE
from khuyencong.management.commands import load_demo
from programs.access import Scope
from programs.choices import DatabaseKind, Happening, Outcome, Phase, PostingKind, ProjectKind, Source, Stage
from programs.models import (
    Beneficiary,
    Business,
    Installation,
    LoadedRow,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    Province,
    ResultEntry,
)
from reports.models import PublishedFigure

pytestmark = pytest.mark.django_db
COUNTED = (
    Business,
    Project,
    Beneficiary,
    Posting,
    MoneyEntry,
    ResultEntry,
    ProjectEvent,
    PublishedFigure,
    User,
    LoadedRow,
)


@pytest.fixture
def few_projects(monkeypatch, settings):
    settings.DEBUG = True
    monkeypatch.setattr(load_demo, "COUNTS", {2022: 10, 2023: 10})


@pytest.fixture
def published(reference):
    Installation.objects.create(pk=1, kind=DatabaseKind.DEMO)
    assert load_projects() == 61
    return Project.objects.all()


# --- load_demo -------------------------------------------------------------------------------------------------------


def test_load_demo_brings_everything_once(few_projects, capsys):
    call_command("load_demo")
    assert "61 đề án đã công bố" in capsys.readouterr().out
    first = {model: model.objects.count() for model in COUNTED}
    assert first[Project] >= 81
    assert first[PublishedFigure] == 201
    assert Installation.objects.get().kind == DatabaseKind.DEMO
    call_command("load_demo")
    assert "không có gì mới" in capsys.readouterr().out
    assert {model: model.objects.count() for model in COUNTED} == first


def test_load_demo_is_marked_where_it_is_invented_and_only_there(few_projects):
    call_command("load_demo")
    assert Project.objects.filter(illustrative=False).count() == 61
    posted = Posting.objects.acts().filter(illustrative=False)
    assert set(posted.values_list("recorded_by__username", flat=True)) == {WRITER}


def test_load_demo_refuses_without_debug(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG=1"):
        call_command("load_demo")
    assert not User.objects.exists()


def test_load_demo_refuses_a_real_database(settings):
    settings.DEBUG = True
    Installation.objects.create(pk=1, kind=DatabaseKind.REAL)
    with pytest.raises(CommandError, match="chứa số liệu thật"):
        call_command("load_demo")
    assert not User.objects.exists()


# --- people ----------------------------------------------------------------------------------------------------------


def test_everybody_signs_in_with_the_password_that_is_printed(reference, capsys, client):
    Installation.objects.create(pk=1, kind=DatabaseKind.DEMO)
    assert make_people() == len(PEOPLE) + 1
    assert make_people() == 0
    call_command("demo_accounts")
    printed = capsys.readouterr().out
    assert PASSWORD in printed
    for user in User.objects.filter(is_active=True):
        assert user.username in printed
        answer = client.post(reverse("login"), {"username": user.username, "password": PASSWORD})
        assert answer.status_code == 302
        client.post(reverse("logout"))


def test_people_reach_what_their_place_reaches(reference):
    make_people()
    scopes = {user.username: Scope.of(user) for user in User.objects.all()}
    dak_nong, quang_nam = (Province.objects.get(key=key).pk for key in ("P63-67", "P63-49"))
    assert scopes["lamdong"].can_edit(dak_nong) and not scopes["lamdong"].leads(dak_nong)
    assert not scopes["lamdong"].sees(quang_nam)
    assert scopes["lamdong-lanhdao"].leads(dak_nong)
    assert scopes["lamdong-xem"].sees(dak_nong) and not scopes["lamdong-xem"].can_edit_any
    assert scopes["danang"].can_edit(quang_nam) and not scopes["danang"].sees(dak_nong)
    assert scopes["trungtam-vung"].sees(dak_nong) and scopes["trungtam-vung"].sees(quang_nam)
    assert not scopes["trungtam-vung"].can_edit_any
    assert scopes["cuc"].nationwide and not scopes["cuc"].closes_books
    assert scopes["cuc-lanhdao"].closes_books
    assert User.objects.get(username=ADMINISTRATOR).is_superuser


def test_only_the_ministry_and_the_administrator_come_into_the_admin(reference):
    make_people()
    staff = set(User.objects.filter(is_staff=True).values_list("username", flat=True))
    assert staff == {"cuc", "cuc-lanhdao", ADMINISTRATOR}
    assert User.objects.get(username="cuc").has_perm("conferences.change_conference")
    assert not User.objects.get(username="cuc").has_perm("accounts.change_user")


def test_accounts_are_not_printed_for_a_real_database(reference):
    Installation.objects.create(pk=1, kind=DatabaseKind.REAL)
    with pytest.raises(CommandError, match="không phải dữ liệu minh họa"):
        call_command("demo_accounts")


# --- published projects ----------------------------------------------------------------------------------------------


def test_published_projects_are_facts_with_sources_written_by_nobody_who_signs_in(published):
    assert published.filter(illustrative=False).exclude(source="").count() == 61
    writer = User.objects.get(username=WRITER)
    assert not writer.is_active and not writer.has_usable_password()
    kinds = (PostingKind.IMPORT, PostingKind.PROJECT, PostingKind.BUSINESS)
    posted = Posting.objects.acts().values_list("kind", "recorded_by")
    assert set(posted) == {(kind, writer.pk) for kind in kinds}
    assert not MoneyEntry.objects.filter(illustrative=True).exists()
    assert load_projects() == 0


def test_published_money_is_the_sum_of_what_is_sure(published):
    """Each amount stands in the file alone; shared, rounded and undated ones are in no sum."""
    totals = MoneyEntry.objects.values_list("source").annotate(total=Sum("amount")).order_by("source")
    assert dict(totals) == {
        Source.KCQG: 4_545_000_000,
        Source.KCDP_PROVINCE: 2_506_610_000,
        Source.OWN: 1_376_910_000,
    }
    assert set(MoneyEntry.objects.values_list("stage", flat=True)) == {Stage.ASSIGNED}


@pytest.mark.parametrize(
    ("beneficiary", "words"),
    [
        ("Công ty TNHH MTV Gò Đàng", "giai đoạn 2014–2015"),  # no sure year
        ("Công ty CP thực phẩm Á Châu", "không nêu cấp"),  # no sure level
        ("Công ty TNHH MTV Lũy Hạt Điều", "1.150 triệu đồng chung cho 6 đề án"),  # a shared amount
    ],
)
def test_what_is_not_sure_stays_out_of_the_ledgers_and_is_said(published, beneficiary, words):
    project = published.get(beneficiaries__business__name=beneficiary)
    assert words in project.note
    assert not project.money_entries.exists()
    assert not project.events.exists()


def test_unsure_support_is_told_in_the_note(published):
    project = published.get(beneficiaries__business__name="Công ty TNHH MTV Gò Đàng")
    assert project.note.endswith("Nguồn nêu mức hỗ trợ 240 triệu đồng.")


def test_known_days_are_kept_and_conventional_ones_say_so(published):
    dated = published.get(beneficiaries__business__name="Công ty TNHH Hoàng Liên")
    assert list(dated.events.order_by("pk").values_list("happening", "on", "note")) == [
        (Happening.APPROVED, date(2016, 10, 12), "Ngày quy ước: nguồn nêu mức hỗ trợ, không nêu quyết định"),
        (Happening.CONTRACTED, date(2016, 10, 12), ""),
        (Happening.ACCEPTED, date(2016, 10, 21), ""),
    ]
    assert dated.phase == Phase.ACCEPTED
    yearly = published.get(beneficiaries__business__name="Công ty TNHH MTV Cà phê 721")
    assert list(yearly.money_entries.order_by("amount").values_list("source", "amount", "on", "note")) == [
        (Source.KCDP_PROVINCE, 150_000_000, date(2018, 12, 31), "Ngày quy ước"),
        (Source.OWN, 600_000_000, date(2018, 12, 31), "Ngày quy ước"),
    ]


def test_no_entry_is_dated_after_its_province_ended(published):
    for model in (MoneyEntry, ProjectEvent):
        for entry in model.objects.select_related("unit"):
            assert entry.unit.valid_to is None or entry.on <= entry.unit.valid_to


def test_named_businesses_of_a_group_become_its_beneficiaries(published):
    group = published.get(beneficiaries__business__name="DNTN Đức Hiền")
    assert group.kind == ProjectKind.GROUP
    assert list(
        group.beneficiaries.order_by("business__sort_key").values_list("business__name", "amount")
    ) == [
        ("Công ty TNHH Đá mỹ nghệ Quang Huy Ninh Bình", None),
        ("Công ty TNHH Mỹ thuật Lương Gia", None),
        ("DNTN Đức Hiền", None),
    ]


def test_households_stay_without_names(published):
    households = Business.objects.filter(legal_form="household")
    assert households.count() == 16
    assert all(name.endswith("(ẩn tên)") for name in households.values_list("name", flat=True))


def test_withdrawn_application_was_refused_at_its_appraisal(published):
    event = ProjectEvent.objects.get(happening=Happening.APPRAISED)
    assert (event.outcome, event.on) == (Outcome.REFUSED, date(2022, 9, 28))
    assert event.project.phase == Phase.REGISTERED


def test_a_place_of_today_names_the_old_province(published):
    project = published.get(unit__key="P34-91")
    assert project.origin_unit.key == "P63-91"
    assert project.money_entries.first().origin.key == "P63-91"
