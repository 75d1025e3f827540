from conferences.actions import draft_delegations, record_answer
from conferences.choices import Answer
from conferences.models import Delegate


def test_draft_delegations_adds_those_that_are_missing(world, make_delegation):
    make_delegation(world.gia_lai, order=9)
    assert draft_delegations(conference=world.conference) == 2
    assert draft_delegations(conference=world.conference) == 0
    rows = world.conference.delegations.in_order()
    assert [(row.name, row.order, row.status) for row in rows] == [
        ("Đắk Nông", 1, "drafted"),
        ("Lâm Đồng", 3, "drafted"),
        ("Gia Lai", 9, "drafted"),
    ]


def test_record_answer_counts_up_the_version_and_leaves_history(make_delegate):
    first = make_delegate("Đại biểu 01")
    second = make_delegate("Đại biểu 02", answer=Answer.ATTENDS)
    assert record_answer(delegates=Delegate.objects.all(), answer=Answer.ATTENDS) == 1
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.answer, first.version, first.history.count()) == (Answer.ATTENDS, 2, 2)
    assert (second.answer, second.version, second.history.count()) == (Answer.ATTENDS, 1, 1)
