"""The list of results of a province, as a browser meets it."""

from datetime import date

from django.urls import reverse

from programs.ledger import entries
from programs.models import ResultEntry


def test_list_shows_results_without_a_project_in_scope(sign_in, an, binh, project, result, world):
    entries.add_result(entry=result(project), by=an)
    for unit, by in ((world.dak_nong, an), (world.old_gia_lai, binh)):
        entry = ResultEntry(
            unit=unit, level="kcdp", indicator=world.awards, kind="actual", budget_year=2023,
            on=date(2023, 9, 10), quantity=4,
        )  # fmt: skip
        entries.add_result(entry=entry, by=by)

    rows = sign_in(an).get(reverse("result_list")).context["rows"]
    found = sign_in(an).get(reverse("result_list"), {"q": "binh chon"}).context["rows"]

    assert [str(row["cells"][3][1]) for row in rows] == ["Đắk Nông (đến 30/06/2025)"]
    assert len(found) == 1
    assert sign_in(an).get(reverse("result_list"), {"q": "lao dong"}).context["rows"] == []


def test_list_asks_the_same_queries_whatever_the_rows(sign_in, an, world, django_assert_num_queries):
    client = sign_in(an)

    def add(number):
        for month in range(1, number + 1):
            entry = ResultEntry(
                unit=world.old_lam_dong, level="kcdp", indicator=world.awards, kind="actual", budget_year=2023,
                on=date(2023, month, 10), quantity=4,
            )  # fmt: skip
            entries.add_result(entry=entry, by=an)

    add(1)
    with django_assert_num_queries(8):
        client.get(reverse("result_list"))
    add(3)
    with django_assert_num_queries(8):
        client.get(reverse("result_list"))


def test_list_of_results_is_exported_as_it_is_filtered(sign_in, an, world):
    entry = ResultEntry(
        unit=world.old_lam_dong, level="kcdp", indicator=world.hectares, kind="actual", budget_year=2023,
        on=date(2023, 9, 10), quantity=1250,
    )  # fmt: skip
    entries.add_result(entry=entry, by=an)
    client = sign_in(an)

    cells = [cell[1] for cell in client.get(reverse("result_list")).context["rows"][0]["cells"]]
    file = client.get(reverse("result_list"), {"format": "xlsx"})

    assert cells == [
        "VII.1. Diện tích cụm công nghiệp (ha)",
        "10/09/2023",
        "2023",
        "Lâm Đồng (đến 30/06/2025)",
        "KCĐP",
        "Thực hiện",
        "12,5",
        "–",
        "Đang tính",
        "1",
    ]
    assert file.content.startswith(b"PK")
