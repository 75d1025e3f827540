"""The pages that write into the ledgers, as a browser meets them."""

import re
import uuid
from datetime import date

import pytest
from django.urls import reverse

from programs import actions
from programs.choices import ClosureState, ProjectKind, Source
from programs.models import Beneficiary, MoneyEntry, ResultEntry, Submission

MONEY = {
    "stage": "assigned",
    "source": "kcdp_province",
    "budget_year": "2023",
    "on": "5/6/2023",
    "amount": "1.234,5 triệu",
    "document": "QĐ số 12/QĐ-SCT",
}
RESULT = {
    "kind": "actual",
    "budget_year": "2023",
    "on": "10/09/2023",
    "quantity": "3",
    "document": "Biên bản",
}


@pytest.fixture
def project(an, make_project):
    return make_project(an)


@pytest.fixture
def add_address(project):
    return reverse("money_add", args=[project.code])


def sent(values=MONEY, **changes):
    """A form as it leaves the browser, with a key of its own."""
    return values | {"submission_key": str(uuid.uuid4())} | changes


def errors(response):
    """Field -> messages of the form that came back."""
    assert response.status_code == 200
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


# --- adding money ----------------------------------------------------------------------------------------------------


def test_money_is_read_as_it_is_written_here_and_lands_on_the_project_page(sign_in, an, project, add_address):
    client = sign_in(an)

    response = client.post(add_address, sent())

    assert response.url == f"/projects/{project.code}/#kinh-phi"
    entry = MoneyEntry.objects.get()
    assert (entry.amount, entry.on, entry.posting.recorded_by) == (1_234_500_000, date(2023, 6, 5), an)
    page = client.get(response.url).content.decode()
    assert "Đã ghi một dòng kinh phí." in page
    assert "1.234.500.000" in page


def test_form_starts_with_what_is_known(sign_in, an, project, add_address):
    form = sign_in(an).get(f"{add_address}?stage=paid").context["form"]

    assert {name: form[name].initial for name in ("stage", "source", "budget_year")} == {
        "stage": "paid",
        "source": Source.KCDP_PROVINCE,
        "budget_year": 2023,
    }
    assert "activity" not in form.fields
    assert "beneficiary" not in form.fields
    assert "reason" not in form.fields


def test_flagship_asks_for_the_content(sign_in, an, make_project, world):
    project = make_project(an, kind=ProjectKind.FLAGSHIP)

    sign_in(an).post(reverse("money_add", args=[project.code]), sent(activity=world.model_line.pk))

    assert (MoneyEntry.objects.get().activity, MoneyEntry.objects.get().main_activity) == (
        world.model_line,
        world.machines,
    )


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"on": "31/02/2023"}, "on", "Không có ngày 31/02/2023"),
        ({"on": "2023"}, "on", "Không hiểu ngày"),
        ({"on": "01/01/2099"}, "on", "ở sau hôm nay"),
        ({"amount": "abc"}, "amount", "Không hiểu số tiền"),
        ({"amount": "0"}, "amount", "Số tiền phải khác 0"),
        ({"amount": ""}, "amount", "Hãy nhập ô này."),
        ({"amount": "10.000 tỷ"}, "amount", "dưới 10.000 tỷ"),
        ({"budget_year": "23"}, "budget_year", "Năm phải từ 1990"),
        ({"budget_year": "hai nghìn"}, "budget_year", "bốn chữ số"),
        ({"budget_year": "2020"}, "budget_year", "cách ngày 05/06/2023 hơn một năm"),
        ({"stage": "carried"}, "carried_from", "chuyển nguồn phải ghi năm"),
        ({"stage": "carried", "carried_from": "2024"}, "carried_from", "trước năm ngân sách này"),
        ({"source": "own", "stage": "paid"}, "stage", "Vốn đối ứng"),
        ({"source": "lottery"}, "source", "không có trong danh sách"),
    ],
)
def test_error_stands_at_its_field_and_nothing_typed_is_lost(sign_in, an, add_address, changes, field, words):
    response = sign_in(an).post(add_address, sent(**changes))

    assert list(errors(response)) == [field]
    assert re.search(words, " ".join(errors(response)[field]))
    page = response.content.decode()
    assert "Chưa lưu được: cần xem lại" in page
    for name, value in (MONEY | changes).items():
        if name in ("amount", "on", "document", "budget_year"):
            assert response.context["form"][name].value() == value
    assert (MoneyEntry.objects.count(), Submission.objects.count()) == (0, 0)


