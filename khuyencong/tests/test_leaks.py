"""Nothing of another province is within reach of links: no page, list, total, look-up, history, file or workbook."""

import pytest

from khuyencong.tests.addresses import client_of
from khuyencong.tests.crawler import Crawl, Page
from khuyencong.tests.scene import TRACES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["viewer", "officer", "leader", "keeper"])
def test_nothing_of_another_province_shows_anywhere(scene, role):
    """Pages, lists, totals, look-ups, histories, files and workbooks; the mark stands in every text of Gia Lai."""
    client = client_of(scene, role)
    start = "/admin/" if role == "keeper" else "/"  # in the portal a keeper is an officer
    crawl = Crawl(client, each=1, within=start).walk(start)
    searches = [f"/{name}/?q=khuyu+khoam" for name in ("projects", "businesses", "results", "conferences")]
    pages = [*crawl.pages, *(Page(url, client.get(url), "") for url in searches)]
    leaks = []
    for page in pages:
        content = page.content.replace(searched(page.url), "")
        leaks += [f"{trace}: {page.url}" for trace in TRACES if trace in content]

    assert not leaks, "\n".join(sorted(leaks))
    assert role == "keeper" or any(page.url.endswith("format=xlsx") for page in pages)
    assert len(pages) > 40


def searched(url):
    """What was typed into the search stands on the page again; that is no leak."""
    return "khuyu khoam" if "khuyu" in url else "\0"


@pytest.mark.parametrize("role", ["gia_lai", "ministry"])
def test_mark_shows_to_those_whom_it_concerns(scene, role):
    """Else the test above would prove nothing."""
    pages = Crawl(client_of(scene, role), each=1).walk("/").pages
    seen = {trace for page in pages for trace in TRACES if trace in page.content}

    assert {
        TRACES[0],
        "0909 787 343",
        "0909787343",
        "7878343000",
        "7.878.343.000",
        "7.878,3",
        "78.783",
    } <= seen
