"""A condition that is not understood never widens: on no list, report, page of sources, file or list of the admin."""

from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import AuditEvent
from khuyencong.tests.addresses import client_of, words_of
from programs.models import Business, Region

pytestmark = pytest.mark.django_db
LISTS = ("business_list", "project_list", "result_list", "published_list", "conference_list")
WRONG = ["regon=MTTN", "unit=", "sort=password", "sort=-", "format=csv", "page__gt=1", "_connector=OR"]


def wrong_addresses(client, name):
    """Each condition of a list with a value that is none, and addresses that say what no list knows."""
    fields = client.get(reverse(name)).context["filter"].form.fields
    twice = [f"{field}=&{field}=" for field in fields]
    values = [f"{field}=zzz" for field in fields if field != "q"]
    unknown = [query for query in WRONG if query.partition("=")[0] not in fields]
    return [*twice, *values, *unknown]


@pytest.mark.parametrize("name", LISTS)
def test_list_shows_and_exports_nothing_for_what_it_does_not_understand(scene, name):
    client = client_of(scene, "officer")
    before = AuditEvent.objects.count()
    for query in wrong_addresses(client, name):
        page = client.get(f"{reverse(name)}?{query}")
        assert (page.status_code, page.context["rows"]) == (200, []), query
        assert "Chưa lọc được: có điều kiện cổng không hiểu" in page.text, query
        assert "Xuất Excel danh sách này" not in page.text, query
        if not query.startswith("format"):
            file = client.get(f"{reverse(name)}?{query}&format=xlsx")
            assert (file.status_code, file.url) == (302, f"?{query}"), query
    assert AuditEvent.objects.count() == before


def test_province_of_another_answers_like_one_that_is_not_there(scene):
    client, texts = client_of(scene, "officer"), []
    for number in (scene.other.home.pk, 999_999):
        page = client.get(reverse("business_list"), {"unit": number})
        assert page.context["rows"] == []
        texts.append(words_of(page).replace(str(number), "…"))
    assert texts[0] == texts[1]


def test_what_is_understood_is_exported(scene):
    answer = client_of(scene, "officer").get(
        reverse("business_list"), {"unit": scene.own.unit.pk, "format": "xlsx"}
    )
    told = [cell.value for row in load_workbook(BytesIO(answer.content)).active for cell in row]
    assert Business.objects.get(pk=scene.own.business.pk).name in told


@pytest.mark.parametrize(
    ("query", "name", "shown"),
    [
        ("legal_form=zzz", "legal_form", "«zzz» (không hiểu)"),
        ("unit=999999", "unit", "«999999» (không hiểu)"),
    ],
)
def test_select_shows_what_was_asked_and_not_another_choice(scene, query, name, shown):
    page = client_of(scene, "officer").get(f"{reverse('business_list')}?{query}")
    assert chosen(page.context["filter"].form[name]) == shown


def chosen(field):
    """The words of the option that a browser shows."""
    options = [
        option
        for _, group, _ in field.field.widget.optgroups(field.name, [str(field.value())])
        for option in group
    ]
    return next((str(option["label"]) for option in options if option["selected"]), str(options[0]["label"]))


# --------------------------------------------------------------------------------------------------- reports

REPORTS = ("overview", "conference_report")


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    "wrong",
    [
        "regon=MTTN",
        "months=13",
        "months=zzz",
        "boundaries=zzz",
        "as_of=zzz",
        "year=zzz",
        "from_year=zzz",
        "year=2026&year=",
    ],
)
def test_report_makes_no_figure_of_what_it_does_not_understand(scene, name, wrong):
    query = f"place={scene.own.home.key}&{'' if wrong.startswith('year') else 'year=2026&'}{wrong}"
    client = client_of(scene, "officer")
    page = client.get(f"{reverse(name)}?{query}")
    assert (page.status_code, page.context["asked"]) == (200, None)
    assert "Chưa lập được báo cáo: cần xem lại" in page.text
    assert client.get(f"{reverse('conference_report_xlsx')}?{query}").status_code == 302
    assert client.get(f"{reverse('figure_source')}?{query}&code=F.16").status_code == 404


@pytest.mark.parametrize("query", ["place=zzz", "place=P34-52", "map=zzz"])
def test_report_of_what_is_not_there_is_missing(scene, query):
    assert client_of(scene, "officer").get(f"{reverse('overview')}?{query}").status_code == 404


