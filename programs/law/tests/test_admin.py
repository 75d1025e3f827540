import pytest

from programs.law.admin import FEEDS
from programs.models import Indicator, SupportNorm
from programs.tests.pages import change_url, typed, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def test_norm_takes_vietnamese_numbers(client, root):
    norm = SupportNorm.objects.get(norm_set="TT28_2018", item_code="MAY_MOC_CGCN")
    page = change_url(norm)

    client.post(page, typed(client, page, max_amount="1.234.567", max_percent="12,5"))

    norm.refresh_from_db()
    assert (norm.max_amount, str(norm.max_percent)) == (1_234_567, "12.50")


def test_unchanged_norm_survives_its_own_form(client, root):
    norm = SupportNorm.objects.get(norm_set="TT28_2018", item_code="MO_HINH_CN_MOI")
    page = change_url(norm)
    sent = typed(client, page)

    client.post(page, sent)

    assert sent["max_amount"] == "1.000.000.000"
    norm.refresh_from_db()
    assert (norm.max_amount, str(norm.max_percent)) == (1_000_000_000, "30.00")


def test_indicator_that_people_add_is_typed_by_people(client, root):
    client.post(
        url(Indicator, "add"),
        {
            "code": "X.2",
            "name": "Số làng nghề",
            "unit_of_measure": "làng",
            "content_group": "10",
            "kind": "flow",
        }
        | {"scale": "0", "order": "2000"},
    )

    assert Indicator.objects.get(code="X.2").is_typed


def test_every_feed_of_the_list_of_indicators_is_told_in_words(client, root):
    feeds = set(Indicator.objects.values_list("feed", flat=True))

    assert feeds <= FEEDS.keys()
    assert not feeds & set(client.get(url(Indicator, "changelist")).content.decode().split())
