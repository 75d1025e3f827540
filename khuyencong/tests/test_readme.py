"""README.md and README.vi.md say the same, and both say what there is: commands, settings, accounts, files."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from khuyencong.demo.roles import ADMINISTRATOR, PEOPLE

ROOT = Path(settings.BASE_DIR)
ENGLISH, VIETNAMESE = "README.md", "README.vi.md"
GUIDE = "CONTRIBUTING.md"
OUR_APPS = ("programs", "conferences", "reports", "khuyencong")
FENCE = re.compile(r"^```\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
ACCOUNTS, COMMANDS, SETTINGS, GLOSSARY = range(4)  # the tables in their order
FILE = re.compile(r"[a-z.]+/[\w./-]*|[A-Za-z][\w./-]*\.(?:py|md|txt|toml|ini|po)")
NOT_IN_GIT = ("var/", ".env", ".venv")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def prose(name):
    return FENCE.sub("", read(name))


def headings(name):
    return [len(marks) for marks in re.findall(r"^(#+) ", prose(name), re.MULTILINE)]


def names(name):
    """What stands in code type: commands, options, variables, accounts, files, examples."""
    return sorted(re.findall(r"`([^`]+)`", prose(name)))


def commands(name):
    """The lines to be typed and the tree of folders, each without the remark beside it."""
    lines = "\n".join(FENCE.findall(read(name))).splitlines()
    return [re.split(r"(?<=\S)\s{2,}", line)[0] for line in lines]


def decisions(name):
    return re.findall(r"^\* (\d\d/\d\d/\d{4}) – ", read(name), re.MULTILINE)


def tables(name):
    """The rows of each table under its head: accounts, commands, settings, glossary."""
    found = re.findall(r"^\|[-|]+\|\n((?:^\|.*\n)+)", prose(name), re.MULTILINE)
    return [[cells(line) for line in table.splitlines()] for table in found]


def cells(line):
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def first_cells(name):
    return [[row[0] for row in table] for table in tables(name)]


@pytest.mark.parametrize("part", [headings, names, commands, decisions, first_cells])
def test_both_languages_have_the_same(part):
    assert len(part(ENGLISH)) >= 4
    assert part(ENGLISH) == part(VIETNAMESE)


def test_glossary_joins_the_code_with_the_same_words_on_the_screen():
    english, vietnamese = ([row[:2] for row in tables(name)[GLOSSARY]] for name in (ENGLISH, VIETNAMESE))
    assert ["`disbursed`", "giải ngân"] in english
    assert english == vietnamese


def test_every_command_of_ours_is_in_the_table_of_commands():
    ours = {name for name, app in get_commands().items() if app in OUR_APPS}
    told = set(re.findall(r"`(\w+)[ `]", " ".join(first_cells(ENGLISH)[COMMANDS])))
    assert len(ours) >= 6
    assert told == ours


def test_every_variable_that_the_settings_read_is_in_the_table_of_settings():
    asked = set(re.findall(r'\benv\.\w+\(\s*"([A-Z_]+)"', read("khuyencong/settings.py")))
    told = set(re.findall(r"`([A-Z_]+)`", " ".join(first_cells(ENGLISH)[SETTINGS])))
    assert len(asked) > 10
    assert told == asked | {"PORT"}  # that one is read by run.py


def test_every_trial_account_is_in_the_table_of_accounts():
    told = [cell.strip("`") for cell in first_cells(ENGLISH)[ACCOUNTS]]
    assert told == [*(person.username for person in PEOPLE), ADMINISTRATOR]


@pytest.mark.parametrize("name", [ENGLISH, VIETNAMESE, GUIDE, "CHANGELOG.md"])
def test_every_file_that_is_named_exists(name):
    """A name with a slash or an ending; what is made on the spot (var/, .env) is no file of the tree."""
    told = {word for word in names(name) if FILE.fullmatch(word) and not word.startswith(NOT_IN_GIT)}
    assert told
    assert [word for word in told if not (ROOT / word).exists()] == []


def test_tree_of_folders_exists():
    folder, found = "", []
    for line in commands(ENGLISH):
        if re.fullmatch(r"\w+/", line):
            folder = line
            found.append(line)
        elif re.fullmatch(r"  \w+(/|\.py)", line):
            found.append(folder + line.strip())
    assert len(found) > 20
    assert [path for path in found if not (ROOT / path).exists()] == []
