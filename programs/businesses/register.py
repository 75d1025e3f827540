"""The register of businesses: a business is kept by those who write for the province where it produces."""

from collections.abc import Sequence

from programs.choices import PostingKind
from programs.ledger.acts import Act
from programs.ledger.posting import post, post_all
from programs.models import Business


def keep(*, business, by):
    """Save a business, new or changed, by a posting; one that moves is taken from a province and given to another."""
    post(by=by, kind=PostingKind.BUSINESS, nouns=[business])
    return business


def keep_all(*, businesses: Sequence[Business], by, reason="", illustrative=False, batch_size=None) -> None:
    """New businesses by one posting, any number with the same few queries; nothing is written where there are none."""
    if businesses:
        acts = [Act(PostingKind.BUSINESS, reason=reason, nouns=businesses)]
        post_all(by=by, acts=acts, illustrative=illustrative, batch_size=batch_size)
