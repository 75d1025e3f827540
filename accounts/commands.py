"""Commands that speak Vietnamese also where their arguments are wrong."""

import re
from argparse import ArgumentTypeError
from datetime import date, datetime

from django.core.management.base import BaseCommand

# What the parser of the standard library says, and how it is said here.
SAYINGS = (
    (r"the following arguments are required: (.*)", r"thiếu tham số: \1"),
    (r"unrecognized arguments: (.*)", r"không có tham số: \1"),
    (r"argument (.*): expected one argument", r"tham số \1: thiếu giá trị"),
    (
        r"argument (.*): invalid choice: (.*) \(choose from (.*)\)",
        r"tham số \1: không có \2; chọn một trong \3",
    ),
    (r"argument (.*): not allowed with argument (.*)", r"tham số \1 không đi cùng \2"),
    (r"ambiguous option: (.*) could match (.*)", r"tham số \1 chưa rõ: có thể là \2"),
    (r"argument (.*?): (.*)", r"tham số \1: \2"),
)


def in_vietnamese(message: str) -> str:
    for pattern, saying in SAYINGS:
        if found := re.fullmatch(pattern, message):
            return found.expand(saying)
    return message


class PortalCommand(BaseCommand):
    """A management command whose complaints about its arguments are Vietnamese."""

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        complain = parser.error
        parser.error = lambda message: complain(in_vietnamese(message))
        return parser


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
