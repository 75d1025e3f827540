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
                "IX.3. Số cộng tác viên khuyến công (người) – mức",
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


def test_level_of_a_province_is_typed_and_corrected_as_a_level(sign_in, an, world):
    client = sign_in(an)
    form = PROVINCE_RESULT | {"unit": world.lam_dong.pk, "indicator": world.collaborators.pk}
    client.post(reverse("result_add"), sent(form, quantity="150", on="30/09/2025"))
    client.post(reverse("result_add"), sent(form, quantity="170"))
    first, second = ResultEntry.objects.order_by("pk")
    assert (first.quantity, second.quantity) == (150, 20)
    address = reverse("result_correct", args=[second.pk])
    assert client.get(address).context["form"]["quantity"].value() == "170"

    response = client.post(address, sent(PROVINCE_RESULT, quantity="165", reason="Đếm lại"))

    assert response.url == reverse("result_list")
    assert sum(ResultEntry.objects.values_list("quantity", flat=True)) == 165


def test_level_that_was_stated_already_is_told_at_the_quantity(sign_in, an, world):
    form = PROVINCE_RESULT | {
        "unit": world.lam_dong.pk,
        "indicator": world.collaborators.pk,
        "quantity": "170",
    }
    client = sign_in(an)
    client.post(reverse("result_add"), sent(form))

    response = client.post(reverse("result_add"), sent(form))

    assert errors(response) == {"quantity": ["Số này bằng số đang ghi trong sổ; không có thay đổi."]}


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
