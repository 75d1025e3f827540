"""Commands answer in Vietnamese, also where argparse or Django has the word."""

import argparse
import ast
import gettext
import inspect
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from accounts.commands import PortalCommand, PortalUtility, day, whole_number
from tooling.console import speak_vietnamese

ROOT = Path(settings.BASE_DIR)


class Command(PortalCommand):
    def add_arguments(self, parser):
        parser.add_argument("--year", type=whole_number, required=True)
        parser.add_argument("--from", dest="start", type=day)
        parser.add_argument("--kind", choices=["one", "two"])

    def handle(self, **options):
        raise CommandError("Không có vùng «ZZ».", returncode=3)


@pytest.fixture
def vietnamese(monkeypatch):
    """The words of manage.py within this process; the language and the domain of before come back afterwards."""
    monkeypatch.setenv("LANGUAGE", "")
    domain = gettext.textdomain()
    speak_vietnamese()
    yield
    gettext.textdomain(domain)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "manage.py figures: lỗi: thiếu tham số: --year"),
        (["--year", "hai"], "tham số --year: «hai» không phải số nguyên"),
        (["--year", "2023", "--from", "31/02/2023"], "tham số --from: «31/02/2023» không phải ngày"),
        (["--year", "2023", "--kind", "three"], "tham số --kind: không có 'three'; chọn một trong "),
        (["--year", "2023", "--yar"], "không có tham số: --yar"),
        (["--year"], "tham số --year: thiếu giá trị"),
        (["--year", "2023", "--json=1"], "không có tham số: --json=1"),
        (["--year", "2023", "--no-color=1"], "tham số --no-color: không nhận giá trị '1'"),
        (["--year", "2023", "--f", "1"], "tùy chọn --f chưa rõ: có thể là --"),
    ],
)
def test_wrong_arguments_are_told_in_vietnamese(arguments, words, vietnamese, capsys):
    with pytest.raises(SystemExit) as stop:
        Command().run_from_argv(["manage.py", "figures", *arguments])

    complaint = capsys.readouterr().err
    assert stop.value.code == 2
    assert complaint.startswith("cách dùng: manage.py figures [-h] --year YEAR")
    assert words in complaint


def said_by_argparse():
    """Every text that the argparse of this Python asks a catalogue for: (singular, plural or None)."""
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext"):
            texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
            if texts and isinstance(texts[0], str):
                yield texts[0], texts[1] if len(texts) > 1 else None


def test_every_text_of_this_argparse_is_in_our_catalogue():
    with (ROOT / "locale/vi/LC_MESSAGES/commands.mo").open("rb") as file:
        known = gettext.GNUTranslations(file)._catalog
    texts = list(said_by_argparse())

    assert len(texts) > 30
    assert [one for one, many in texts if ((one, 0) if many else one) not in known] == []


def test_help_of_djangos_own_options_is_vietnamese(vietnamese, capsys):
    _, *actions = BaseCommand().create_parser("manage.py", "any")._actions  # the first, -h, is argparse's own
    Command().print_help("manage.py", "figures")

    printed = " ".join(capsys.readouterr().out.split())
    assert len(actions) >= 8
    assert [action.help for action in actions if action.help in printed] == []
    assert "In nhiều hay ít: 0 ít nhất" in printed


def test_error_of_a_command_is_told_without_the_name_of_its_class(capsys):
    with pytest.raises(SystemExit) as stop:
        Command().run_from_argv(["manage.py", "figures", "--year", "2023"])

    assert (stop.value.code, capsys.readouterr().err) == (3, "Lỗi: Không có vùng «ZZ».\n")


def test_error_keeps_its_trace_for_those_who_ask():
    with pytest.raises(CommandError):
        Command().run_from_argv(["manage.py", "figures", "--year", "2023", "--traceback"])


def test_unknown_command_is_told_with_the_nearest_one():
    with pytest.raises(SystemExit) as stop:
        PortalUtility(["manage.py", "migrat"]).fetch_command("migrat")

    assert stop.value.code == (
        "Không có lệnh «migrat». Có phải ý bạn là «migrate»?\nGõ «manage.py help» để xem mọi lệnh."
    )


def test_list_of_commands_is_introduced_in_vietnamese():
    lines = PortalUtility(["manage.py"]).main_help_text().splitlines()

    assert lines[0] == "Gõ «manage.py help <lệnh>» để xem cách dùng của một lệnh. Các lệnh:"
    assert {"[auth]", "    createsuperuser", "[core]", "    migrate"} <= set(lines)


@pytest.mark.parametrize(
    "ask", [PortalUtility.main_help_text, lambda utility: utility.fetch_command("nothing")]
)
def test_refused_settings_are_the_answer_where_commands_are_not_known(ask):
    utility = PortalUtility(["manage.py"])
    utility.settings_exception = ImproperlyConfigured("thiếu SECRET_KEY")

    with pytest.raises(ImproperlyConfigured, match="thiếu SECRET_KEY"):
        ask(utility)


@pytest.mark.parametrize("text", ["2023-10-26", "26/10/2023"])
def test_day_is_read_in_both_orders_of_writing(text):
    assert day(text) == date(2023, 10, 26)


def test_day_and_number_refuse_the_rest():
    with pytest.raises(ArgumentTypeError):
        day("10/26/2023")
    with pytest.raises(ArgumentTypeError):
        whole_number("1,5")
