from datetime import datetime

import pytest

from programs.choices import PostingKind
from programs.ledger.asof import head, parse_as_of
from programs.models import LedgerHead, Posting


@pytest.fixture
def dated_postings(an):
    """Postings 1 to 3: late on 30/9/2023, just after midnight of 1/10, and on 5/10/2023, Vietnamese time."""
    moments = ("2023-09-30T23:59:59+07:00", "2023-10-01T00:00:00+07:00", "2023-10-05T08:30:00+07:00")
    for number, moment in enumerate(moments, start=1):
        Posting.objects.create(
            number=number,
            recorded_at=datetime.fromisoformat(moment),
            recorded_by=an,
            kind=PostingKind.ENTRY,
        )
    LedgerHead.objects.update_or_create(
        pk=1, defaults={"number": 3, "recorded_at": datetime.fromisoformat(moments[-1])}
    )


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 3),
        (None, 3),
        ("2", 2),
        (" 2 ", 2),
        ("99", 3),
        ("0", 0),
        ("2023-09-29", 0),
        ("2023-09-30", 1),
        ("2023-10-01", 2),
        ("2023-10-05T08:29:59", 2),
        ("2023-10-05T08:30:00+07:00", 3),
        ("2023-10-05T01:30:00Z", 3),
        ("9999-12-31", 3),
        ("30/09/2023", 1),
        ("1/10/2023", 2),
        ("01.10.2023", 2),
        ("2023-10-05 08:29:59", 2),
        ("99999999999999999999", 3),
    ],
)
def test_as_of_is_read_as_a_number_a_day_or_a_moment_of_vietnam(dated_postings, text, number):
    assert parse_as_of(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "hôm qua",
        "31/9/2023",
        "30/9",
        "10/26/2023",
        "2023-02-30",
        "2023-10-05T25:00",
        "-1",
        "1.5",
        "0001-01-01T00:00:00+09:00",
    ],
)
def test_as_of_that_is_none_is_refused(dated_postings, text):
    with pytest.raises(ValueError):  # noqa: PT011 the words are Python's
        parse_as_of(text)


def test_before_the_first_posting_there_is_nothing(db):
    assert (head(), parse_as_of(""), parse_as_of("2023-09-30")) == (0, 0, 0)
