"""A stranger writes nothing, through whatever reaches a gate of writing; the one whose act it is writes by the same call.

The callers are read from the source: a new one fails here until it says what it would write.
"""

import functools
from datetime import date
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.clock import today
from khuyencong.demo import projects as published
from khuyencong.management.commands import load_demo
from khuyencong.tests.callers import callers_of_the_gates
from khuyencong.tests.test_way_in_reference import REFERENCE_CALLERS
from programs.access import CommandWriter
from programs.businesses import same
from programs.businesses.register import keep, keep_all
from programs.choices import (
    BeneficiaryChange,
    ClosureState,
    DatabaseKind,
    Happening,
    LegalForm,
    Level,
    PostingKind,
)
from programs.demo.volume import Volume, illustrative_writer
from programs.ledger import closing, entries
from programs.ledger.acts import Act
from programs.ledger.asof import head
from programs.ledger.posting import post, post_all
from programs.models import (
    Beneficiary,
    Boundaries,
    Business,
    Closure,
    Installation,
    MoneyEntry,
    Project,
    ProjectEvent,
    Region,
    ResultEntry,
    SameBusiness,
)
from programs.projects import beneficiaries as joined
from programs.projects import register, steps
from programs.tests.factories import OF_2023
from programs.tests.web import sent
from reports.closing.books import set_books

DAY = date(2023, 9, 12)


@pytest.fixture
def stage(an, project, make_project, make_business, money, result, world):
    """Rows of Lâm Đồng to write about: one of each that is stored, and makers of those that are not."""
    event = ProjectEvent(project=project, happening=Happening.APPROVED, budget_year=2023, on=DAY)
    benefit = functools.partial(Beneficiary, project=project)
    Boundaries.objects.create(code="then", name="Theo đơn vị lúc đó")  # closing works figures out
    return SimpleNamespace(
        world=world,
        project=project,
        bare=make_project(an),
        business=make_business("HTX Ea Pô"),
        same=same.count_as_one(business=make_business("A"), same_as=make_business("B"), by=an, reason="Trùng"),
        line=entries.add_money(entry=money(project), by=an),
        result_line=entries.add_result(entry=result(project), by=an),
        event=steps.record_event(event=event, by=an),
        joined=joined.add_beneficiary(beneficiary=benefit(business=make_business()), by=an, **OF_2023),
        money=lambda: money(project),
        new_benefit=lambda: benefit(business=Business.objects.get(name="HTX Ea Pô")),
        result=lambda: result(project),
        new_event=lambda: ProjectEvent(project=project, happening=Happening.RUNNING, budget_year=2023, on=DAY),
        new_business=lambda: Business(name="HTX Dran", legal_form=LegalForm.COOPERATIVE, unit=world.lam_dong),
        new_project=lambda: Project(
            name="Máy sấy", unit=world.old_lam_dong, level=Level.KCDP, activity=world.machines, first_year=2023
        ),
    )  # fmt: skip


