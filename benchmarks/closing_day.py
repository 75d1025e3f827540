"""Closing day: every province's officers write, one report and one list are taken at once, all through real gunicorn.

Printed are ratios to one person alone on the same server in the same run, and how long writers waited for their turn at
the head of the ledgers.
"""

import argparse
import io
import os
import random
import re
import sys
import threading
import uuid
from collections import defaultdict
from pathlib import Path
from statistics import quantiles

from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from accounts import clock
from benchmarks.country import reader_of_a_region, writers
from benchmarks.serving import serving, variables
from benchmarks.visitors import Visitor
from tooling.console import speak_vietnamese

TOKEN = "only-for-the-bench-on-this-machine"  # noqa: S105 the server hears 127.0.0.1 alone and is gone afterwards
LIST = "/projects/?format=xlsx"
WAIT = re.compile(r'^khuyencong_write_wait_seconds_bucket\{le="([^"]+)"\} (\S+)$', re.MULTILINE)


class Times:
    """Seconds by what was done; of several threads."""

    def __init__(self):
        self.of = defaultdict(list)
        self.failed = 0

    def add(self, what: str, visitor: Visitor, good: bool) -> None:
        if good:
            self.of[what].append(visitor.seconds)
        else:
            self.failed += 1


def percentile(seconds: list[float], part: int = 95) -> float:
    return quantiles(seconds, n=100, method="inclusive")[part - 1] if len(seconds) > 1 else sum(seconds)


def write(visitor: Visitor, code: str, times: Times) -> None:
    """One line of money, as an officer enters it: the page with the form, then what was typed."""
    path = f"/projects/{code}/money/new/"
    values = visitor.form(path)
    times.add("mở biểu mẫu", visitor, True)
    amount = str(random.randint(100_000, 199_999) * 1000)  # noqa: S311 nothing secret
    typed = {
        "stage": "assigned",
        "on": f"{clock.today():%d/%m/%Y}",
        "amount": amount,
        "note": uuid.uuid4().hex,
    }
    status = visitor.send(path, values | typed)
    times.add("lưu một dòng", visitor, status == 302)


def read(visitor: Visitor, what: str, path: str, times: Times) -> None:
    status, body, _ = visitor.ask("GET", path)
    times.add(what, visitor, status == 200 and body.startswith(b"PK"))


def report_path(year: int) -> str:
    return reverse("conference_report_xlsx", query={"place": "MTTN", "year": year, "months": 12})


def alone(port: int, people, reader: str, turns: int) -> Times:
    """One person, one thing after the other."""
    times = Times()
    visitor, other = Visitor(port, people[0].session), Visitor(port, reader)
    for _ in range(turns):
        write(visitor, people[0].code, times)
    for _ in range(3):
        read(visitor, "xuất danh sách", LIST, times)
        read(other, "báo cáo hội nghị", report_path(clock.today().year), times)
    return times


def together(port: int, people, reader: str, turns: int, pause: float) -> Times:
    """Each writes so many lines with a pause for typing, while a report and a list are taken again and again."""
    times, done = Times(), threading.Event()

    def writer(person):
        visitor = Visitor(port, person.session)
        for _ in range(turns):
            done.wait(random.uniform(0, 2 * pause))  # noqa: S311 nothing secret
            write(visitor, person.code, times)

    def taker(session, what, path):
        visitor = Visitor(port, session)
        while not done.is_set():
            read(visitor, what, path, times)

    threads = [threading.Thread(target=writer, args=(person,)) for person in people]
    takers = [
        threading.Thread(target=taker, args=(people[0].session, "xuất danh sách", LIST)),
        threading.Thread(target=taker, args=(reader, "báo cáo hội nghị", report_path(clock.today().year))),
    ]
    for thread in (*threads, *takers):
        thread.start()
    for thread in threads:
        thread.join()
    done.set()
    for thread in takers:
        thread.join()
    return times


def waits(port: int) -> dict[float, float]:
    """How many writers waited at most so many seconds, as /metrics tells."""
    visitor = Visitor(port, "")
    told = visitor.ask("GET", "/metrics", token=TOKEN)[1].decode()
    return {float(most): float(count) for most, count in WAIT.findall(told)}


def waited(before: dict, after: dict, part: float) -> float:
    """The bound (seconds) under which this part of the waits between two readings lies."""
    counts = {most: after[most] - before.get(most, 0) for most in after}
    return min(most for most, count in counts.items() if count >= part * max(counts.values()))


def say(idle: Times, busy: Times, before: dict, after: dict) -> None:
    for what, seconds in idle.of.items():
        one, many = percentile(seconds), percentile(busy.of[what])
        print(
            f"  {what:24} p95 {many * 1000:8.0f} ms  một mình {one * 1000:7.0f} ms  "
            f"tỷ số {many / one:6.2f}  ({len(busy.of[what])} lượt)",
            flush=True,
        )
    half, most = waited(before, after, 0.5), waited(before, after, 0.95)
    print(
        f"  chờ tới lượt ghi: một nửa dưới {half:g} giây, 95 % dưới {most:g} giây; không lưu được: {busy.failed}"
    )


def main() -> int:
    speak_vietnamese()
    parser = argparse.ArgumentParser(description="Ngày chốt: các tỉnh cùng ghi, một báo cáo, một lần xuất.")
    parser.add_argument("--provinces", type=int, help="số tỉnh (mặc định tất cả)")
    parser.add_argument("--writers", type=int, default=5, help="số người ghi của mỗi tỉnh")
    parser.add_argument("--turns", type=int, default=3, help="số dòng mỗi người ghi")
    parser.add_argument(
        "--pause", type=float, default=20, help="số giây trung bình giữa hai dòng của một người"
    )
    options = parser.parse_args()
    folder = Path(os.environ["BENCH_FOLDER"])
    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=io.StringIO())
    people, reader = writers(options.writers, options.provinces), reader_of_a_region()
    connection.close()
    environment = variables(folder, os.environ["DATABASE_URL"], METRICS_TOKEN=TOKEN)
    with serving(environment, folder / "server.log") as server:
        alone(server.port, people, reader, 3)  # every worker has answered once
        idle = alone(server.port, people, reader, 20)
        before = waits(server.port)
        busy = together(server.port, people, reader, options.turns, options.pause)
        print(
            f"{connection.display_name}: {len(people)} người ghi, mỗi người {options.turns} dòng", flush=True
        )
        say(idle, busy, before, waits(server.port))
    return 1 if busy.failed else 0


if __name__ == "__main__":
    sys.exit(main())
