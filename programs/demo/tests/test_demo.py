"""The generator of illustrative data: marked, in time order, the same for the same seed, within the rules of entry."""

from datetime import date

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import F, Min, Q, Sum

from programs.choices import ClosureState, DatabaseKind, PostingKind, ProjectKind, Role, Source, Stage
from programs.demo.volume import Volume, illustrative_writer, spread
from programs.ledger.closing import set_closure
from programs.ledger.refusal import Refusal
from programs.measures import DISBURSED, JUDGED
from programs.models import (
    Beneficiary,
    Business,
    Installation,
    MoneyEntry,
    Posting,
    Project,
    ProjectEvent,
    Province,
    Region,
    ResultEntry,
    SourceLimit,
)
from programs.tests.factories import membership, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

ENTRIES = (MoneyEntry, ResultEntry, ProjectEvent)
TODAY = date(2026, 5, 20)


def fill(counts, seed=7, region="MTTN", today=TODAY):
    found = Region.objects.get(code=region) if region else None
    return Volume(counts, seed, found, illustrative_writer(), today).run()


def story_of_everything():
    """Every entry in words, in the order of writing."""
    money = MoneyEntry.objects.order_by("posting_id", "pk").values_list(
        "posting", "unit__key", "project__code", "source", "stage", "budget_year", "on", "amount"
    )
    results = ResultEntry.objects.order_by("posting_id", "pk").values_list(
        "unit__key", "indicator__code", "on", "quantity"
    )
    return [*money, *results]


def test_volume_makes_as_many_projects_as_asked_and_costs_beside_them():
    assert fill({2022: 30, 2023: 25}) == 55
    assert Project.objects.exclude(kind=ProjectKind.OFF_PROJECT).count() == 55
    assert Project.objects.filter(kind=ProjectKind.OFF_PROJECT, counted=False).exists()


def test_same_seed_makes_the_same_rows_and_another_seed_others():
    stories = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            fill({2023: 20}, seed)
            stories.append(story_of_everything())
            transaction.set_rollback(True)
    assert len(stories[0]) > 100
    assert stories[0] == stories[1]
    assert stories[0] != stories[2]


def test_every_row_is_marked_as_illustrative():
    fill({2023: 20})
    for rows in (*(model.objects for model in (*ENTRIES, Project, Business)), Posting.objects.acts()):
        assert rows.exists()
        assert not rows.filter(illustrative=False).exists(), rows
    assert Beneficiary.objects.exists()
    assert Installation.objects.get().kind == DatabaseKind.DEMO


def test_postings_follow_the_days_of_what_they_hold():
    fill({2022: 15, 2023: 15})
    days = {}
    for model in ENTRIES:
        originals = model.objects.filter(reverses__isnull=True)
        for number, day in originals.values_list("posting").annotate(day=Min("on")):
            days[number] = max(day, days.get(number, day))
    in_order = [days[number] for number in sorted(days)]
    assert len(in_order) > 50
    assert in_order == sorted(in_order)


def test_rows_come_in_by_the_rules_of_every_entry():
    """Nothing is waived for what is invented: a year with one unsound line is refused whole."""
    fill({2024: 25, 2025: 40})
    assert MoneyEntry.objects.filter(source=Source.KCDP_DISTRICT).exists()
    assert set(Posting.objects.acts().values_list("kind", flat=True)) == {
        PostingKind.IMPORT,
        PostingKind.PROJECT,
        PostingKind.BUSINESS,
    }
    SourceLimit.objects.update(assigned_until=date(2020, 1, 1))
    with pytest.raises(Refusal, match="chỉ giao kế hoạch đến hết ngày 01/01/2020"):
        fill({2023: 40})


def test_closed_books_are_closed_to_the_generator_too(ministry):
    Installation.objects.create(pk=1, kind=DatabaseKind.DEMO)
    chief = user("minh.bct")
    membership(chief, ministry, Role.LEADER)
    set_closure(
        unit=Province.objects.get(key="P34-68"), budget_year=2023, cut_off=date(2023, 12, 31),
        state=ClosureState.CLOSED, by=chief,
    )  # fmt: skip
    with pytest.raises(Refusal, match="đã chốt đến hết ngày 31/12/2023"):
        fill({2023: 60})


