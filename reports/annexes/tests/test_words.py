"""As of a posting a report says what it said then: the same question, the same bytes, whatever has been renamed since."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.choices import DepartmentKind, Stage
from programs.ledger.asof import head
from programs.models import Business, Department, Project, Province
from programs.periods import BudgetPeriod
from programs.projects.register import amend
from programs.tests.factories import reword, stand
from reports.annexes.workbook import annex, conference_workbook
from reports.conftest import money
from reports.question.asked import ask
from reports.review import Review
from reports.tests.pages import SOURCE, WORKBOOK

NINE_MONTHS = BudgetPeriod.of_months(2023, 9)
PLACE = "place=MTTN&year=2023&months=9"
SOURCES = [
    f"{SOURCE}?{PLACE}&format=xlsx&code={code}" for code in ("F.5", "F.11", "F.1", "S.1", "I.1", "projects")
]
WORDS = st.text("Máy sấy ủ–", min_size=1, max_size=12).filter(str.strip)
EDITS = st.lists(
    st.tuples(st.sampled_from(["project", "business", "department"]), WORDS), min_size=1, max_size=5
)


@pytest.fixture
def told(make_project, make_beneficiary, write):
    """A usual and a group project with money, an implementer and beneficiaries, as of the posting that this gives."""
    unit = Province.objects.get(key="P63-67")
    kind = DepartmentKind.OTHER_IMPLEMENTER
    runs = stand(Department(kind=kind, name="Trung tâm cũ", unit=unit, valid_from=date(2012, 1, 1)))
    for kind in ("single", "group"):
        project = make_project(
            kind=kind, implementer=runs, place="Xã cũ", outcome="Kết quả cũ", note="Ghi chú cũ"
        )
        joined = make_beneficiary(project, "Cơ sở cũ")
        write(money(project, Stage.ASSIGNED, 100), money(project, Stage.PAID, 60, beneficiary=joined))
    return head()


def rename(what, words):
    """The rows say something else, each by a posting."""
    if what == "project":
        for row in Project.objects.all():
            reword(row, name=words, place=words, outcome=words, note=words, implementer_name=words)
    elif what == "business":
        reword(Business.objects.get(), name=words, commune=words, district=words)
    else:
        reword(Department.objects.latest("pk"), name=words)


def content_of(answer):
    assert answer.status_code == 200
    return answer.content


def workbook(posting):
    return conference_workbook(ask(period=NINE_MONTHS, region="MTTN", posting=posting))


def cells(posting):
    """The words of PL IV, by the key of the column; of the lines below a project theirs."""
    table = annex(Review(ask(period=NINE_MONTHS, region="MTTN", posting=posting)), "4")
    rows = [row for row in table.rows if row.item is not None]
    read = {column.key: column for column in table.columns if column.key in KEYS}
    return [{key: column.value(row.item) for key, column in read.items()} for row in rows]


KEYS = ("name", "runs", "benefits", "place", "outcome", "note")


def test_cells_of_the_list_of_projects_stay_and_the_head_tells_the_new_words(told):
    before = cells(told)
    for what in ("project", "business", "department"):
        rename(what, "Mới")

    assert cells(told) == before
    usual, _ = before
    assert list(usual.values()) == [
        "Đề án số 1",
        "Trung tâm cũ",
        "Cơ sở cũ",
        "Xã cũ",
        "Kết quả cũ",
        "Ghi chú cũ",
    ]
    assert list(cells(head())[0].values()) == ["Mới"] * 6


def test_no_longer_chosen_implementer_is_told_as_it_was(told, writer):
    before = workbook(told)
    for project in Project.objects.all():
        project.implementer, project.implementer_name = None, "Công ty Mới"
        amend(project=project, by=writer)

    assert workbook(told) == before
    assert workbook(head()) != before


def test_each_of_several_renames_is_told_at_its_own_posting(told):
    """The second of three words, too: not the first, not the last."""
    seen = {told: workbook(told)}
    for words in ("Một", "Hai", "Ba"):
        for what in ("project", "business", "department"):
            rename(what, words)
            seen[head()] = workbook(head())

    assert {number: workbook(number) for number in seen} == seen
    assert list(cells(sorted(seen)[-4])[0].values())[:1] != list(cells(told)[0].values())[:1]


def test_same_posting_same_question_same_bytes(told, ministry, look):
    addresses = [f"{address}&as_of={told}" for address in (f"{WORKBOOK}?{PLACE}", *SOURCES)]
    before = [content_of(look(ministry, address)) for address in addresses]
    for what in ("project", "business", "department"):
        rename(what, "AAA mới")

    assert [content_of(look(ministry, address)) for address in addresses] == before
    now = openpyxl.load_workbook(BytesIO(content_of(look(ministry, SOURCES[3])))).active
    assert "AAA mới" in {cell.value for row in now for cell in row}


@settings(
    max_examples=max(settings.default.max_examples // 20, 1),  # each makes two workbooks
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=EDITS)
def test_whatever_is_renamed_later_an_old_posting_says_the_same(told, edits):
    then, before = head(), workbook(head())

    for what, words in edits:
        rename(what, words)

    assert workbook(then) == before


@pytest.mark.parametrize("projects", [1, 3])
def test_list_of_projects_asks_the_same_few_at_an_old_posting(make_project, plan, make_beneficiary, projects):
    for _ in range(projects):
        project = make_project(kind="group")
        make_beneficiary(project, f"Cơ sở {project.code}")
        plan(project, 50)
    asked = []
    for posting in (head(), head() - 1):
        review = Review(ask(period=NINE_MONTHS, region="MTTN", posting=posting))
        with CaptureQueriesContext(connection) as queries:
            annex(review, "4")
        asked.append(len(queries))

    assert asked[0] == 8 and asked[1] <= 7
