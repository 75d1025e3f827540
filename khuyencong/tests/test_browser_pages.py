"""Every kind of page in a real browser: clean, narrow enough for a phone, accessible, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from khuyencong.tests.scene import THIS_YEAR, TODAY, set_scene
from programs.reference.loader import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def kinds_of_page(scene):
    own = scene.own
    portal = {
        "home": "/",
        "list": "/projects/",
        "businesses": "/businesses/",
        "project": f"/projects/{own.project.code}/",
        "business": f"/businesses/{own.business.pk}/",
        "form": f"/projects/{own.project.code}/edit/",
        "money": f"/projects/{own.project.code}/money/new/",
        "step": f"/projects/{own.project.code}/events/new/",
        "correction": f"/money/{own.money.pk}/correct/",
        "results": "/results/",
        "history": f"/projects/{own.project.code}/history/",
        "posting": f"/postings/{own.posting.number}/",
        "closings": "/reports/closings/",
        "closed figures": f"/reports/closings/{own.closure.pk}/",
        "overview": "/reports/",
        "report": f"/reports/conference/?place=P34-68&year={THIS_YEAR}&months=12",
        "source": "/reports/source/?place=P34-68&code=F.16",
        "published": "/reports/published/",
        "conferences": "/conferences/",
        "conference": f"/conferences/{scene.conference.code}/",
        "password": "/accounts/password/",
    }
    admin = {
        "admin": "/admin/",
        "admin list": "/admin/conferences/delegate/",
        "admin ledger": "/admin/programs/moneyentry/",
        "admin form": f"/admin/conferences/conference/{scene.conference.pk}/change/",
        "admin account": f"/admin/accounts/user/{own.user.pk}/change/",
        "admin row": f"/admin/programs/moneyentry/{own.money.pk}/change/",
        "admin add": "/admin/programs/department/add/",
        "admin history": f"/admin/programs/department/{own.department.pk}/history/",
        "admin delete": f"/admin/conferences/delegate/{own.delegate.pk}/delete/",
    }
    return portal, admin


WITH_AXE = [
    "home",
    "list",
    "project",
    "form",
    "step",
    "overview",
    "report",
    "conference",
    "admin list",
    "admin form",
]


def serious(page):
    """What axe-core finds that keeps people out: impact serious or critical."""
    return [
        f"{found['id']}: {node['html'][:120]}"
        for found in Axe().run(page, options={"preload": False}).response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


@pytest.fixture
def pages(transactional_db, today_is):
    """Every kind of page over a small country, and who opens it."""
    today_is(TODAY)
    load()
    scene = set_scene()
    portal, admin = kinds_of_page(scene)
    officer, root = scene.people["officer"], scene.people["root"]
    return [(name, url, officer) for name, url in portal.items()] + [
        (name, url, root) for name, url in admin.items()
    ]


def test_every_kind_of_page_is_clean_and_fits(open_as, pages):
    """Clean: no error in the console, nothing against the content policy, no other host; new_page sees to it."""
    tabs = {someone: open_as(someone) for _, _, someone in pages}
    for _, url, someone in pages:
        assert tabs[someone].goto(url).status == 200, url
    phone = open_as(pages[0][2], width=360, has_touch=True)
    wide = {}
    for name, url, someone in pages:
        if someone == pages[0][2]:
            phone.goto(url)
            wide[name] = phone.evaluate("document.documentElement.scrollWidth")

    assert {name: width for name, width in wide.items() if width > 360} == {}


def test_every_kind_of_page_is_accessible_light_and_dark(open_as, new_page, pages):
    """The rules of axe-core; it brings styles of its own, so these tabs do without the content policy."""
    log_in = new_page(bypass_csp=True)
    log_in.goto("/accounts/login/")
    problems = [f"log-in: {found}" for found in serious(log_in)]
    tabs = {someone: open_as(someone, bypass_csp=True) for _, _, someone in pages}
    for name, url, someone in pages:
        if name in WITH_AXE:
            tabs[someone].goto(url)
            problems += [f"{name}: {found}" for found in serious(tabs[someone])]
    dark = open_as(pages[0][2], bypass_csp=True, color_scheme="dark", width=360)
    for name, url, _ in pages:
        if name in ("project", "overview"):
            dark.goto(url)
            problems += [f"{name}, dark: {found}" for found in serious(dark)]

    assert dark.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert not problems, "\n".join(problems)
