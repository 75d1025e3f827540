"""pyproject.toml is where packages are named; what is made from it agrees with it, and the locks hold what they must."""

import re
from importlib import metadata
from pathlib import Path

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tooling import requirements
from tooling.console import Stop

ROOT = Path(settings.BASE_DIR)
LOCKS = {"requirements-lock.txt": ["requirements.txt"]}
LOCKS["requirements-test-lock.txt"] = ["requirements.txt", "requirements-test.txt"]
TEST_TOOLS = {"pytest", "pytest-django", "hypothesis", "ruff", "mypy", "uv"}


def pins(name):
    """{package: version} of one requirements or lock file; the test fails on a line that pins nothing."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.partition("#")[0].partition(" --hash")[0].strip() for line in text.splitlines()]
    wanted = [Requirement(line) for line in lines if line and not line.startswith("-r ")]
    found = {canonicalize_name(each.name): str(each.specifier) for each in wanted}
    assert all(re.fullmatch(r"==[0-9.]+", version) for version in found.values()), found
    return found


@pytest.mark.parametrize("name", requirements.made())
def test_requirements_are_those_of_pyproject(name):
    assert (ROOT / name).read_text(encoding="utf-8") == requirements.made()[name], "chạy: python3 run.py lock"


def test_tools_of_the_tests_are_not_installed_with_the_portal():
    assert TEST_TOOLS & pins("requirements-lock.txt").keys() == set()
    assert TEST_TOOLS <= pins("requirements-test-lock.txt").keys()


@pytest.mark.parametrize("line", ['"polib==1.2.0",', '"polib==1.2.0",  # ', '# "polib==1.2.0",  # compares'])
def test_package_without_a_purpose_is_refused(monkeypatch, tmp_path, line):
    source = tmp_path / "pyproject.toml"
    tables = '[project]\ndependencies = ["polib==1.2.0"]\n[dependency-groups]\ntest = [\n'
    source.write_text(f"{tables}    {line}\n]\n", encoding="utf-8")
    monkeypatch.setattr(requirements, "SOURCE", source)
    with pytest.raises(Stop, match="pyproject.toml: thiếu lời giải thích gói .* ở dòng của polib==1.2.0"):
        requirements.made()


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_what_the_requirements_pin(lock):
    asked = {name: version for source in LOCKS[lock] for name, version in pins(source).items()}
    locked = pins(lock)
    assert {name: locked.get(name) for name in asked} == asked


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_a_hash_for_every_package_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text.strip())]
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_complete(lock):
    locked = pins(lock)
    needed = {
        canonicalize_name(need.name)
        for name in locked
        for need in installed_needs(name)
        if need.marker is None or need.marker.evaluate({"extra": ""})
    }
    assert needed - locked.keys() == set()


def installed_needs(name):
    try:
        return [Requirement(text) for text in metadata.requires(name) or []]
    except metadata.PackageNotFoundError:  # locked for another system
        return []


def test_both_locks_agree():
    run, test = pins("requirements-lock.txt"), pins("requirements-test-lock.txt")
    assert {name: test.get(name) for name in run} == run
