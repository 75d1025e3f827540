"""Templates stay readable and alive: short lines, none that nobody names, nothing handed to an include in vain."""

import re
from pathlib import Path

import django
import pytest
import simple_history
from django.conf import settings
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string

ROOT = Path(settings.BASE_DIR)
FOLDER = ROOT / "templates"
TEMPLATES = {path.relative_to(FOLDER).as_posix(): path.read_text() for path in FOLDER.rglob("*.*")}
APPS = ("accounts", "printing", "programs", "conferences", "reports", "khuyencong")
LONGEST = 160
# Frameworks look for these by names of their own; ours stand in front of theirs.
FRAMEWORKS = [
    Path(django.__file__).parent / "views",
    Path(django.__file__).parent / "contrib" / "admin",
    Path(django.__file__).parent / "contrib" / "auth",
    Path(simple_history.__file__).parent,
]
NAME = re.compile(r"""["']([\w/]+\.(?:html|txt))["']""")
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
INCLUDE = re.compile(r"""{% include "([^"]+)" with (.*?) only %}""")
ARGUMENT = re.compile(r"""(\w+)=(?:"[^"]*"|[^\s"]+(?:"[^"]*")?)+""")


def code_of(*folders):
    return [
        path.read_text()
        for folder in folders
        for path in folder.rglob("*")
        if path.suffix in (".py", ".html") and "tests" not in path.parts
    ]


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_no_line_that_runs_out_of_sight(name):
    long_lines = [n for n, line in enumerate(TEMPLATES[name].split("\n"), start=1) if len(line) > LONGEST]
    assert long_lines == []


def test_every_template_is_named_by_somebody():
    ours = {name for text in code_of(FOLDER, *(ROOT / app for app in APPS)) for name in NAME.findall(text)}
    theirs = {name for text in code_of(*FRAMEWORKS) for name in NAME.findall(text)}
    overriding = {
        name for name in TEMPLATES if name in theirs or name.removeprefix("admin/") in theirs
    }  # the admin's own tags leave the folder out
    assert sorted(TEMPLATES.keys() - ours - overriding) == []


def test_includes_hand_over_only_what_is_asked_for():
    in_vain = []
    for name, text in TEMPLATES.items():
        for target, arguments in INCLUDE.findall(text):
            words = set(re.findall(r"\w+", COMMENT.sub("", TEMPLATES[target])))
            in_vain += [
                f"{name}: {target} {given}" for given in ARGUMENT.findall(arguments) if given not in words
            ]
    assert in_vain == []


def numbers_under(page, pages):
    """What stands under a list of so many pages, opened at `page`; the present page in brackets."""
    page_obj = Paginator(range(pages), 1).page(page)
    html = render_to_string("components/pagination.html", {"page_obj": page_obj, "query": QueryDict()})
    found = re.findall(r'aria-label="Trang (\d+)"|aria-current="page">(\d+)<|aria-hidden="true">(…)<', html)
    return " ".join(number or gap or f"[{present}]" for number, present, gap in found)


@pytest.mark.parametrize(
    ("page", "pages", "numbers"),
    [
        (1, 1, ""),
        (1, 2, "[1] 2"),
        (1, 4, "[1] 2 3 4"),
        (2, 5, "1 [2] 3 4 5"),
        (1, 40, "[1] 2 3 … 40"),
        (20, 40, "1 … 18 19 [20] 21 22 … 40"),
        (40, 40, "1 … 38 39 [40]"),
    ],
)
def test_pages_are_told_by_the_first_the_near_and_the_last(page, pages, numbers):
    assert numbers_under(page, pages) == numbers


def test_the_number_of_a_posting_is_written_as_it_may_be_typed():
    """A name, not a quantity: no dots among its digits, which a field for "as of" would not read."""
    number = re.compile(r"{{ *[\w.]*(?:posting_id|posting\.number|taken_back_by\.number)(?P<filters>[^}]*)}}")
    written = {
        (name, found["filters"].strip())
        for name, text in TEMPLATES.items()
        for found in number.finditer(text)
    }

    assert written
    assert [(name, filters) for name, filters in written if filters != '|stringformat:"d"'] == []
