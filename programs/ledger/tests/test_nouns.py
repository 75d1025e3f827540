"""An edit of a project, business or department is a posting, and nothing gets round it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.versions import Stale
from programs.businesses.forms import BusinessEditForm
from programs.businesses.register import keep, keep_all
from programs.choices import Happening, LegalForm, PostingKind
from programs.ledger.asof import head
from programs.ledger.nouns import record_states
from programs.ledger.posting import post
from programs.ledger.refusal import Refusal
from programs.ledger.words import rows_at
from programs.models import Business, Department, Posting, Project, ProjectEvent
from programs.projects import register, steps
from programs.projects.forms import ProjectEditForm
from programs.querysets import Unposted
from programs.tests.factories import reword
from programs.tests.states import NOUNS, strayed, words_of
from programs.tests.threads import at_once


def renamed(row, name):
    row.name = name
    return row


# ------------------------------------------------------------------------------------------------ a kind of its own


def test_nouns_are_the_tables_whose_words_reports_print():
    assert set(NOUNS) == {Project, Business, Department}


def test_edit_is_a_posting_of_its_kind_by_the_one_who_edits(an, project, make_business):
    business = make_business()
    register.amend(project=renamed(project, "Máy sấy"), by=an)
    keep(business=renamed(business, "HTX Dran"), by=an)

    posted = Posting.objects.acts().order_by("number").values_list("number", "kind", "recorded_by")
    assert list(posted) == [(1, PostingKind.PROJECT, an.pk), (2, PostingKind.BUSINESS, an.pk)]
    assert [state.posting_id for state in project.history.order_by("history_id")] == [0, 1]
    assert project.history.first().history_date == Posting.objects.get(number=1).recorded_at
    assert strayed() == []


def test_each_state_is_read_at_its_posting(an, project):
    for name in ("Một", "Hai", "Ba"):
        register.amend(project=renamed(project, name), by=an)

    told = [rows_at(Project, number, [project.pk])[project.pk].name for number in range(4)]
    assert told == ["Hỗ trợ ứng dụng máy móc trong chế biến cà phê", "Một", "Hai", "Ba"]
    assert rows_at(Project, 2, Project.objects.values("pk"), "name")[project.pk].name == "Hai"


@pytest.mark.parametrize(
    "kind", [PostingKind.ENTRY, PostingKind.BUSINESS, PostingKind.SYSTEM, PostingKind.IMPORT]
)
def test_noun_is_written_under_its_own_kind_alone(lan, project, kind):
    with pytest.raises(ValidationError, match="không gồm loại dòng này|chỉ do hệ thống ghi"):
        post(by=lan, kind=kind, nouns=[renamed(project, "Khác")])

    assert (head(), Project.objects.get().name) == (0, "Hỗ trợ ứng dụng máy móc trong chế biến cà phê")


def test_posting_of_a_noun_holds_nothing_else(an, project, money):
    with pytest.raises(Refusal, match="không gồm loại dòng này"):
        post(by=an, kind=PostingKind.PROJECT, nouns=[project], entries=[money(project)])


def test_business_that_moves_is_taken_from_its_province_and_given_to_the_other(
    an, binh, make_business, world
):
    business = make_business()
    business.unit = world.gia_lai
    for person in (an, binh):
        with pytest.raises(ValidationError, match="không có quyền"):
            keep(business=business, by=person)

    assert (head(), Business.objects.get().unit) == (0, world.lam_dong)


def test_nothing_to_keep_is_no_posting(an):
    keep_all(businesses=[], by=an)
    register.register_all(projects=[], by=an)

    assert head() == 0


# ---------------------------------------------------------------------------------------------------- no other way


WAYS = (
    "save", "create", "get_or_create", "update_or_create", "update", "update of a word and a cache", "bulk_create",
    "bulk_update", "delete", "delete many",
)  # fmt: skip


def without_a_posting(row):
    business = Business(name="HTX Mới", legal_form=LegalForm.COOPERATIVE, unit=row.unit)
    rows = Business.objects
    return {
        "save": lambda: renamed(row, "Khác").save(),
        "create": lambda: rows.create(name="HTX Mới", legal_form=LegalForm.COOPERATIVE, unit=row.unit),
        "get_or_create": lambda: rows.get_or_create(name="HTX Mới", defaults={"unit": row.unit}),
        "update_or_create": lambda: rows.update_or_create(pk=row.pk, defaults={"name": "Khác"}),
        "update": lambda: rows.update(name="Khác"),
        "update of a word and a cache": lambda: rows.filter(pk=row.pk).update(unit=row.unit_id, version=2),
        "bulk_create": lambda: rows.bulk_create([business]),
        "bulk_update": lambda: rows.bulk_update([renamed(row, "Khác")], ["name"]),
        "delete": row.delete,
        "delete many": rows.all().delete,
    }


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_the_models_past_a_posting_is_refused(make_business, way):
    business = make_business()

    with pytest.raises(Unposted, match="chỉ được ghi bằng một bút toán"), transaction.atomic():
        without_a_posting(Business.objects.get())[way]()

    assert list(Business.objects.values_list("name", "version")) == [(business.name, 1)]


@pytest.mark.parametrize("model", NOUNS)
def test_caches_alone_are_written_past_a_posting(model):
    assert set(model.caches) <= {"phase", "version"}
    assert {field.name for field in model.words()} & {
        *model.caches,
        "search_key",
        "sort_key",
        "created_at",
    } == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE programs_business SET name = 'Khác'",
        "UPDATE programs_business SET version = 2, note = 'x'",
        "UPDATE programs_project SET outcome = 'Khác'",
        "UPDATE programs_department SET name = 'Khác'",
    ],
)
def test_database_refuses_words_without_their_state(
    an, project, money, make_business, departments, statement
):
    make_business()
    post(by=an, kind=PostingKind.ENTRY, entries=[money(project)])

    with pytest.raises(IntegrityError, match="chỉ được ghi bằng một bút toán"), transaction.atomic():
        connection.cursor().execute(statement)


def test_database_refuses_a_row_that_no_posting_makes(an, project, money, world):
    post(by=an, kind=PostingKind.ENTRY, entries=[money(project)])
    stray = Business(name="HTX Lạc", legal_form=LegalForm.COOPERATIVE, unit=world.lam_dong)

    with pytest.raises(IntegrityError, match="chỉ được ghi bằng một bút toán"), transaction.atomic():
        stray.save_base()


def test_state_is_not_put_into_the_past(an, make_business):
    business = make_business()
    keep(business=renamed(business, "Tên mới"), by=an)

    for number in (0, 1):
        with pytest.raises(IntegrityError, match="Không ghi thêm vào bút toán cũ"), transaction.atomic():
            record_states(Business, [business], Posting.objects.get(number=number), update=True)


# ------------------------------------------------------------------------------------------------------ properties

EDIT = st.tuples(
    st.sampled_from(["project", "business", "department", "keys", "step", "stale"]),
    st.sampled_from(["Máy sấy", "Máy xay  ", "Lò hơi", "Ủ phân"]),
)


@settings(
    max_examples=settings.default.max_examples // 4,  # each writes to the database
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=st.lists(EDIT, max_size=8))
def test_rows_say_what_their_states_say_at_the_head_and_old_states_stay(scratch, edits):
    with scratch() as write:
        told = {}
        for what, name in edits:
            write(what, name)
            told[head()] = [rows_at(model, head(), model.objects.values("pk")) for model in NOUNS]

        assert strayed() == []
        for number, before in told.items():
            now = [rows_at(model, number, model.objects.values("pk")) for model in NOUNS]
            for model, old, new in zip(NOUNS, before, now, strict=True):
                assert {pk: words_of(model, row) for pk, row in old.items()} == {
                    pk: words_of(model, row) for pk, row in new.items()
                }


@pytest.fixture
def scratch(an, project, make_business, departments):
    """scratch() gives write(what, name), all of which is taken back at its end."""
    business, body = make_business(), departments.lam_dong

    class Scratch:
        def __enter__(self):
            self.atomic = transaction.atomic()
            self.atomic.__enter__()
            return self.write

        def __exit__(self, *error):
            transaction.set_rollback(True)
            self.atomic.__exit__(*error)

        @staticmethod
        def write(what, name):
            one = Project.objects.get(pk=project.pk)
            if what == "project":
                register.amend(project=renamed(one, name), by=an)
            elif what == "business":
                keep(business=renamed(Business.objects.get(pk=business.pk), name), by=an)
            elif what == "department":
                reword(Department.objects.get(pk=body.pk), name=name)
            elif what == "keys":
                Business.objects.update(search_key="cũ")
            elif what == "step":
                event = ProjectEvent(
                    project=one, happening=Happening.APPRAISED, budget_year=2023, on="2023-04-03"
                )
                if one.phase == "registered":
                    steps.record_event(event=event, by=an)
            else:
                form = BusinessEditForm(
                    {"name": name, "seen_version": 77}, instance=Business.objects.get(pk=business.pk), user=an
                )
                assert not form.is_valid()

    return Scratch


@pytest.mark.django_db(transaction=True)
def test_editor_and_writer_of_steps_do_not_wait_for_each_other(an, project):
    """Both lock the head first, then the project's row: whoever is second is told so, nobody is left in a dead lock."""

    def edit():
        one = Project.objects.get()
        typed = model_to_dict(one) | {"name": "Máy sấy", "seen_version": one.version}
        form = ProjectEditForm({k: v for k, v in typed.items() if v is not None}, instance=one, user=an)
        assert form.is_valid(), form.errors
        return form.save().pk

    def step():
        event = ProjectEvent(project=Project.objects.get(), happening=Happening.APPRAISED, budget_year=2023)
        event.on = date(2023, 4, 3)
        return steps.record_event(event=event, by=an).pk

    answers = at_once(edit, step, edit)

    assert all(isinstance(answer, int | Stale) for answer in answers), answers
    assert any(isinstance(answer, int) for answer in answers)
    assert strayed() == []