def test_nothing_is_dated_after_today():
    fill({2026: 30})
    for model in ENTRIES:
        assert not model.objects.filter(on__gt=TODAY).exists()
    assert Project.objects.filter(phase="approved").exists()


def test_region_is_filled_with_its_provinces_of_the_year():
    fill({2023: 150})
    assert MoneyEntry.objects.values("unit").distinct().count() == 15
    assert not Project.objects.filter(unit__era=34).exists()


def test_projects_after_the_merger_mostly_know_their_old_province():
    fill({2026: 40})
    assert not Project.objects.filter(unit__era=63).exists()
    assert Project.objects.filter(origin_unit__isnull=False).exists()
    assert Project.objects.filter(origin_unit__isnull=True).exists()


def test_year_without_national_money_has_none():
    fill({2024: 40})
    assert not MoneyEntry.objects.filter(source=Source.KCQG).exists()


def test_a_project_costs_about_what_published_ones_cost():
    """About 50 tỷ đồng for some 230 projects a year, as published for the region."""
    fill({2022: 100})
    planned = MoneyEntry.objects.filter(budget_year=2022, stage__in=[Stage.ASSIGNED, Stage.CARRIED])
    total = planned.exclude(source=Source.OWN).aggregate(total=Sum("amount"))["total"]
    assert 150_000_000 < total / 100 < 300_000_000


def test_years_share_the_projects_evenly():
    assert spread(8, range(2021, 2024)) == {2021: 3, 2022: 3, 2023: 2}


def test_a_group_names_its_beneficiaries_and_pays_them_what_was_accepted():
    fill({2022: 60, 2023: 60})
    of_groups = MoneyEntry.objects.filter(project__kind=ProjectKind.GROUP, stage__in=JUDGED).of_promotion()
    named = of_groups.filter(project__phase="settled").values("project", "budget_year", "beneficiary")
    sums = named.annotate(
        accepted=Sum("amount", filter=Q(stage=Stage.ACCEPTED), default=0),
        settled=Sum("amount", filter=Q(stage=Stage.SETTLED), default=0),
        disbursed=Sum("amount", filter=Q(stage__in=DISBURSED), default=0),
    )

    assert of_groups.values("beneficiary").distinct().count() > 10
    assert not of_groups.filter(beneficiary=None).exists()
    assert [row for row in sums if row["accepted"] != row["settled"]] == []
    assert [
        row for row in sums.filter(budget_year=F("project__first_year")) if row["disbursed"] != row["settled"]
    ] == []


def test_command_fills_the_whole_country(capsys):
    call_command("make_volume", projects=40, seed=3, years="2023", region="ALL")
    assert "Đã tạo 40 đề án minh họa" in capsys.readouterr().out
    assert MoneyEntry.objects.values("unit").distinct().count() > 20


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"projects": 0}, "Số đề án phải từ 1 trở lên."),
        ({"projects": 1, "years": "hai nghìn"}, "Không hiểu các năm «hai nghìn»: ghi ví dụ 2021-2023."),
        ({"projects": 1, "years": "2023-2021"}, "Năm đầu phải không sau năm cuối."),
        ({"projects": 1, "region": "TAY"}, "Không có vùng «TAY»."),
    ],
)
def test_command_says_what_it_does_not_understand(options, message):
    with pytest.raises(CommandError) as refusal:
        call_command("make_volume", **options)
    assert str(refusal.value) == message
    assert not Project.objects.exists()


def test_command_refuses_a_real_database():
    Installation.objects.create(pk=1, kind=DatabaseKind.REAL)
    with pytest.raises(CommandError, match="chứa số liệu thật"):
        call_command("make_volume", projects=5)
    assert not Project.objects.exists()
