"""Style sheets stay short, in chapters that the frame loads in order, and hold no rule for what no page has."""

import ast
import re
from functools import cache
from pathlib import Path

import crispy_bootstrap5
import crispy_forms
import django
import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
STYLES = ROOT / "static" / "css"
SHEETS = sorted([*STYLES.glob("*.css"), ROOT / "printing" / "static" / "printing" / "table.css"])
TEMPLATES = "\n".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
APPS = ("accounts", "printing", "programs", "conferences", "reports", "khuyencong")
MOST_LINES, LONGEST = 200, 160
WORD = re.compile(r"[A-Za-z][\w-]*")
ATTRIBUTE = re.compile(r'\b(?:class|id)="((?:{%.*?%}|{{.*?}}|[^"{])*)"', re.DOTALL)
STEP_STATES = {"done", "current", "stopped"}  # of components/stepper.html
CONSTANT = re.compile(r'"([\w -]*)"')


def names_styled(css):
    """Classes and ids that the selectors of a style sheet name."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    heads = [head for head in re.findall(r"([^{}]+){", css) if not head.strip().startswith("@")]
    return {
        name
        for head in heads
        for name in re.findall(r"[.#]([A-Za-z][\w-]*)", re.sub(r"\[[^\]]*\]", "", head))
    }


@cache  # asked for each sheet
def words_of(folder, *suffixes):
    files = [
        path for path in Path(folder).rglob("*") if path.suffix in suffixes and "tests" not in path.parts
    ]
    return {word for path in files for word in WORD.findall(path.read_text())}


@cache
def said_in_python():
    """Words of our short constants: what a template may be handed to stand in a class."""
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "tests" not in path.parts]
    constants = {
        node.value
        for path in files
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isascii()
    }
    return {word for text in constants for word in text.split() if re.fullmatch(WORD, word)}


@cache
def said_in_templates():
    """Names that stand in a class or id, and the beginnings of those that a value completes, as in "tag-{{ kind }}"."""
    whole, beginnings = set(), set()
    for value in ATTRIBUTE.findall(TEMPLATES):
        beginnings |= set(re.findall(r"([A-Za-z][\w-]*){{", value))
        whole |= set(WORD.findall(re.sub(r"[\w-]*{{.*?}}[\w-]*|{%.*?%}", " ", value, flags=re.DOTALL)))
    return whole, beginnings


def in_use(sheet):
    """A question: does any page of ours hold this class or id?"""
    whole, beginnings = said_in_templates()
    values = said_in_python() | {word for text in CONSTANT.findall(TEMPLATES) for word in text.split()}
    printed = words_of(ROOT / "printing", ".py")  # printing.html gives its cells their classes
    beginnings = beginnings | {word for word in printed if word.endswith("-")}
    known = whole | printed | STEP_STATES | words_of(STYLES.parent / "js", ".js")
    for package in (crispy_forms, crispy_bootstrap5):
        known |= words_of(Path(package.__file__).parent, ".html", ".py")
    if sheet.name == "admin.css":
        known |= words_of(Path(django.__file__).parent / "contrib" / "admin", ".html", ".py", ".js")
        beginnings = beginnings | {"field-", "column-"}  # of cells and heads of a list, by the name of the field

    def is_used(name):
        rests = [name.removeprefix(start) for start in beginnings if name.startswith(start)]
        return name in known or any(rest.isdigit() or rest in values for rest in rests)

    return is_used


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_name_in_a_style_sheet_is_on_some_page(sheet):
    is_used = in_use(sheet)
    assert [name for name in sorted(names_styled(sheet.read_text())) if not is_used(name)] == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_style_sheet_is_one_chapter_of_short_lines(sheet):
    lines = sheet.read_text().split("\n")
    assert len(lines) <= MOST_LINES
    assert [number for number, line in enumerate(lines, start=1) if len(line) > LONGEST] == []


def loaded_by(layout):
    return re.findall(r"css/(\w+)\.css", (ROOT / "templates" / layout).read_text())


def test_every_chapter_is_loaded_in_the_same_order_by_both_frames():
    """Later chapters override earlier ones. The pages of layouts/plain.html stand alone: their addresses are made
    without the list of collected files, so the two lists cannot be one."""
    assert loaded_by("base.html") == loaded_by("layouts/plain.html")
    elsewhere = set(re.findall(r"css/(\w+)\.css", TEMPLATES)) - set(loaded_by("base.html"))
    assert {sheet.stem for sheet in STYLES.glob("*.css")} == set(loaded_by("base.html")) | elsewhere
