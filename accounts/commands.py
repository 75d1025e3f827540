"""Commands that speak Vietnamese also where they are asked for help or asked wrongly.

What argparse and Django's own options say comes from the catalogue locale/vi/LC_MESSAGES/commands.po, through the
gettext of the standard library: argparse asks that one and no other (tooling.console.speak_vietnamese binds it).
"""

import sys
from argparse import ArgumentTypeError
from collections import defaultdict
from datetime import date, datetime
from difflib import get_close_matches
from gettext import gettext

from django.core.management import ManagementUtility, get_commands
from django.core.management.base import BaseCommand, CommandError, DjangoHelpFormatter, SystemCheckError


class PortalUtility(ManagementUtility):
    """manage.py as a whole: the list of commands, and the answer to a command that does not exist."""

    def main_help_text(self, commands_only: bool = False) -> str:
        self._refuse_without_settings()
        if commands_only:
            return super().main_help_text(commands_only=True)
        by_app = defaultdict(list)
        for name, app in get_commands().items():
            by_app[app.rpartition(".")[-1]].append(name)
        lines = [f"Gõ «{self.prog_name} help <lệnh>» để xem cách dùng của một lệnh. Các lệnh:"]
        for app in sorted(by_app):
            lines += ["", f"[{app}]", *(f"    {name}" for name in sorted(by_app[app]))]
        return "\n".join(lines)

    def fetch_command(self, subcommand: str) -> BaseCommand:
        commands = get_commands()
        if subcommand in commands:
            return super().fetch_command(subcommand)
        self._refuse_without_settings()
        near = get_close_matches(subcommand, commands, n=1)
        guess = f" Có phải ý bạn là «{near[0]}»?" if near else ""
        sys.exit(f"Không có lệnh «{subcommand}».{guess}\nGõ «{self.prog_name} help» để xem mọi lệnh.")

    def _refuse_without_settings(self):
        """Without settings our commands are not known: the reason is what has to be told."""
        if self.settings_exception is not None:
            raise self.settings_exception


class VietnameseHelp(DjangoHelpFormatter):
    """The help of a command, where Django's own options are explained in Vietnamese too."""

    def _get_help_string(self, action):
        return gettext(action.help)


class PortalCommand(BaseCommand):
    """A management command whose help and whose complaints are Vietnamese."""

    def create_parser(self, prog_name, subcommand, **kwargs):
        return super().create_parser(prog_name, subcommand, **{"formatter_class": VietnameseHelp, **kwargs})

    def execute(self, *args, **options):
        """As Django does it; at the command line an error is not introduced by the name of its class."""
        try:
            return super().execute(*args, **options)
        except CommandError as error:
            for_people = self._called_from_command_line and not options["traceback"]
            if not for_people or isinstance(error, SystemCheckError):
                raise
            self.stderr.write(f"Lỗi: {error}")
            sys.exit(error.returncode)


def whole_number(text: str) -> int:
    """The type of an argument that is a whole number."""
    try:
        return int(text)
    except ValueError:
        raise ArgumentTypeError(f"«{text}» không phải số nguyên") from None


def day(text: str) -> date:
    """The type of an argument that is a day: 2023-10-26 or 26/10/2023."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ArgumentTypeError(f"«{text}» không phải ngày; ghi như 2023-10-26 hoặc 26/10/2023")
