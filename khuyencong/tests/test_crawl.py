"""All pages within reach of links: they exist, they are Vietnamese, every control has a name."""

import json

import pytest

from accounts.models import User
from khuyencong.tests.addresses import client_of
from khuyencong.tests.crawler import Crawl, foreign_words, missing_files

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Names, loan words and abbreviations that stand on Vietnamese pages as they are.
KNOWN = frozenset("Excel Word docx marketing website tr Ctrl Control Mac Command asemconnectvietnam".split())
KNOWN |= frozenset("Python Django SQLite PostgreSQL mili".split())  # of the operator's page
CODES = frozenset("then".split())  # how boundaries are called in addresses and files
# The portal as an officer; all that a ministry's leader reaches; the whole admin, whose portal is the leader's.
STARTS = {"officer": ("/",), "chief": ("/", "/admin/"), "root": ("/admin/",)}


@pytest.fixture(scope="module", params=STARTS)
def crawl(request, scene, django_db_blocker):
    """All that the role reaches; walked once for the tests below."""
    with django_db_blocker.unblock():
        starts = STARTS[request.param]
        return Crawl(client_of(scene, request.param), within=starts[0]).walk(*starts)


def told(problems):
    return "\n".join(sorted(problems))


def test_every_link_leads_to_a_page(crawl):
    assert not crawl.broken, told(crawl.broken)
    assert len(crawl.html) > 40


def test_every_file_that_pages_ask_for_is_there(crawl):
    assert missing_files(crawl.html) == []


def test_no_foreign_word_stands_on_any_page(crawl):
    known = KNOWN | CODES | set(User.objects.values_list("username", flat=True))
    found = {
        f"{word}: «{text[:60]}» on {page.url}"
        for page in crawl.html
        for text in page.reading.words
        for word in foreign_words(text, known)
    }

    assert not found, told(found)


def test_every_page_is_marked_vietnamese_and_has_one_heading(crawl):
    wrong = [
        f"{page.url}: lang={page.reading.language!r}, {page.reading.headings} h1"
        for page in crawl.html
        if (page.reading.language, page.reading.headings) != ("vi", 1)
    ]

    assert not wrong, told(wrong)


def test_every_control_has_a_name_and_no_name_is_given_twice(crawl):
    wrong = [
        f"{page.url}: {page.reading.nameless} {page.reading.ids_twice}"
        for page in crawl.html
        if page.reading.nameless or page.reading.ids_twice
    ]

    assert not wrong, told(wrong)


def test_lookups_answer_in_vietnamese_and_find_without_accents(crawl):
    lookups = {(url, *names.items()): names for page in crawl.html for url, names in page.reading.lookups}
    known, wrong = KNOWN | CODES | set(User.objects.values_list("username", flat=True)), []
    for (url, *_), names in lookups.items():
        answer = crawl.client.get(url, names | {"term": "a"})
        if answer.status_code != 200:
            wrong.append(f"{names}: {answer.status_code}")
            continue
        texts = [row["text"] for row in json.loads(answer.content)["results"]]
        wrong += [f"{names}: {text}" for text in texts if foreign_words(text, known)]

    assert not wrong, told(wrong)