def test_report_that_a_link_asks_shows_the_months_in_force(scene):
    page = client_of(scene, "officer").get(
        f"{reverse('overview')}?place={scene.own.home.key}&year=2026&months=7"
    )
    assert page.context["asked"].period.months == 7
    assert chosen(page.context["form"]["months"]) == "7 tháng đầu năm"
    assert [label for _, label in page.context["form"].fields["months"].widget.choices] == [
        "Cả năm", "9 tháng đầu năm", "7 tháng đầu năm", "6 tháng đầu năm", "3 tháng đầu năm",
    ]  # fmt: skip


def test_report_that_does_not_know_a_value_does_not_show_another(scene):
    page = client_of(scene, "officer").get(f"{reverse('overview')}?year=2026&months=13&boundaries=zzz")
    assert chosen(page.context["form"]["months"]) == "«13» (không hiểu)"
    assert chosen(page.context["form"]["boundaries"]) == "«zzz» (không hiểu)"


def test_way_on_and_back_asks_the_same_question(scene):
    """Neither the overview nor the conference report is asked for what only the other knows."""
    client, asked = client_of(scene, "officer"), f"place={scene.own.home.key}&year=2026"
    for more, back in (
        ("months=7", "overview"),
        ("region_on=01/02/2026", "conference_report"),
        ("until=01/05/2026", "overview"),
    ):
        source = client.get(f"{reverse('figure_source')}?{asked}&{more}&code=F.16")
        label, url = source.context["crumbs"][1]
        page = client.get(url)
        assert url.startswith(f"{reverse(back)}?")
        assert page.context["asked"].period == source.context["asked"].period
    assert client.get(f"{reverse('overview')}?{asked}&until=01/05/2026").context["conference_url"] == ""


def test_source_of_a_region_in_which_the_line_is_not_is_missing(scene):
    query = {"place": "MTTN", "year": 2026, "code": "F.16", "unit": "P34-68"}
    client, url = client_of(scene, "ministry"), reverse("figure_source")
    assert client.get(url, query | {"region": "MTTN"}).status_code == 200
    for region in Region.objects.exclude(code="MTTN"):
        assert client.get(url, query | {"place": "all", "region": region.code}).status_code == 404


@pytest.mark.parametrize("query", ["unit=40", "format=csv", "page=1&page=2"])
def test_pages_without_conditions_refuse_what_they_do_not_know(scene, query):
    client = client_of(scene, "officer")
    if not query.startswith("page"):
        assert (
            client.get(f"{reverse('closed_figures', args=[scene.own.closure.pk])}?{query}").status_code == 400
        )
    assert client.get(f"{reverse('closure_list')}?{query}").status_code == 400


# ----------------------------------------------------------------------------------------------------- admin


def changelists():
    return [pytest.param(model, id=model._meta.label) for model in admin.site._registry]


@pytest.mark.once
@pytest.mark.parametrize("model", changelists())
def test_list_of_the_admin_never_widens(scene, logged, rf, model):
    """Each of its filters with a value that is none, and a name that is no filter: no rows, or a refusal."""
    client, page = client_of(scene, "root"), admin.site._registry[model]
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    request = rf.get(url)
    request.user = scene.people["root"]
    specs = page.get_changelist_instance(request).filter_specs
    asked = [
        {"khong_co": "1"},
        {"e": "1"},
        *({name: "zzz"} for spec in specs for name in spec.expected_parameters()),
    ]
    for query in asked:
        answer = client.get(f"{url}?{urlencode(query)}")
        shown = answer.context["cl"].result_count if answer.status_code == 200 else None
        assert (answer.status_code, shown) in ((400, None), (200, 0)), query


def test_filter_of_the_admin_that_has_nothing_to_offer_still_holds(scene):
    """Without a conference the list of delegates offers no delegation; asked for one it is not the whole list."""
    client, url = client_of(scene, "root"), reverse("admin:conferences_delegate_changelist")
    assert client.get(url).context["cl"].result_count == 2
    for value, found in (("987654321", 0), ("zzz", 0), (scene.own.delegation.pk, 1)):
        assert client.get(url, {"delegation": value}).context["cl"].result_count == found
