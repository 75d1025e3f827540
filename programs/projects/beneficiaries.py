"""Businesses join and leave a project, each by a posting."""

from programs.choices import PostingKind
from programs.ledger.posting import post


def add_beneficiary(*, beneficiary, by):
    """A business of the project's province or its family joins a project; the way in asks and judges."""
    post(by=by, kind=PostingKind.BENEFICIARY, reason="Thêm đơn vị thụ hưởng", joined=[beneficiary])
    return beneficiary


def withdraw_beneficiary(*, beneficiary, by, reason):
    """A business leaves a project, once; not while the ledger holds money in its name, which the way in judges."""
    return post(by=by, kind=PostingKind.BENEFICIARY, reason=reason, left=[beneficiary])