def test_thousandfold_slip_is_asked_about_and_kept_when_confirmed(sign_in, an, add_address):
    client = sign_in(an)
    client.post(add_address, sent(amount="500 triệu"))
    again = sent(amount="500000", stage="paid")

    response = client.post(add_address, again)

    assert "Có nhầm đơn vị không?" in errors(response)["amount"][0]
    assert client.post(add_address, again | {"confirm_slip": "500000"}).status_code == 302
    assert list(MoneyEntry.objects.order_by("pk").values_list("amount", flat=True)) == [500_000_000, 500_000]


def test_double_submit_makes_one_entry_and_the_same_answer(sign_in, an, add_address):
    client, form = sign_in(an), sent()

    answers = [client.post(add_address, form).url for _ in range(3)]

    assert len(set(answers)) == 1
    assert MoneyEntry.objects.count() == 1


def test_another_form_makes_another_entry(sign_in, an, add_address):
    client = sign_in(an)

    client.post(add_address, sent())
    client.post(add_address, sent(stage="contracted"))

    assert MoneyEntry.objects.count() == 2


def test_officer_writes_on_what_was_merged_in(sign_in, an, make_project, world):
    project = make_project(an, unit=world.dak_nong)

    response = sign_in(an).post(reverse("money_add", args=[project.code]), sent())

    assert response.status_code == 302
    assert MoneyEntry.objects.get().unit == world.dak_nong


def test_beneficiary_of_another_project_is_no_choice(
    sign_in, an, project, make_project, make_business, add_address
):
    for one in (project, make_project(an)):
        actions.add_beneficiary(
            beneficiary=Beneficiary(project=one, business=make_business(f"Cơ sở {one.code}")), by=an
        )
    other = Beneficiary.objects.exclude(project=project).get()

    response = sign_in(an).post(add_address, sent(beneficiary=other.pk))

    assert list(errors(response)) == ["beneficiary"]


@pytest.fixture
def closed(minh, world):
    actions.set_closure(
        unit=world.lam_dong, budget_year=2023, cut_off=date(2023, 9, 30), state=ClosureState.CLOSED, by=minh
    )


def test_closed_period_is_told_at_the_day(sign_in, an, add_address, closed):
    response = sign_in(an).post(add_address, sent())

    assert "đã chốt đến hết ngày 30/09/2023" in errors(response)["on"][0]


def test_leader_adds_after_the_closing_with_a_reason(sign_in, lan, add_address, closed):
    client = sign_in(lan)

    assert "reason" in client.get(add_address).context["form"].fields
    assert "on" in errors(client.post(add_address, sent()))
    assert client.post(add_address, sent(reason="Kho bạc xác nhận chậm")).status_code == 302
    assert MoneyEntry.objects.get().posting.kind == "late"


def test_officer_cannot_smuggle_a_reason(sign_in, an, add_address, closed):
    response = sign_in(an).post(add_address, sent(reason="Tự cho phép"))

    assert "on" in errors(response)


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def addresses(an, project, money, result, make_business):
    """Every address that writes about one project of Lâm Đồng."""
    entry = actions.add_money(entry=money(project), by=an)
    achieved = actions.add_result(entry=result(project), by=an)
    joined = actions.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an
    )
    return [
        reverse("money_add", args=[project.code]),
        reverse("project_result_add", args=[project.code]),
        reverse("event_add", args=[project.code]),
        reverse("beneficiary_add", args=[project.code]),
        reverse("money_correct", args=[entry.pk]),
        reverse("result_correct", args=[achieved.pk]),
        reverse("beneficiary_withdraw", args=[joined.pk]),
    ]


