"""No English on any page: every string that Django and the libraries show is found in Vietnamese."""

import gettext as gettext_module
import re
from pathlib import Path

import django
import django_filters
import polib
import pytest
import simple_history
from django.conf import settings
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import gettext, gettext_lazy, ngettext, npgettext
from django.utils.translation.trans_real import translation
from django.views.i18n import JavaScriptCatalog

OURS = Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES"
DJANGO = Path(django.__file__).parent
CATALOGUES = {
    "lõi": DJANGO / "conf/locale/en/LC_MESSAGES/django.po",
    **{
        app: DJANGO / f"contrib/{app}/locale/en/LC_MESSAGES/django.po"
        for app in ("admin", "auth", "contenttypes", "sessions", "humanize")
    },
}
LIBRARIES = [Path(module.__file__).parent for module in (django_filters, simple_history)]
# The same in both languages: signs, units, names of languages and of nothing else.
SAME_IN_VIETNAMESE = set("… IPv4 IPv6 %(truncated_text)s… : :?.! {} Igbo Kabyle Esperanto".split()) | {", "}
SAME_IN_VIETNAMESE |= {f"%s {unit}" for unit in ("KB", "MB", "GB", "TB", "PB")} | {"%(size)d byte"}
SAME_IN_VIETNAMESE |= {"%(class_name)s %(instance)s", "%(heading)s:"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sdr]|\{\w*\}")
DOMAINS = sorted(path.stem for path in OURS.glob("*.po"))


def entries_of(path):
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete]


def library_entries():
    """Their English stands in their sources; any complete catalogue of theirs lists it."""
    found = {}
    for folder in LIBRARIES:
        for path in folder.glob("locale/*/LC_MESSAGES/django.po"):
            found |= {(entry.msgctxt, entry.msgid): entry for entry in entries_of(path)}
    return list(found.values())


def is_translated(catalogue, entry):
    """Looked up without the fallback to English, so that what is missing is seen to be missing."""
    key = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
    value = catalogue.get((key, 0)) if entry.msgid_plural else catalogue.get(key)
    return bool(value) and (value != entry.msgid or value in SAME_IN_VIETNAMESE)


@pytest.fixture(scope="module")
def catalogue():
    merged = translation("vi")
    every = {}
    for part in reversed(merged._catalog._catalogs):
        every |= part
    return every


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_string_of_django_is_vietnamese(name, catalogue):
    missing = [entry.msgid for entry in entries_of(CATALOGUES[name]) if not is_translated(catalogue, entry)]

    assert missing == []


def test_every_string_of_the_libraries_is_vietnamese(catalogue):
    entries = library_entries()

    assert len(entries) > 60
    assert [entry.msgid for entry in entries if not is_translated(catalogue, entry)] == []


def test_every_string_of_the_admin_scripts_is_vietnamese():
    english = entries_of(DJANGO / "contrib/admin/locale/en/LC_MESSAGES/djangojs.po")
    theirs = entries_of(DJANGO / "contrib/admin/locale/vi/LC_MESSAGES/djangojs.po")
    known = {(entry.msgctxt, entry.msgid) for entry in theirs if entry.translated()}
    known |= {
        (entry.msgctxt, entry.msgid) for entry in entries_of(OURS / "djangojs.po") if entry.translated()
    }

    assert [entry.msgid for entry in english if (entry.msgctxt, entry.msgid) not in known] == []


def test_admin_scripts_are_served_in_vietnamese():
    response = JavaScriptCatalog.as_view(packages=["django.contrib.admin"])(RequestFactory().get("/jsi18n/"))
    page = response.content.decode()

    assert "Th\\u1ee9 Hai" in page
    assert "Ch\\u1ecdn t\\u1ea5t c\\u1ea3 %s" in page


@pytest.mark.parametrize("domain", DOMAINS)
def test_compiled_catalogue_is_that_of_its_source(domain):
    source = {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in entries_of(OURS / f"{domain}.po")}
    compiled = {
        (e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in polib.mofile(str(OURS / f"{domain}.mo"))
    }

    assert compiled == source, "chạy: python locale/compile.py"
    with (OURS / f"{domain}.mo").open("rb") as file:
        gettext_module.GNUTranslations(file)


@pytest.mark.parametrize("domain", DOMAINS)
def test_translation_keeps_every_placeholder(domain):
    broken = []
    for entry in entries_of(OURS / f"{domain}.po"):
        wanted = set(PLACEHOLDER.findall(entry.msgid))
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            if text and set(PLACEHOLDER.findall(text)) != wanted:
                broken.append(entry.msgid)

    assert broken == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_translation_is_no_copy_of_the_english(domain):
    copies = {entry.msgid for entry in entries_of(OURS / f"{domain}.po") if entry.msgstr == entry.msgid}

    assert copies <= SAME_IN_VIETNAMESE


def test_our_words_win_over_the_stock_ones():
    assert gettext("Password reset unsuccessful") == "Không đặt lại được mật khẩu"
    assert gettext("History") == "Lịch sử"
    assert str(gettext_lazy("staff status")) == "được vào trang quản trị"
    assert npgettext("naturaltime-past", "%(num)d day", "%(num)d days", 3) == "%(num)d ngày"
    assert ngettext("entry", "entries", 5) == "mục"


def test_template_tags_find_our_words():
    source = (
        "{% load i18n %}{% translate 'Toggle navigation' %} | "
        "{% blocktranslate count n=3 %}entry{% plural %}entries{% endblocktranslate %}"
    )

    assert Template(source).render(Context()) == "Ẩn, hiện thanh điều hướng | mục"
