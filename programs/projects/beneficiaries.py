"""Who benefits from a project, line by line of its ledger: joined, replaced, withdrawn, promised, accepted.

Each line has its day and budget year; a leader's reason makes its posting one of «bổ sung sau chốt». A line is put
right as any line of a ledger is: programs.ledger.entries.correct().
"""

from programs.choices import BeneficiaryChange, PostingKind
from programs.ledger.entries import posting_kind
from programs.ledger.posting import post
from programs.models import Beneficiary, BeneficiaryEntry

JOINS = "Thêm đơn vị thụ hưởng"


def joining(beneficiary: Beneficiary, *, on, budget_year, note="") -> BeneficiaryEntry:
    """The unsaved line by which an unsaved beneficiary begins, with the support that it is promised."""
    return BeneficiaryEntry(
        beneficiary=beneficiary,
        business=beneficiary.business,
        change=BeneficiaryChange.JOINED,
        on=on,
        budget_year=budget_year,
        support=beneficiary.amount,
        note=note,
    )


def line_of(beneficiary: Beneficiary, change, *, on, budget_year, note="", support=None) -> BeneficiaryEntry:
    """An unsaved line about one that is stored."""
    return BeneficiaryEntry(
        beneficiary=beneficiary, change=change, on=on, budget_year=budget_year, note=note, support=support
    )


def add_beneficiary(*, beneficiary, by, on, budget_year, reason="", note=""):
    """A business of the project's province or its family joins a project; the way in asks and judges."""
    line = joining(beneficiary, on=on, budget_year=budget_year, note=note)
    post(by=by, kind=posting_kind(PostingKind.BENEFICIARY, reason), reason=reason or JOINS, entries=[line])
    return beneficiary


def withdraw_beneficiary(*, beneficiary, by, reason, on, budget_year, note="", late=False):
    """A business leaves a project; not while the ledger holds money in its name, which the way in judges."""
    line = line_of(beneficiary, BeneficiaryChange.WITHDRAWN, on=on, budget_year=budget_year, note=note)
    return post(by=by, kind=_kind(late), reason=reason, entries=[line])


def replace_beneficiary(*, beneficiary, instead, by, reason, on, budget_year, note="", late=False):
    """`instead`, unsaved, takes the place of a business in a project; both in one posting."""
    when = {"on": on, "budget_year": budget_year, "note": note}
    leaves, begins = line_of(beneficiary, BeneficiaryChange.REPLACED, **when), joining(instead, **when)
    return post(by=by, kind=_kind(late), reason=reason, entries=[leaves, begins])


def change_beneficiary(*, entry, by, reason=""):
    """Another support is promised (its `support`), or a beneficiary was accepted (on its day)."""
    told = reason or BeneficiaryChange(entry.change).label
    post(by=by, kind=posting_kind(PostingKind.BENEFICIARY, reason), reason=told, entries=[entry])
    return entry


def _kind(late: bool) -> str:
    return PostingKind.LATE if late else PostingKind.BENEFICIARY
