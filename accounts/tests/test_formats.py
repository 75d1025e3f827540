from datetime import date, datetime, time

import pytest
from django import forms
from django.template import Context, Template
from django.utils import formats


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5/6/2023", date(2023, 6, 5)),
        ("05/06/2023", date(2023, 6, 5)),
        ("26/10/2023", date(2023, 10, 26)),
        ("26-10-2023", date(2023, 10, 26)),
        ("26.10.2023", date(2023, 10, 26)),
        ("2023-10-26", date(2023, 10, 26)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_date_is_read_day_first(typed, day):
    assert forms.DateField().clean(typed) == day


@pytest.mark.parametrize("typed", ["10/26/2023", "29/2/2023", "31/4/2023", "5/6/23", "Oct 26, 2023", "26/10"])
def test_date_that_cannot_be_is_refused(typed):
    with pytest.raises(forms.ValidationError, match="ngày"):
        forms.DateField().clean(typed)


def test_moment_and_hour_are_read():
    moment = forms.DateTimeField().clean("5/6/2023 07:30")

    assert moment.replace(tzinfo=None) == datetime(2023, 6, 5, 7, 30)
    assert moment.utcoffset().total_seconds() == 7 * 3600
    assert forms.TimeField().clean("07:30") == time(7, 30)


def test_values_are_written_the_vietnamese_way():
    page = Template("{{ day }} | {{ moment }} | {{ amount }} | {{ share }}")

    shown = page.render(
        Context(
            {
                "day": date(2023, 6, 5),
                "moment": datetime(2023, 6, 5, 7, 30),
                "amount": 1234567890,
                "share": 1234.5,
            }
        )
    )

    assert shown == "05/06/2023 | 07:30 05/06/2023 | 1.234.567.890 | 1.234,5"


def test_date_widget_writes_back_what_it_reads():
    assert forms.DateInput().format_value(date(2023, 6, 5)) == "05/06/2023"


def test_week_begins_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
