"""How much the pages of reports ask, whatever the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reports.tests.pages import NINE, OVERVIEW, PUBLISHED, REPORT, SOURCE

MOST = 15


@pytest.mark.parametrize("projects", [1, 3])
@pytest.mark.parametrize("person", ["lam_dong", "ministry", "centre"])
def test_no_page_asks_more_than_fifteen_queries_whatever_the_rows(
    request,
    conference,
    make_project,
    make_beneficiary,
    plan,
    client,
    projects,
    person,
    django_assert_max_num_queries,
):
    for _ in range(projects):
        project = make_project("P63-67", kind="group")
        make_beneficiary(project, f"Cơ sở {project.code}")
        plan(project, 50_000_000)
    client.force_login(request.getfixturevalue(person))
    question = "place=MTTN&year=2023&months=9&as_of=1"
    for address in (
        OVERVIEW,
        f"{OVERVIEW}?{question}",
        REPORT,
        *(f"{REPORT}?conference=MTTN-KC-2023&annex={n}&as_of={projects}" for n in "1234"),
        *(
            f"{SOURCE}?{question}&conference=MTTN-KC-2023&code={code}"
            for code in ("F.5", "F.11", "F.12", "F.1", "S.1", "I.1", "projects")
        ),
        PUBLISHED,
    ):
        with django_assert_max_num_queries(MOST, info=address):
            assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    "path", [OVERVIEW, f"{OVERVIEW}?{NINE}", f"{REPORT}?{NINE}", f"{REPORT}?{NINE}&annex=4"]
)
def test_a_page_asks_the_same_whether_one_row_or_three(
    make_project, make_beneficiary, plan, ministry, client, path
):
    client.force_login(ministry)
    asked = []
    for _ in range(2):
        for _ in range(1 + len(asked)):
            project = make_project()
            make_beneficiary(project, f"Cơ sở {project.code}")
            plan(project, 50_000_000)
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        asked.append(len(queries))

    assert asked[0] == asked[1]
