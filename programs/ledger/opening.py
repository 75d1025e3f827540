"""What ships with the portal and is written by no person: before the first act it belongs to posting 0."""

from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from programs.access import CommandWriter
from programs.choices import PostingKind
from programs.ledger.acts import NOUN_OF_KIND, Act
from programs.ledger.nouns import save_nouns
from programs.ledger.posting import lock_head, post_all
from programs.models import Posting
from programs.models.nouns import Noun

SYSTEM = "he-thong"
WORDS_OF_POSTING_0 = "Dữ liệu có sẵn trước bút toán đầu tiên"


@transaction.atomic
def ship(*, nouns: Sequence[Noun], reason: str, batch_size=None) -> Posting:
    """Save nouns, new or changed, that ship with the portal: in posting 0, or once there are others in one of its own.

    It asks nobody, and decides nothing about the kind of the database. Raises ValidationError as post() does.
    """
    if lock_head().number == 0:
        posting = posting_0()
        save_nouns(nouns, posting, batch_size)
        return posting
    by_kind = defaultdict(list)
    for row in nouns:
        by_kind[next(kind for kind, model in NOUN_OF_KIND.items() if isinstance(row, model))].append(row)
    acts = [Act(kind, reason=reason, nouns=rows) for kind, rows in by_kind.items()]
    writer = CommandWriter(system_account(), frozenset(by_kind), in_demo_alone=False)
    return post_all(by=writer, acts=acts, batch_size=batch_size)[-1]


def posting_0() -> Posting:
    """What stood before the first act of writing; figures begin after it."""
    values = {
        "recorded_at": timezone.now(),
        "recorded_by": system_account(),
        "kind": PostingKind.SYSTEM,
        "reason": WORDS_OF_POSTING_0,
    }
    return Posting.objects.get_or_create(number=0, defaults=values)[0]


def system_account() -> User:
    """Whom postings of the portal itself name; nobody signs in with it."""
    account, made = User.objects.get_or_create(
        username=SYSTEM, defaults={"full_name": "Hệ thống", "is_active": False}
    )
    if made:
        account.set_unusable_password()
        account.save()
    return account
