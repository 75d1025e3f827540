"""What strangers and broken programs send: values that no field means, and every parameter that a page takes."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlsplit

from khuyencong.tests.addresses import MODELS, ROUTES

VALUES = {  # by what is wrong with them
    "a number of twenty digits": "9" * 20,
    "a NUL": "a\0b",
    "junk": "không_có'\"<b>;--",
    "words without end": "a1 " * 300,
    "one past the last big integer": "9223372036854775808",
    "below every integer": "-" + "9" * 25,
    "a number of two thousand digits": "7" * 2000,
    "a day that is none": "2023-02-30",
    "a year after all years": "99999-12-31",
    "no number": "NaN",
    "infinite": "1e400",
    "digits of another script": "٣٤",
    "a superscript": "²",
    "nothing": "",
    "minus one": "-1",
    "a list": "1,2,,x",
    "brackets": "[]{}$ne",
    "a template": "{{ 7|add:7 }}{% now %}%s%(x)s",
    "a path": "../../../etc/passwd",
    "a direction mark": "\u202eabc\ufeff",
    "half of a pair": "%ED%A0%80",  # sent as it stands: no UTF-8 at all
    "only a percent": "%",
    "a look-up": "__in",
}
RAW = {"half of a pair", "only a percent"}
ADMIN_LIST = ("q", "o", "p", "all", "e", "_popup", "_to_field", "_facets", "_changelist_filters")
LOOK_UP = ("app_label", "model_name", "field_name", "term", "page")
EVERYWHERE = ("page", "sort", "format", "next", "as_of")


class Fields(HTMLParser):
    """The forms of a page and the questions of its links: names to ask by (`asked`), what would be sent (`sent`)."""

    def __init__(self, html, path):
        super().__init__()
        self.path, self.asked, self.sent, self.files = path, set(), {}, set()
        self._method, self._select = "", ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._method = attrs.get("method", "get").lower()
        elif tag == "a":
            self._take_link(attrs.get("href", ""))
        elif tag in ("input", "select", "textarea") and (name := attrs.get("name")):
            self._take_control(tag, name, attrs)
        elif tag == "option" and "selected" in attrs and self._select:
            self.sent[self._select] = attrs.get("value", "")

    def _take_link(self, href):
        link = urlsplit(href)
        if link.path in ("", self.path):
            self.asked |= {name for name, _ in parse_qsl(link.query, keep_blank_values=True)}

    def _take_control(self, tag, name, attrs):
        self._select = name if tag == "select" else ""
        if self._method == "get":
            self.asked.add(name)
        elif attrs.get("type") == "file":
            self.files.add(name)
        elif name == "csrfmiddlewaretoken" or "__prefix__" in name or attrs.get("type") == "submit":
            return
        elif attrs.get("type") not in ("radio", "checkbox") or "checked" in attrs:
            self.sent.setdefault(name, attrs.get("value", ""))
        else:
            self.sent.setdefault(name, "")


def parameters(name, url, html):
    """Every parameter by which the page at `url`, called `name`, may be asked."""
    fields = Fields(html, urlsplit(url).path)
    asked = fields.asked | set(EVERYWHERE)
    model, _, page = name.removeprefix("admin:").rpartition("_")
    if page == "changelist" and model in MODELS:
        asked |= {*ADMIN_LIST, "id__exact", "pk__in", *filters_of(MODELS[model])}
    if page == "add":
        asked |= fields.sent.keys() | {"_popup", "_to_field", "_changelist_filters"}
    if name == "admin:autocomplete":
        asked |= set(LOOK_UP)
    return sorted(asked), fields


def filters_of(model):
    """Look-ups by relations and plain columns: what an address of a list in the admin may carry."""
    for column in model._meta.concrete_fields:
        yield f"{column.name}__id__exact" if column.is_relation else f"{column.name}__exact"
        yield f"{column.name}__isnull"
        yield f"{column.name}__gte"


def asking(url, names, kind):
    """`url` with these parameters, each of which has the value that is wrong in this way."""
    value = VALUES[kind] if kind in RAW else quote(VALUES[kind], safe="")
    return url + ("&" if "?" in url else "?") + "&".join(f"{quote(name)}={value}" for name in names)


ROW = re.compile(r"<[^<>]+>")


def in_place_of_rows(admin):
    """(name, function of a kind of value that gives the address), for each address that names rows."""
    for name, pattern in ROUTES.items():
        if ROW.search(pattern) and "(?P" not in pattern and name.startswith("admin:") == admin:
            yield name, lambda kind, pattern=pattern: ROW.sub(lambda _: segment(kind), f"/{pattern}")


def segment(kind):
    return VALUES[kind] if kind in RAW else quote(VALUES[kind] or "0", safe="")
