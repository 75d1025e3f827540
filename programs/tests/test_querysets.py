"""The search of projects and businesses: words in any order, without accents, also of the province."""

import pytest

from programs.models import Business, Project


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("dak nong", ["Máy rang cà phê"]),
        ("ca phe ĐẮK NÔNG", ["Máy rang cà phê"]),
        ("nong dak", ["Máy rang cà phê"]),
        ("lam dong", ["Máy sấy trà"]),
        ("may", ["Máy rang cà phê", "Máy sấy trà"]),
        ("may gia lai", []),
    ],
)
def test_projects_are_found_by_words_and_province(an, world, make_project, words, found):
    make_project(an, unit=world.dak_nong, name="Máy rang cà phê")
    make_project(an, unit=world.old_lam_dong, name="Máy sấy trà")

    assert sorted(Project.objects.search(words).values_list("name", flat=True)) == found


def test_businesses_are_found_by_their_province(world, make_business):
    make_business("Hợp tác xã Tân Tiến", unit=world.dak_nong)
    make_business("Hợp tác xã Tân Hà", unit=world.gia_lai)

    assert [b.name for b in Business.objects.search("tan dak nong")] == ["Hợp tác xã Tân Tiến"]
