"""Guessing is slowed down, by the account's name and by the address it comes from; nobody is locked out for good.

Answered at once, never by sleeping. What is asked is written before the password is compared, in one transaction with
the rows locked: guesses sent side by side are counted one by one. A name counts whether or not it is an account.

- By name: after FREE tries each further one waits twice as long as the one before, at most LONGEST.
- By address: no more than SIGN_IN_NAMES_PER_HOUR different names that fail.
- A known device (accounts.devices) of the person is asked neither; it has a row of wrong tries of its own.
- A new password by link forgets what was tried by name and on the device that set it, which is a known one from then on.
"""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.addresses import client_address
from accounts.models import Guess, User

FREE = 5  # wrong passwords before the first wait
FIRST_WAIT = timedelta(seconds=15)
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)  # after the last try
HOUR = timedelta(hours=1)
LETTERS_TO_ONE = 3  # an hour
LETTERS_FROM_ADDRESS = 20  # an hour
NETWORK_OF_ONE = 64  # bits: a household or an office gets that many addresses of the new kind


class Attempt:
    """One try to sign in. `wait` is None where the password may be compared now."""

    def __init__(self, request, username: str, device: str | None = None):
        name = User.normalize_username(username)
        self.by_name = digest("name", name) if device is None else digest("device", name, device)
        self.by_address = digest("address", network_of(request)) if device is None else ""
        self.pair = digest("pair", name, self.by_address) if device is None else ""
        self.wait = self._begin()

    @transaction.atomic
    def _begin(self) -> timedelta | None:
        now = timezone.now()
        if self.by_address and (wait := self._wait_of_address(now)):
            return wait
        row = locked(self.by_name, now)
        now = timezone.now()  # others were let in while this one waited for the row
        if row.at < now - FORGOTTEN:
            row.count = 0
        wait = row.at + wait_after(row.count) - now
        if wait > timedelta(0):
            return wait
        row.count, row.at = row.count + 1, now
        row.save(update_fields=["count", "at"])
        if self.pair:
            Guess.objects.update_or_create(key=self.pair, defaults={"within": self.by_address, "at": now})
        return None

    def _wait_of_address(self, now: datetime) -> timedelta | None:
        locked(
            self.by_address, now
        )  # one at a time from this address, so that none is counted past the limit
        names = Guess.objects.filter(within=self.by_address, at__gt=now - HOUR)
        if names.filter(key=self.pair).exists():
            return None  # this name has been counted
        earliest = (
            names.order_by("-at").values_list("at", flat=True)[settings.SIGN_IN_NAMES_PER_HOUR - 1 :].first()
        )
        return earliest and earliest + HOUR - now

    def succeeded(self) -> None:
        Guess.objects.filter(key__in=[self.by_name, self.pair]).delete()
        sweep()


def wait_after(count: int) -> timedelta:
    """How long after the last of so many wrong tries the next one is taken."""
    if count < FREE:
        return timedelta(0)
    return min(FIRST_WAIT * 2 ** min(count - FREE, 10), LONGEST)


def forget(username: str, device: str | None = None) -> None:
    """The owner has proved to be the owner by other means, a link: here, and on the device on which he did."""
    name = User.normalize_username(username)
    keys = [digest("name", name), *([digest("device", name, device)] if device else [])]
    Guess.objects.filter(key__in=keys).delete()


@transaction.atomic
def letter_allowed(request, address: str) -> bool:
    """Counts a letter that is asked for, to this mail address and from the caller's address."""
    now = timezone.now()
    return all(
        [
            _within_hour(digest("letters from", network_of(request)), LETTERS_FROM_ADDRESS, now),
            _within_hour(digest("letters to", address.casefold()), LETTERS_TO_ONE, now),
        ]
    )


def _within_hour(key: str, limit: int, now: datetime) -> bool:
    """`at` is when the hour began."""
    row = locked(key, now)
    if row.at <= now - HOUR:
        row.count, row.at = 0, now
    row.count += 1
    row.save(update_fields=["count", "at"])
    return row.count <= limit


def locked(key: str, now: datetime) -> Guess:
    """The row of a key, made if it is missing, held until the transaction ends."""
    Guess.objects.bulk_create(
        [Guess(key=key, at=now)], update_conflicts=True, unique_fields=["key"], update_fields=["within"]
    )  # an update that changes nothing: it takes the lock, also where somebody deletes the row meanwhile
    return Guess.objects.get(key=key)


@transaction.atomic
def sweep() -> None:
    """Deletes what is forgotten anyway; a row that somebody holds stays for the next time."""
    old = Guess.objects.filter(at__lt=timezone.now() - FORGOTTEN).select_for_update(skip_locked=True)
    Guess.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:500])).delete()


def digest(*parts: str) -> str:
    return salted_hmac("accounts.guesses", "\0".join(parts), algorithm="sha256").hexdigest()


def network_of(request) -> str:
    """The caller's address; of the long kind the network, out of which one caller may take any address."""
    address = client_address(request) or ""
    if address and ip_address(address).version == 6:
        return str(ip_network(f"{address}/{NETWORK_OF_ONE}", strict=False))
    return address