@pytest.mark.parametrize(
    ("who", "status"), [("an", 200), ("lan", 200), ("dung", 403), ("chi", 403), ("binh", 404)]
)
def test_out_of_sight_is_missing_and_in_sight_but_not_theirs_is_refused(
    request, sign_in, addresses, who, status
):
    client = sign_in(request.getfixturevalue(who))

    assert [client.get(address).status_code for address in addresses] == [status] * len(addresses)
    if status != 200:
        assert [client.post(address, sent()).status_code for address in addresses] == [status] * len(
            addresses
        )
        assert MoneyEntry.objects.count() == 1


def test_not_signed_in_goes_to_the_sign_in(client, addresses):
    assert {client.get(address).url.partition("?")[0] for address in addresses} == {"/accounts/login/"}


# --- correcting ------------------------------------------------------------------------------------------------------


@pytest.fixture
def entry(an, project, money):
    return actions.add_money(entry=money(project, amount=500_000_000, document="QĐ 1"), by=an)


@pytest.fixture
def correct_address(entry):
    return reverse("money_correct", args=[entry.pk])


AS_WRITTEN = {
    "stage": "assigned",
    "source": "kcdp_province",
    "budget_year": "2023",
    "on": "15/03/2023",
    "amount": "500.000.000",
    "document": "QĐ 1",
}


def test_correction_starts_from_the_line(sign_in, an, correct_address):
    form = sign_in(an).get(correct_address).context["form"]

    assert {name: form[name].value() for name in ("stage", "budget_year", "amount", "document")} == {
        "stage": "assigned",
        "budget_year": 2023,
        "amount": "500.000.000",
        "document": "QĐ 1",
    }
    assert 'value="15/03/2023"' in str(form["on"])


def test_correction_reverses_and_replaces(sign_in, an, project, entry, correct_address):
    response = sign_in(an).post(
        correct_address, sent(AS_WRITTEN, amount="450 triệu", reason="Cắt giảm theo QĐ 9")
    )

    assert response.url == f"/projects/{project.code}/#kinh-phi"
    assert list(MoneyEntry.objects.order_by("pk").values_list("amount", "reverses", "posting__reason")) == [
        (500_000_000, None, ""),
        (-500_000_000, entry.pk, "Cắt giảm theo QĐ 9"),
        (450_000_000, None, "Cắt giảm theo QĐ 9"),
    ]


def test_line_is_only_taken_back_whatever_stands_in_the_fields(sign_in, an, correct_address):
    response = sign_in(an).post(
        correct_address, sent(AS_WRITTEN, amount="không rõ", on="", reason="Ghi hai lần", way="withdraw")
    )

    assert response.status_code == 302
    assert list(MoneyEntry.objects.order_by("pk").values_list("amount", flat=True)) == [
        500_000_000,
        -500_000_000,
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": "450 triệu"}, "reason"),
        ({"reason": "Xem lại"}, "__all__"),
        ({"way": "withdraw"}, "reason"),
    ],
)
def test_correction_needs_a_reason_and_a_change(sign_in, an, correct_address, changes, field):
    response = sign_in(an).post(correct_address, sent(AS_WRITTEN, **changes))

    assert list(errors(response)) == [field]
    assert MoneyEntry.objects.count() == 1


def test_second_of_two_who_correct_the_same_line_is_told(sign_in, an, lan, correct_address):
    sign_in(an).post(correct_address, sent(AS_WRITTEN, amount="450 triệu", reason="Cắt giảm"))

    response = sign_in(lan).post(correct_address, sent(AS_WRITTEN, amount="480 triệu", reason="Cắt giảm"))

    assert errors(response) == {"__all__": ["Dòng này đã được điều chỉnh trước đó."]}
    assert response.context["form"]["amount"].value() == "480 triệu"
    assert "bút toán 2" in response.content.decode()


