"""The whole server killed (SIGKILL, master and workers) while people save, export and upload: nothing lost, half, twice.

`python3 run.py bench --only kills` kills a hundred times on each database; the tests of the house do it a few times.
"""

import argparse
import http.client
import io
import os
import random
import sys
import threading
import time
import uuid
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from accounts import clock, triggers
from benchmarks.country import writers
from benchmarks.serving import Server, variables
from benchmarks.visitors import Visitor
from programs.ledger.asof import head
from programs.models import MoneyEntry, Posting, ProjectEvent, Submission
from tooling.console import speak_vietnamese

SHORTEST, LONGEST = 0.3, 4.0  # seconds from ready to killed
FAILURES = (OSError, http.client.HTTPException)


@dataclass
class Act:
    """One form as it was sent, with the mark in its note by which the row is found again."""

    path: str
    values: dict[str, str]
    content: bytes | None = None
    acknowledged: bool = False

    @property
    def mark(self) -> str:
        return self.values["note"]


@dataclass
class Outcome:
    """What the database holds of what was sent. What is not `is_good` must be 0."""

    kills: int = 0
    acknowledged: int = 0
    unanswered: int = 0  # when the server died
    whole_exports: int = 0
    lost: int = 0
    half: int = 0
    twice: int = 0
    refused: int = 0  # answered with something else than saved

    @property
    def is_good(self) -> bool:
        return self.acknowledged > 0 and not (self.lost or self.half or self.twice or self.refused)

    def __str__(self) -> str:
        return (
            f"{self.kills} lần giết · đã báo lưu {self.acknowledged}, gửi lại vì chưa kịp trả lời {self.unanswered}, "
            f"tệp Excel {self.whole_exports} · mất {self.lost}, dở dang {self.half}, "
            f"hai lần {self.twice}, từ chối {self.refused}"
        )


@dataclass
class Person:
    """Works until the server is gone; comes back and first sends again what was not answered, with the same key."""

    writer: object
    act: object  # a function that makes his next Act, or None for who exports
    acts: list[Act] = field(default_factory=list)
    answers: Counter = field(default_factory=Counter)

    def work(self, port: int, until: threading.Event) -> None:
        visitor = Visitor(port, self.writer.session)
        try:
            for act in self.open():
                self.send(visitor, act)
            while not until.is_set():
                if self.act is None:
                    self.export(visitor)
                else:
                    self.acts.append(self.act(visitor, self.writer.code))
                    self.send(visitor, self.acts[-1])
        except FAILURES:
            return

    def open(self) -> list[Act]:
        return [act for act in self.acts if not act.acknowledged]

    def send(self, visitor: Visitor, act: Act) -> None:
        status = visitor.send(act.path, act.values, ("file", act.content) if act.content else None)
        act.acknowledged = status == 302
        self.answers["saved" if act.acknowledged else "refused"] += 1

    def export(self, visitor: Visitor) -> None:
        status, body, _ = visitor.ask("GET", "/projects/?format=xlsx")
        self.answers["exported" if status == 200 and is_whole(body) else "refused"] += 1


def saving(visitor: Visitor, code: str) -> Act:
    path = f"/projects/{code}/money/new/"
    amount = str(random.randint(100_000, 199_999) * 1000)  # noqa: S311 nothing secret
    typed = {"stage": "assigned", "on": today(), "amount": amount, "note": uuid.uuid4().hex}
    return Act(path, visitor.form(path) | typed)


def uploading(visitor: Visitor, code: str) -> Act:
    path, mark = f"/projects/{code}/events/new/", uuid.uuid4().hex
    typed = {"happening": "adjusted", "outcome": "done", "on": today(), "document": "2/QĐ-SCT", "note": mark}
    content = b"%PDF-1.4\n" + mark.encode() + random.randbytes(200_000)  # noqa: S311 nothing secret
    return Act(path, visitor.form(path) | typed, content)


def today() -> str:
    return f"{clock.today():%d/%m/%Y}"


def is_whole(book: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(book)) as package:
            return package.testzip() is None
    except zipfile.BadZipFile:
        return False


# ----------------------------------------------------------------------------------------------------- the run


def run(kills: int, environment: dict[str, str], log: Path) -> Outcome:
    """An empty database, or one with reference data alone, is worked on by seven people and judged."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=io.StringIO())
    doing = [saving] * 4 + [uploading] * 2 + [None]
    people = [Person(*pair) for pair in zip(writers(each=1, provinces=len(doing)), doing, strict=True)]
    outcome, before = Outcome(kills), head()
    connection.close()
    for turn in range(kills + 1):  # the last time nobody is killed: what is open is sent again
        server = Server(environment, log)
        server.wait()
        live(people, server, last=turn == kills)
        outcome.unanswered += sum(len(person.open()) for person in people) if turn < kills else 0
    answers = sum((person.answers for person in people), Counter())
    outcome.whole_exports, outcome.refused = answers["exported"], answers["refused"]
    judge(outcome, [act for person in people for act in person.acts], before)
    return outcome


def live(people: list[Person], server: Server, *, last: bool) -> None:
    until = threading.Event()
    threads = [threading.Thread(target=person.work, args=(server.port, until)) for person in people]
    for thread in threads:
        thread.start()
    if last:
        until.set()
        for thread in threads:
            thread.join()
        server.stop()
        return
    time.sleep(random.uniform(SHORTEST, LONGEST))  # noqa: S311 nothing secret
    server.kill()
    until.set()
    for thread in threads:
        thread.join()


def judge(outcome: Outcome, acts: list[Act], before: int) -> None:
    """Every act is there once, whole with its file; every posting has its one row; no number is missing."""
    events = {event.note: event for event in ProjectEvent.objects.exclude(note="")}
    notes = [
        *MoneyEntry.objects.values_list("note", flat=True),
        *ProjectEvent.objects.values_list("note", flat=True),
    ]
    rows = Counter(notes)
    outcome.acknowledged = sum(act.acknowledged for act in acts)
    outcome.lost = sum(act.acknowledged and not rows[act.mark] for act in acts)
    outcome.twice = sum(rows[act.mark] > 1 for act in acts)
    outcome.half = sum(bool(act.content) and not has_its_file(events.get(act.mark), act) for act in acts)
    postings = Posting.objects.filter(number__gt=before)
    written = Counter(MoneyEntry.objects.filter(posting__gt=before).values_list("posting", flat=True))
    written += Counter(ProjectEvent.objects.filter(posting__gt=before).values_list("posting", flat=True))
    outcome.half += sum(written[number] != 1 for number in range(before + 1, head() + 1))
    outcome.half += abs(postings.count() - (head() - before)) + Submission.objects.filter(answer="").count()
    outcome.half += len(triggers.problems(connection)) + damaged()


def has_its_file(event: ProjectEvent | None, act: Act) -> bool:
    if event is None:
        return not act.acknowledged
    with event.file.open() as file:
        return file.read() == act.content


def damaged() -> bool:
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return cursor.fetchall() != [("ok",)]


def main() -> int:
    speak_vietnamese()
    parser = argparse.ArgumentParser(
        description="Giết cả máy chủ giữa lúc ghi, xuất, tải tệp lên, rồi soát dữ liệu."
    )
    parser.add_argument("--kills", type=int, default=100, help="số lần giết (mặc định 100)")
    options = parser.parse_args()
    folder = Path(os.environ["BENCH_FOLDER"])
    environment = variables(folder, os.environ["DATABASE_URL"], WORKERS="2")
    outcome = run(options.kills, environment, folder / "server.log")
    print(f"  {connection.display_name}: {outcome}", flush=True)
    return 0 if outcome.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
