"""`python3 run.py mutants [ID …]`: small faults, one at a time, in a copy of the code; the tests beside it must fail.

mutants.json holds them: `from` stands exactly once in `file` and becomes `to`. One that changes nothing anybody was
promised carries the reason in `equivalent` and is not tried. When the code moves on, write `file`, `from` and `to` anew.
"""

import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tooling import environment
from tooling.console import ROOT, Stop, say
from tooling.suite import ON_SQLITE

TABLE = Path(__file__).with_name("mutants.json")
LEFT_BEHIND = shutil.ignore_patterns(".*", "var", "__pycache__", "node_modules")
QUICK = "not browser and not office"
PASSED, FAILED = 0, 1  # what pytest ends with; anything else means that it did not come to test


@dataclass(frozen=True)
class Mutant:
    id: str
    file: str
    before: str
    after: str
    equivalent: str = ""

    def found(self, root=ROOT):
        """How often the text to be changed stands in its file; anything but once is an error of the table."""
        path = root / self.file
        return path.read_text().count(self.before) if path.is_file() else 0

    @property
    def tests(self):
        """The tests beside the code: first those of the same name, then the rest of the folder."""
        folder = Path(self.file).parent / "tests"
        own = folder / f"test_{Path(self.file).stem}.py"
        return [path.as_posix() for path in (own, folder) if (ROOT / path).exists()]


def recorded():
    rows = json.loads(TABLE.read_text())
    return [Mutant(r["id"], r["file"], r["from"], r["to"], r.get("equivalent", "")) for r in rows]


def run(arguments):
    mutants = chosen(recorded(), arguments)
    python = environment.ready(environment.TEST_LOCK)
    variables = environment.variables(
        DEBUG="1",
        DJANGO_SETTINGS_MODULE="khuyencong.settings_test",
        DATABASE_URL=ON_SQLITE,
        REQUIRE_ALL="1",
        PYTHONDONTWRITEBYTECODE="1",  # two faults of one length within one second would share their bytecode
    )
    return replay(mutants, lambda tests, copy: _pytest(tests, copy, python, variables))


def replay(mutants, test):
    """Try each; `test(paths, tree)` tests that copy of the tree and answers as pytest ends."""
    folder = Path(tempfile.mkdtemp(prefix="khuyencong-mutants-"))
    try:
        copy = folder / "tree"
        shutil.copytree(ROOT, copy, ignore=LEFT_BEHIND)
        tried = [mutant for mutant in mutants if not mutant.equivalent]
        for tests in sorted({tests[-1] for mutant in tried if (tests := mutant.tests)}):
            if test([tests], copy) != PASSED:
                raise Stop(f"Kiểm thử trong {tests} không đạt khi chưa sửa gì; hãy sửa chúng trước.")
        survived = [mutant for mutant in tried if not _is_killed(mutant, copy, test)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for mutant in mutants:
        if mutant.equivalent:
            say(f"{mutant.id:4} tương đương  {mutant.file}: {mutant.equivalent}")
    say(
        f"\n{len(mutants)} đột biến: {len(tried) - len(survived)} bị phát hiện, {len(survived)} sống sót, "
        f"{len(mutants) - len(tried)} tương đương"
    )
    return 1 if survived else 0


def chosen(mutants, ids):
    """Those with these ids, or all; refused where one is unknown or its text is no longer there once."""
    if unknown := set(ids) - {mutant.id for mutant in mutants}:
        raise Stop(f"Không có đột biến {', '.join(sorted(unknown))} trong {TABLE.relative_to(ROOT)}.")
    asked = [mutant for mutant in mutants if not ids or mutant.id in ids]
    moved = [f"  {mutant.id} trong {mutant.file}: {n} lần" for mutant in asked if (n := mutant.found()) != 1]
    if moved:
        raise Stop(
            "Mã đã đổi: đoạn «from» phải có đúng một lần.\n" + "\n".join(moved) + "\n"
            f"Hãy ghi lại file, from, to của chúng trong {TABLE.relative_to(ROOT)}."
        )
    return asked


def _is_killed(mutant, copy, test):
    path = copy / mutant.file
    whole = path.read_text()
    path.write_text(whole.replace(mutant.before, mutant.after))
    try:
        ended = test(mutant.tests, copy)
    finally:
        path.write_text(whole)
    if ended not in (PASSED, FAILED):
        raise Stop(
            f"{mutant.id}: mã sau khi sửa không chạy được (pytest kết thúc với {ended}); hãy ghi lại «to»."
        )
    say(f"{mutant.id:4} {'sống sót' if ended == PASSED else 'bị phát hiện':12} {mutant.file}")
    if ended == PASSED:
        say(f"     «{mutant.before.strip()}» thành «{mutant.after.strip()}»")
    return ended == FAILED


def _pytest(tests, copy, python, variables):
    command = [python, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", QUICK, *tests]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(command, cwd=copy, env=variables, **quiet).returncode
