"""The pages that write results, as a browser meets them."""

import pytest
from django.urls import reverse

from programs.ledger import entries
from programs.models import ResultEntry
from programs.tests.web import errors, sent

RESULT = {
    "kind": "actual",
    "budget_year": "2023",
    "on": "10/09/2023",
    "quantity": "3",
    "document": "Biên bản",
}


def test_indicators_of_the_content_come_first(sign_in, an, project, world):
    form = sign_in(an).get(reverse("project_result_add", args=[project.code])).context["form"]

    groups = form.fields["indicator"].widget.choices[1:]
    assert [(heading, [label for _, label in rows]) for heading, rows in groups] == [
        ("Chỉ tiêu của nội dung III.c", ["III.4. Số máy móc (máy)"]),
        (
            "Các chỉ tiêu khác",
            [
                "IV.2. Số sản phẩm được bình chọn (sản phẩm)",
                "VII.1. Diện tích cụm công nghiệp (ha)",
            ],
        ),
    ]


def test_result_is_written_in_steps_of_its_indicator(sign_in, an, project, world):
    response = sign_in(an).post(
        reverse("project_result_add", args=[project.code]),
        sent(RESULT, indicator=world.hectares.pk, quantity="1.234,5"),
    )

    assert response.url == f"/projects/{project.code}/#ket-qua"
    assert ResultEntry.objects.get().quantity == 123_450


@pytest.mark.parametrize(
    ("quantity", "words"),
    [("2,5", "số nguyên"), ("0", "Số lượng phải khác 0"), ("-3", "không được âm"), ("ba", "Không hiểu số")],
)
def test_wrong_quantity_is_told_at_its_field(sign_in, an, project, world, quantity, words):
    response = sign_in(an).post(
        reverse("project_result_add", args=[project.code]),
        sent(RESULT, indicator=world.machines_bought.pk, quantity=quantity),
    )

    assert list(errors(response)) == ["quantity"]
    assert words in errors(response)["quantity"][0]
    assert response.context["form"]["quantity"].value() == quantity


def test_result_is_corrected(sign_in, an, project, result, world):
    entry = entries.add_result(entry=result(project), by=an)
    client = sign_in(an)
    address = reverse("result_correct", args=[entry.pk])
    assert client.get(address).context["form"]["quantity"].value() == "3"

    response = client.post(address, sent(RESULT, quantity="5", document="", reason="Đếm sót"))

    assert response.url == f"/projects/{project.code}/#ket-qua"
    assert list(
        ResultEntry.objects.order_by("pk").values_list("quantity", "indicator__code", "unit__key")
    ) == [
        (3, "III.4", "P63-68"),
        (-3, "III.4", "P63-68"),
        (5, "III.4", "P63-68"),
    ]


PROVINCE_RESULT = RESULT | {"level": "kcdp", "budget_year": "2025", "on": "31/12/2025"}


LEVEL = {"kind": "actual", "level": "kcdp", "on": "31/12/2025"}


@pytest.fixture
def level_form(world):
    return LEVEL | {"unit": world.lam_dong.pk, "indicator": world.collaborators.pk}


def test_level_of_a_province_is_typed_and_corrected_as_a_level(sign_in, an, level_form):
    client = sign_in(an)
    client.post(reverse("level_add"), sent(level_form, level_stated="150", on="30/09/2025"))
    client.post(reverse("level_add"), sent(level_form, level_stated="170"))
    first, second = ResultEntry.objects.order_by("pk")
    assert [(row.level_stated, row.quantity, row.budget_year) for row in (first, second)] == [
        (150, 0, 2025),
        (170, 0, 2025),
    ]
    address = reverse("result_correct", args=[second.pk])
    assert client.get(address).context["form"]["level_stated"].value() == "170"

    response = client.post(address, sent(LEVEL, level_stated="165", on="15/01/2026", reason="Đếm lại"))

    assert response.url == reverse("result_list")
    rows = client.get(reverse("result_list")).context["rows"]
    cells = [[str(cell[1]) for cell in row["cells"]] for row in rows]
    assert [(row[1], row[6], row[8]) for row in cells] == [
        ("15/01/2026", "165", "Đang tính"),
        ("31/12/2025", "170", "Đã đảo ở bút toán 3"),
        ("31/12/2025", "–", "Dòng đảo"),
        ("30/09/2025", "150", "Đang tính"),
    ]
    assert ResultEntry.objects.order_by("pk").last().budget_year == 2026


@pytest.mark.parametrize("level", ["0", "170"])
def test_level_may_be_zero_and_the_same_again(sign_in, an, level_form, level):
    client = sign_in(an)
    for day in ("30/09/2025", "31/12/2025"):
        client.post(reverse("level_add"), sent(level_form, level_stated=level, on=day))

    assert list(ResultEntry.objects.values_list("level_stated", flat=True)) == [int(level)] * 2


@pytest.mark.parametrize(("level", "words"), [("-3", "không được âm"), ("2,5", "số nguyên")])
def test_wrong_level_is_told_at_its_field(sign_in, an, level_form, level, words):
    response = sign_in(an).post(reverse("level_add"), sent(level_form, level_stated=level))

    assert list(errors(response)) == ["level_stated"]
    assert words in errors(response)["level_stated"][0]


def test_stock_is_no_choice_where_quantities_are_typed_and_its_place_is_told(sign_in, an, project, world):
    client = sign_in(an)
    for address in (reverse("project_result_add", args=[project.code]), reverse("result_add")):
        field = client.get(address).context["form"].fields["indicator"]
        assert world.collaborators not in field.queryset
        assert "Ghi mức" in field.help_text
    assert list(client.get(reverse("level_add")).context["form"].fields["indicator"].queryset) == [
        world.collaborators
    ]


def test_province_that_ended_takes_no_later_result(sign_in, an, world):
    form = PROVINCE_RESULT | {"unit": world.dak_nong.pk, "indicator": world.awards.pk, "budget_year": "2026"}

    response = sign_in(an).post(reverse("result_add"), sent(form))

    assert "kết thúc ngày 30/06/2025" in errors(response)["unit"][0]


def test_province_of_others_is_no_choice(sign_in, an, world):
    form = PROVINCE_RESULT | {"unit": world.gia_lai.pk, "indicator": world.awards.pk}

    response = sign_in(an).post(reverse("result_add"), sent(form))

    assert list(errors(response)) == ["unit"]
    assert ResultEntry.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("an", 200), ("dung", 403), ("chi", 403), ("minh", 403)])
def test_only_those_who_write_for_a_province_add_its_results(request, sign_in, who, status):
    assert sign_in(request.getfixturevalue(who)).get(reverse("result_add")).status_code == status
