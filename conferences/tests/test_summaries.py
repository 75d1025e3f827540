import pytest

from conferences.models import DelegationPlaces
from conferences.summaries import summarise


@pytest.fixture
def filled(world, make_delegation, make_delegate):
    """The host with one leader of two; Gia Lai with an unknown number of leaders and one of an office."""
    host, guest = make_delegation(world.dak_nong), make_delegation(world.gia_lai, order=2)
    make_delegation(world.lam_dong, order=3)
    DelegationPlaces.objects.create(delegation=host, group=world.leaders, count=2)
    DelegationPlaces.objects.create(delegation=guest, group=world.leaders)
    make_delegate("Người Đắk Nông", host, answer="attends")
    make_delegate("Người Gia Lai", guest, answer="declines", illustrative=True)
    make_delegate("Người của phòng", guest, group=world.offices)
    make_delegate("Người trung ương", answer="attends")


def test_summary_counts_for_everybody_and_names_for_its_own(world, filled, an):
    summary = summarise(world.conference, an)
    assert [(line.name, line.open, line.named, line.places, line.percent) for line in summary.lines] == [
        ("Trung ương", False, 1, 1, 100),
        ("Đắk Nông", True, 1, 2, 50),
        ("Gia Lai", False, 2, None, None),
        ("Lâm Đồng", True, 0, None, None),
    ]
    people = {line.name: [p.full_name for g in line.groups for p in g.people] for line in summary.lines}
    assert people == {"Trung ương": [], "Đắk Nông": ["Người Đắk Nông"], "Gia Lai": [], "Lâm Đồng": []}
    assert (summary.delegations, summary.named, summary.attending) == (3, 4, 2)


def test_summary_shows_every_name_to_the_ministry(world, filled, chi):
    people = [
        p.full_name for line in summarise(world.conference, chi).lines for g in line.groups for p in g.people
    ]
    assert people == ["Người trung ương", "Người Đắk Nông", "Người Gia Lai", "Người của phòng"]


def test_summary_counts_the_groups_of_a_delegation_in_roman_numerals(world, filled, chi):
    guest = summarise(world.conference, chi).lines[2]
    assert [(g.numeral, g.name, g.count, g.named, g.unnamed) for g in guest.groups] == [
        ("I", "Lãnh đạo Sở Công Thương", None, 1, None),
        ("II", "Lãnh đạo phòng KT/KTHT", 1, 1, 0),
    ]


def test_summary_marks_what_is_illustrative(world, filled, chi):
    summary = summarise(world.conference, chi)
    assert [line.illustrative for line in summary.lines] == [False, False, True, False]
    assert summary.illustrative


def test_summary_of_a_conference_without_delegations_is_empty(world, chi):
    summary = summarise(world.conference, chi)
    assert (summary.lines, summary.named, summary.illustrative) == ((), 0, False)


@pytest.mark.parametrize("delegations", [1, 3])
def test_summary_asks_four_questions_however_many_there_are(
    world, make_delegation, make_delegate, chi, delegations, django_assert_num_queries
):
    for number, unit in enumerate([world.dak_nong, world.gia_lai, world.lam_dong][:delegations]):
        delegation = make_delegation(unit, order=number)
        DelegationPlaces.objects.create(delegation=delegation, group=world.leaders, count=3)
        make_delegate("Đại biểu 01", delegation)
    list(chi.memberships.all())
    summarise(world.conference, chi)  # the scope is kept on the person
    with django_assert_num_queries(4):
        summarise(world.conference, chi)
