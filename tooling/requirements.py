"""`python3 run.py lock`: requirements*.txt and their locks, made from the packages that pyproject.toml names."""

import re
import tomllib

from tooling import environment
from tooling.console import ROOT, Stop, run_quietly, say, tail

SOURCE = ROOT / "pyproject.toml"
NOTE = "# Made from pyproject.toml by `python3 run.py lock`: change a package there.\n\n"
COMPILE = [
    "pip",
    "compile",
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--no-annotate",
    SOURCE,
]
LOCKS = {
    environment.RUN_LOCK: [],
    environment.TEST_LOCK: ["--group", "test", "--constraint", environment.RUN_LOCK],
}


def run(arguments):
    """Write the requirements, then have uv find what they need in turn; pins that still fit stay as they are."""
    if arguments:
        raise Stop(f"Lệnh lock không nhận tham số: {' '.join(arguments)}")
    for name, text in made().items():
        (ROOT / name).write_text(text, encoding="utf-8")
    uv = environment.ready(environment.TEST_LOCK).with_name("uv")
    for lock, options in LOCKS.items():
        done = run_quietly([uv, *COMPILE, *options, "-o", lock], cwd=ROOT, env=environment.variables())
        if done.returncode:
            raise Stop(f"{tail(done.stdout)}\n\nKhông làm được {lock}: uv báo lỗi như trên.")
    say(f"Đã làm lại {', '.join([*made(), *LOCKS])}.")
    return 0


def made():
    """The text of each requirements file."""
    source = SOURCE.read_text(encoding="utf-8")
    tables = tomllib.loads(source)
    return {
        "requirements.txt": NOTE + _lines(source, tables["project"]["dependencies"]),
        "requirements-test.txt": NOTE
        + "-r requirements.txt\n\n"
        + _lines(source, tables["dependency-groups"]["test"]),
    }


def _lines(source, pins):
    """One line a package, with the comment that stands beside it in the source."""
    width = max(len(pin) for pin in pins)
    return "".join(f"{pin:<{width}}  # {_purpose(source, pin)}\n" for pin in pins)


def _purpose(source, pin):
    found = re.search(rf'^ *"{re.escape(pin)}", *# (.+)$', source, re.MULTILINE)
    if found is None:
        raise Stop(f"{SOURCE.name}: thiếu lời giải thích gói dùng để làm gì, ở dòng của {pin}.")
    return found[1]
