from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import clock
from programs.choices import Phase, Stage
from programs.ledger.posting import post
from programs.models import Project


@pytest.fixture
def running(make_project, lan):
    """A project under way that ends so many days from today."""

    def make(days, **values):
        project = make_project(lan, ends_on=clock.today() + timedelta(days=days), **values)
        Project.objects.filter(pk=project.pk).update(phase=Phase.RUNNING)
        return project

    return make


@pytest.fixture
def planned(running, money, lan):
    def make(days, **values):
        project = running(days, **values)
        post(by=lan, kind="late", reason="Bổ sung", entries=[money(project, stage=Stage.ASSIGNED)])
        return project

    return make


def told(response):
    return {tasks.title: [p.code for p in tasks.rows] for tasks in response.context["lists"]}


def test_home_tells_what_waits_in_three_lists(client, an, running, planned):
    late, soon, bare = planned(-1), planned(30), running(31)
    planned(31)
    client.force_login(an)
    assert told(client.get("/")) == {
        "Quá hạn": [late.code],
        "Sắp đến hạn": [soon.code],
        "Chưa có kế hoạch vốn": [bare.code],
    }


def test_home_with_nothing_waiting_names_the_next_day(client, an, planned):
    planned(90)
    next_one = planned(45)
    client.force_login(an)
    page = client.get("/")
    assert "Không có việc chờ anh/chị" in page.text
    assert f"{next_one.ends_on:%d/%m/%Y}" in page.text


def test_home_shows_own_provinces_only(client, binh, planned):
    planned(-1)
    client.force_login(binh)
    assert told(client.get("/")) == {}


def test_home_shows_eight_and_says_where_all_of_them_are(client, an, planned):
    for number in range(10):
        planned(-1 - number)
    client.force_login(an)
    page = client.get("/")
    [tasks] = page.context["lists"]
    assert (len(tasks.rows), tasks.count) == (8, 10)
    assert len(client.get(tasks.more_url).context["rows"]) == 10


def test_home_asks_for_log_in(client, db):
    assert client.get("/").url == f"{reverse('login')}?next=/"


def test_healthz_answers_without_log_in(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert client.post("/healthz").status_code == 405
