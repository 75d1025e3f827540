"""Walks the portal by its links as a person would, and reads what the pages say."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import BytesIO
from urllib.parse import parse_qs, urljoin, urlsplit
from zipfile import ZipFile

from django.contrib.staticfiles import finders
from django.urls import Resolver404, resolve

SAID = ("title", "placeholder", "aria-label", "alt", "data-confirm")  # attributes that people read or hear
UNSEEN = ("script", "style", "template")
NO_CONTROL = ("hidden", "submit", "button", "reset", "image")
REMEMBERED = {"_changelist_filters", "_facets", "_popup"}  # what a page of the admin hands on to the next
VOID = ("input", "img", "br", "hr", "meta", "link", "use", "path", "source", "col")


class Reading(HTMLParser):
    """One page of HTML: its words, links and form controls."""

    def __init__(self, html):
        super().__init__()
        self.language, self.headings, self.words = "", 0, []
        self.links, self.files, self.ids, self.lookups = [], [], set(), []
        self.labelled, self.controls, self.ids_twice = set(), [], []
        self._open = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if tag == "html":
            self.language = attrs.get("lang", "")
        elif tag == "h1":
            self.headings += 1
        elif tag == "label":
            self.labelled.add(attrs.get("for", ""))
        if found := attrs.get("id"):
            self.ids_twice += [found] if found in self.ids else []
            self.ids.add(found)
        self.words += [attrs[name] for name in SAID if attrs.get(name)]
        if tag == "optgroup":
            self.words.append(attrs.get("label", ""))
        self._take_address(tag, attrs)
        self._take_control(tag, attrs)

    def _take_address(self, tag, attrs):
        if tag == "a" and "href" in attrs:
            self.links.append(attrs["href"])
        elif tag in ("link", "script", "img"):
            self.files.append(attrs.get("href") or attrs.get("src") or "")

    def _take_control(self, tag, attrs):
        kind = attrs.get("type", "text")
        if tag == "input" and kind in NO_CONTROL:
            self.words += [attrs.get("value", "")] if kind in ("submit", "button", "reset") else []
        elif tag in ("input", "select", "textarea"):
            named = attrs.get("aria-label") or attrs.get("aria-labelledby") or "label" in self._open
            self.controls.append((attrs.get("id") or attrs.get("name", "?"), bool(named)))
        if "data-ajax--url" in attrs:
            names = {
                name: attrs[f"data-{name.replace('_', '-')}"]
                for name in ("app_label", "model_name", "field_name")
            }
            self.lookups.append((attrs["data-ajax--url"], names))

    def handle_endtag(self, tag):
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if data.strip() and not set(self._open) & set(UNSEEN):
            self.words.append(data.strip())

    @property
    def nameless(self):
        """Controls that nothing says the name of."""
        return [name for name, named in self.controls if not named and name not in self.labelled]


@dataclass
class Page:
    """One answer, and the page that led to it."""

    url: str
    response: object
    referrer: str
    reading: Reading | None = None

    @property
    def content(self) -> str:
        """All that a reader could find in it, of a workbook every part."""
        answer = self.response
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if not body.startswith(b"PK"):
            return body.decode(errors="replace")
        with ZipFile(BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


@dataclass
class Crawl:
    """Every page within reach of some addresses; of pages that differ in a row or a filter alone, a few."""

    client: object
    each: int = 2  # how many rows of one kind; of one kind of filter or order, one
    within: str = "/"  # addresses that begin otherwise are left to others
    pages: list[Page] = field(default_factory=list)
    seen: set = field(default_factory=set)
    kinds: Counter = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)

    def walk(self, *starts):
        waiting = deque((url, "") for url in starts)
        while waiting:
            url, referrer = waiting.popleft()
            if not self._wanted(url, referrer):
                continue
            page = self._visit(url, referrer)
            targets = page.reading.links if page.reading else [page.response.get("Location", "")]
            for target in targets:
                joined = urljoin(url, target)
                address = urlsplit(joined)
                if not address.netloc and target and address.path.startswith("/"):
                    waiting.append((joined.partition("#")[0], url))
        return self

    def _wanted(self, url, referrer):
        address = urlsplit(url)
        if (
            url in self.seen
            or not url.startswith(self.within)
            or (REMEMBERED & parse_qs(address.query).keys())
        ):
            return False
        self.seen.add(url)
        try:
            match = resolve(address.path)
        except Resolver404:
            self.broken.append(f"{referrer}: {url} is no address")
            return False
        asked = sorted(parse_qs(address.query))
        kind = (match.view_name or match.route, *(asked if len(asked) < 2 else ["several"]))
        if "object_id" in match.kwargs or "app_label" in match.kwargs:
            kind += (address.path.split("/")[3],)
        self.kinds[kind] += 1
        return self.kinds[kind] <= (1 if asked else self.each)

    def _visit(self, url, referrer):
        page = Page(url, self.client.get(url), referrer)
        self.pages.append(page)
        if page.response.status_code not in (200, 302):
            self.broken.append(f"{referrer}: {url} gives {page.response.status_code}")
        if page.response.get("Content-Type", "").startswith("text/html"):
            page.reading = Reading(page.response.content.decode())
        return page

    @property
    def html(self):
        return [page for page in self.pages if page.reading and page.response.status_code == 200]


def missing_files(pages):
    """Static files that a page asks for and nobody has."""
    asked = {address for page in pages for address in page.reading.files if address.startswith("/static/")}
    return sorted(
        address for address in asked if not finders.find(address.removeprefix("/static/").partition("?")[0])
    )


# ------------------------------------------------------------------------------------------------------- language

NOT_PROSE = re.compile(r"https?://\S+|\S+@\S+|\S*[\d_/\\=]\S*|\b[a-z]+(?:[.-][a-z]+)+\b|[\w.-]+\.xlsx")
WORD = re.compile(r"[^\W\d_]+")
# A Vietnamese syllable without any mark: what ends in c, ch, p or t always bears one, as do ie, uo and their like.
ONSET = "b|ch?|d|gh?|gi|h|kh?|l|m|nh?|ngh?|ph?|r|s|th?|tr|v|x"
OPEN = "oai|oay|oeo|uya|ai|ao|au|ay|eo|ia|iu|oa|oe|oi|ua|ui|uy|[aeiouy]"
CLOSED = "(?:oa|oo|oe|uy|[aeiou])(?:nh|ng|n|m)"
SYLLABLE = re.compile(
    rf"qu(?:[aeiyo](?:[iyo]|nh|ng|n|m)?)|(?:{ONSET})?(?:{CLOSED}|{OPEN})|gi(?:n|m)?", re.IGNORECASE
)
ALSO_ENGLISH = set("the them then an in on no so he me go do hi she by my".split()) - set(
    "an in do so".split()
)


def foreign_words(text, known=frozenset()):
    """Words of a text that cannot be Vietnamese, but for names and loan words that are known."""
    words = WORD.findall(NOT_PROSE.sub(" ", text))
    return [
        word
        for word in words
        if len(word) > 1
        and word.isascii()
        and not word.isupper()
        and word not in known
        and (not SYLLABLE.fullmatch(word) or word.lower() in ALSO_ENGLISH)
    ]