def test_reversing_line_has_no_page_of_correction(sign_in, an, entry):
    actions.correct(entry=entry, by=an, reason="Ghi nhầm")

    mirror = MoneyEntry.objects.get(reverses=entry)
    assert sign_in(an).get(reverse("money_correct", args=[mirror.pk])).status_code == 404


def test_line_of_a_withdrawn_beneficiary_is_still_taken_back(sign_in, an, project, make_business, money):
    joined = actions.add_beneficiary(
        beneficiary=Beneficiary(project=project, business=make_business()), by=an
    )
    plus = actions.add_money(entry=money(project, beneficiary=joined), by=an)
    actions.add_money(entry=money(project, beneficiary=joined, amount=-100_000_000), by=an)
    actions.withdraw_beneficiary(beneficiary=joined, by=an, reason="Rút")

    address = reverse("money_correct", args=[plus.pk])
    response = sign_in(an).post(address, sent({}, reason="Ghi nhầm", way="withdraw"))

    assert response.status_code == 302
    assert MoneyEntry.objects.get(reverses=plus).beneficiary == joined


# --- results ---------------------------------------------------------------------------------------------------------


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
    entry = actions.add_result(entry=result(project), by=an)
    client = sign_in(an)
    address = reverse("result_correct", args=[entry.pk])
    assert client.get(address).context["form"]["quantity"].value() == "3"

    response = client.post(address, sent(RESULT, quantity="5", document="", reason="Đếm sót"))

    assert response.url == f"/projects/{project.code}/#ket-qua"
    assert list(
        ResultEntry.objects.order_by("pk").values_list("quantity", "indicator__code", "unit__key")
    ) == [
        (3, "III.4", "P34-68"),
        (-3, "III.4", "P34-68"),
        (5, "III.4", "P34-68"),
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


def test_list_shows_results_without_a_project_in_scope(sign_in, an, binh, project, result, world):
    actions.add_result(entry=result(project), by=an)
    for unit, by in ((world.dak_nong, an), (world.gia_lai, binh)):
        entry = ResultEntry(
            unit=unit, level="kcdp", indicator=world.awards, kind="actual", budget_year=2023,
            on=date(2023, 9, 10), quantity=4,
        )  # fmt: skip
        actions.add_result(entry=entry, by=by)

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
                unit=world.lam_dong, level="kcdp", indicator=world.awards, kind="actual", budget_year=2023,
                on=date(2023, month, 10), quantity=4,
            )  # fmt: skip
            actions.add_result(entry=entry, by=an)

    add(1)
    with django_assert_num_queries(8):
        client.get(reverse("result_list"))
    add(3)
    with django_assert_num_queries(8):
        client.get(reverse("result_list"))


@pytest.mark.parametrize("who", ["an", "lan"])
def test_every_field_of_a_form_is_on_its_page(request, sign_in, addresses, make_business, who):
    make_business("HTX Hồ tiêu Di Linh")
    client = sign_in(request.getfixturevalue(who))

    for address in [*addresses, reverse("result_add")]:
        response = client.get(address)
        page, form = response.content.decode(), response.context["form"]
        assert [name for name in form.fields if f'name="{name}"' not in page] == [], address
        assert page.count('name="submission_key"') == 1


def test_list_of_results_is_exported_as_it_is_filtered(sign_in, an, world):
    entry = ResultEntry(
        unit=world.lam_dong, level="kcdp", indicator=world.hectares, kind="actual", budget_year=2023,
        on=date(2023, 9, 10), quantity=1250,
    )  # fmt: skip
    actions.add_result(entry=entry, by=an)
    client = sign_in(an)

    cells = [cell[1] for cell in client.get(reverse("result_list")).context["rows"][0]["cells"]]
    file = client.get(reverse("result_list"), {"format": "xlsx"})

    assert cells == [
        "VII.1. Diện tích cụm công nghiệp (ha)",
        "10/09/2023",
        "2023",
        "Lâm Đồng",
        "KCĐP",
        "Thực hiện",
        "12,5",
        "–",
        "Đang tính",
        "1",
    ]
    assert file.content.startswith(b"PK")