def changed(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    return row


def closed(s):
    return {"unit": s.world.lam_dong, "budget_year": 2023, "cut_off": DAY, "state": ClosureState.CLOSED}


LEDGER, PROJECTS, BUSINESSES = "programs.ledger.", "programs.projects.", "programs.businesses."
JOINED, VIEWS = PROJECTS + "beneficiaries.", PROJECTS + "beneficiary_views."
CLOSING = "reports.closing."
ACTIONS = {
    LEDGER + "posting.post": lambda s, by: post(by=by, kind=PostingKind.ENTRY, entries=[s.money()]),
    LEDGER + "posting.post_all": lambda s, by: post_all(by=by, acts=[Act(PostingKind.ENTRY, [s.result()])]),
    LEDGER + "entries.add_money": lambda s, by: entries.add_money(entry=s.money(), by=by),
    LEDGER + "entries.add_result": lambda s, by: entries.add_result(entry=s.result(), by=by),
    LEDGER + "entries.correct": lambda s, by: entries.correct(entry=s.line, by=by, reason="Ghi nhầm"),
    LEDGER + "closing.set_closure": lambda s, by: closing.set_closure(**closed(s), by=by),
    CLOSING + "books.set_books": lambda s, by: set_books(**closed(s), by=by),
    PROJECTS + "steps.record_event": lambda s, by: steps.record_event(event=s.new_event(), by=by),
    PROJECTS + "steps.undo_event": lambda s, by: steps.undo_event(event=s.event, by=by, reason="Ghi nhầm"),
    JOINED + "add_beneficiary": lambda s, by: joined.add_beneficiary(beneficiary=s.new_benefit(), by=by, **OF_2023),
    JOINED + "withdraw_beneficiary": lambda s, by: joined.withdraw_beneficiary(
        beneficiary=s.joined, by=by, reason="Xin rút", **OF_2023
    ),
    JOINED + "replace_beneficiary": lambda s, by: joined.replace_beneficiary(
        beneficiary=s.joined, instead=s.new_benefit(), by=by, reason="Thay", **OF_2023
    ),
    JOINED + "change_beneficiary": lambda s, by: joined.change_beneficiary(
        entry=joined.line_of(s.joined, BeneficiaryChange.ACCEPTED, **OF_2023), by=by
    ),
    PROJECTS + "register.register": lambda s, by: register.register(project=s.new_project(), by=by),
    PROJECTS + "register.register_all": lambda s, by: register.register_all(
        projects=[s.new_project()], by=by, reason="Nạp"
    ),
    PROJECTS + "register.amend": lambda s, by: register.amend(project=changed(s.project, name="Tên mới"), by=by),
    BUSINESSES + "register.keep": lambda s, by: keep(business=changed(s.business, name="Tên mới"), by=by),
    BUSINESSES + "register.keep_all": lambda s, by: keep_all(businesses=[s.new_business()], by=by),
    BUSINESSES + "same.count_as_one": lambda s, by: same.count_as_one(
        business=s.business, same_as=s.joined.business, by=by, reason="Ghi trùng"
    ),
    BUSINESSES + "same.count_apart": lambda s, by: same.count_apart(row=s.same, by=by, reason="Nhầm"),
}  # fmt: skip
OF_LINE = {"budget_year": "2023", "on": "12/09/2023"}
RESULT = OF_LINE | {"kind": "actual", "quantity": "7"}
BUSINESS = {"name": "HTX Dran", "legal_form": "cooperative"}
PROJECT = {"name": "Máy sấy", "kind": "single", "level": "kcdp", "first_year": "2023", "counted": "on"}
PAGES = {  # the function -> route, what stands in its address, what is sent
    LEDGER + "views.MoneyAdd.write": lambda s: (
        "money_add", s.project.code, OF_LINE | {"stage": "paid", "source": "kcdp_province", "amount": "5 triệu"}),
    LEDGER + "views.MoneyCorrect.write": lambda s: ("money_correct", s.line.pk, {"way": "withdraw", "reason": "Nhầm"}),
    LEDGER + "views.ProjectResultAdd.write": lambda s: (
        "project_result_add", s.project.code, RESULT | {"indicator": s.world.machines_bought.pk}),
    LEDGER + "views.ProvinceResultAdd.write": lambda s: (
        "result_add", None,
        RESULT | {"indicator": s.world.awards.pk, "unit": s.world.old_lam_dong.pk, "level": "kcdp"}),
    LEDGER + "views.ResultCorrect.write": lambda s: (
        "result_correct", s.result_line.pk, {"way": "withdraw", "reason": "Nhầm"}),
    CLOSING + "views.ClosureAdd.write": lambda s: (
        "closure_add", None, OF_LINE | {"state": "closed", "unit": s.world.lam_dong.pk, "cut_off": "30/09/2023"}),
    PROJECTS + "step_views.EventAdd.write": lambda s: (
        "event_add", s.project.code, OF_LINE | {"happening": "running", "outcome": "done"}),
    PROJECTS + "step_views.EventUndo.write": lambda s: ("event_undo", s.event.pk, {"reason": "Nhầm"}),
    VIEWS + "BeneficiaryAdd.write": lambda s: ("beneficiary_add", s.project.code, OF_LINE | {"business": s.business.pk}),
    VIEWS + "BeneficiaryReplace.write": lambda s: (
        "beneficiary_replace", s.joined.pk, OF_LINE | {"business": s.business.pk, "reason": "Thay"}),
    VIEWS + "BeneficiaryAmend.write": lambda s: ("beneficiary_change", s.joined.pk, OF_LINE | {"change": "accepted"}),
    VIEWS + "BeneficiaryCorrect.write": lambda s: (
        "beneficiary_correct", s.joined.entries.get().pk, {"way": "withdraw", "reason": "Nhầm"}),
    VIEWS + "BeneficiaryWithdraw.write": lambda s: ("beneficiary_withdraw", s.joined.pk, OF_LINE | {"reason": "Xin rút"}),
    PROJECTS + "views.ProjectCreate.write": lambda s: (
        "project_create", None, PROJECT | {"activity": s.world.machines.pk, "unit": s.world.old_lam_dong.pk}),
    PROJECTS + "forms.ProjectEditForm.write": lambda s: (
        "project_edit", s.bare.code,
        PROJECT | {"activity": s.world.machines.pk, "unit": s.world.old_lam_dong.pk, "seen_version": "1"}),
    BUSINESSES + "views.BusinessCreate.write": lambda s: (
        "business_create", None, BUSINESS | {"unit": s.world.lam_dong.pk}),
    BUSINESSES + "forms.BusinessEditForm.write": lambda s: (
        "business_edit", s.business.pk, BUSINESS | {"unit": s.world.lam_dong.pk, "seen_version": "1"}),
}  # fmt: skip
# Tried beside the pages themselves: programs/departments/tests.
ADMIN = {"programs.departments.admin.DepartmentAdmin.save_model"}
OWNED_BY_THE_MINISTRY = {
    LEDGER + "closing.set_closure", CLOSING + "books.set_books", CLOSING + "views.ClosureAdd.write"
}  # fmt: skip


def written():
    """Everything that one of these acts could change."""
    tables = (Project, Business, Beneficiary, ResultEntry, Closure, SameBusiness)
    return head(), [list(table.objects.order_by("pk").values()) for table in tables]


def whose(caller, an, minh):
    return minh if caller in OWNED_BY_THE_MINISTRY else an


@pytest.mark.parametrize("caller", ACTIONS)
def test_action_writes_for_the_one_whose_act_it_is_and_for_no_stranger(caller, stage, an, binh, dung, minh):
    before, owner = written(), whose(caller, an, minh)

    for stranger in {binh, dung, an, minh, None} - {owner}:
        with pytest.raises(ValidationError) as refused:
            ACTIONS[caller](stage, stranger)
        assert refused.value.messages and written() == before, stranger

    for name in ("project", "business"):
        getattr(stage, name).refresh_from_db()
    ACTIONS[caller](stage, owner)
    assert written() != before


@pytest.mark.parametrize("caller", PAGES)
def test_page_writes_for_the_one_whose_act_it_is_and_for_no_stranger(
    caller, stage, sign_in, an, binh, dung, minh
):
    before, owner = written(), whose(caller, an, minh)
    route, place, form = PAGES[caller](stage)
    address = reverse(route, args=[] if place is None else [place])

    for stranger in {binh, dung, an, minh} - {owner}:
        answer = sign_in(stranger).post(address, sent(form))
        assert answer.status_code in (200, 403, 404) and written() == before, stranger

    answer = sign_in(owner).post(address, sent(form))
    assert answer.status_code == 302 and written() != before


# ------------------------------------------------------------------------------------------------------- commands


def volume(by):
    return Volume({2023: 3}, 1, Region.objects.get(code="MTTN"), by, today())


COMMANDS = {  # the functions of each command -> the command
    "make_volume": {
        "programs.management.commands.make_volume.Command.handle",
        *(f"programs.demo.volume.Volume.{name}" for name in ("run", "_write", "_post", "_post_now")),
    },
    "load_reference": {
        "programs.management.commands.load_reference.Command.handle",
        "programs.ledger.opening.ship",
        "programs.reference.loader.load",
        *(
            f"programs.reference.loader._TableLoad.{name}"
            for name in ("run", "_load_wave", "_compare", "_update", "_add", "_create_all", "_save")
        ),
    },
    "load_demo": {
        "khuyencong.management.commands.load_demo.Command.handle",
        "khuyencong.management.commands.load_demo.make_projects",
        "reports.published.load.load_published",
        "khuyencong.demo.projects.load_projects",
        "khuyencong.demo.projects._Loader.bring_in",
    },
}


@pytest.mark.parametrize(
    "write",
    [
        lambda: call_command("make_volume", projects=3),
        lambda: call_command("load_demo"),
        lambda: volume(illustrative_writer()).run(),
        load_demo.make_projects,
        published.load_projects,
    ],
    ids=["make_volume", "load_demo", "Volume", "make_projects", "load_projects"],
)
def test_command_writes_nothing_into_a_real_database(reference, db, settings, write):
    settings.DEBUG = True
    Installation.objects.create(pk=1, kind=DatabaseKind.REAL)

    with pytest.raises((ValidationError, CommandError), match="chứa số liệu thật"):
        write()

    assert (head(), Project.objects.count(), Business.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "by",
    [
        lambda account: None,
        lambda account: account,
        lambda account: CommandWriter(account, frozenset()),
        lambda account: CommandWriter(account, frozenset({PostingKind.PROJECT, PostingKind.BUSINESS})),
    ],
    ids=["nobody", "its account alone", "no right", "no right to post"],
)
def test_command_without_its_right_posts_nothing(reference, db, by):
    with pytest.raises(ValidationError):
        volume(by(illustrative_writer().account)).run()

    assert not MoneyEntry.objects.exists()


def test_accounts_of_the_commands_have_no_right_of_their_own(reference, db):
    for writer in (illustrative_writer(), published.published_writer()):
        assert not writer.account.is_active and not writer.account.has_usable_password()
        assert writer.kinds == {PostingKind.IMPORT, PostingKind.PROJECT, PostingKind.BUSINESS}


def test_every_caller_is_tried():
    tried = {*ACTIONS, *PAGES, *set().union(*COMMANDS.values()), *REFERENCE_CALLERS, *ADMIN}
    assert callers_of_the_gates() == tried
