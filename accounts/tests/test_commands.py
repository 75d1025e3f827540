"""Commands answer wrong arguments in Vietnamese."""

from argparse import ArgumentTypeError
from datetime import date

import pytest

from accounts.commands import PortalCommand, day, in_vietnamese, whole_number


class Command(PortalCommand):
    def add_arguments(self, parser):
        parser.add_argument("--year", type=whole_number, required=True)
        parser.add_argument("--from", dest="start", type=day)
        parser.add_argument("--kind", choices=["one", "two"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "thiếu tham số: --year"),
        (["--year", "hai"], "tham số --year: «hai» không phải số nguyên"),
        (["--year", "2023", "--from", "31/02/2023"], "tham số --from: «31/02/2023» không phải ngày"),
        (
            ["--year", "2023", "--kind", "three"],
            "tham số --kind: không có 'three'; chọn một trong 'one', 'two'",
        ),
        (["--year", "2023", "--yar"], "không có tham số: --yar"),
        (["--year"], "tham số --year: thiếu giá trị"),
    ],
)
def test_wrong_arguments_are_told_in_vietnamese(arguments, words, capsys):
    parser = Command().create_parser("manage.py", "figures")
    parser.called_from_command_line = True
    with pytest.raises(SystemExit) as stop:
        parser.parse_args(arguments)
    assert stop.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("text", ["2023-10-26", "26/10/2023"])
def test_day_is_read_in_both_orders_of_writing(text):
    assert day(text) == date(2023, 10, 26)


def test_day_and_number_refuse_the_rest():
    with pytest.raises(ArgumentTypeError):
        day("10/26/2023")
    with pytest.raises(ArgumentTypeError):
        whole_number("1,5")


def test_unknown_words_stay_as_they_are():
    assert in_vietnamese("something new") == "something new"
