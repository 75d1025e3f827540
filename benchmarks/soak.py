"""Hours of ordinary work on one server: do memory and open files grow? Printed is the end as a ratio of the beginning."""

import argparse
import io
import os
import sys
import threading
import time
from pathlib import Path

from django.core.management import call_command
from django.db import connection

from accounts import clock
from benchmarks.closing_day import LIST, Times, percentile, read, report_path, write
from benchmarks.country import reader_of_a_region, writers
from benchmarks.serving import Server, serving, variables
from benchmarks.visitors import Visitor
from tooling.console import speak_vietnamese

WARM_UP = 0.2  # of the time: caches fill, then the beginning is read
EVERY_REPORT = 20  # a report and a list in so many lines written
PAGES = ("/", "/projects/", "/businesses/", "/reports/", "/conferences/")


def memory(server: Server) -> int:
    """Bytes that the processes of the server hold for themselves and their share of what they have in common."""
    return sum(_proportional(pid) for pid in server.pids())


def _proportional(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def open_files(server: Server) -> int:
    return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in server.pids())


def work(port: int, person, reader: str, times: Times, until: threading.Event, pause: float) -> None:
    visitor, other, turn = Visitor(port, person.session), Visitor(port, reader), 0
    while not until.wait(pause):
        turn += 1
        write(visitor, person.code, times)
        visitor.ask("GET", PAGES[turn % len(PAGES)])
        times.add("đọc trang", visitor, True)
        if turn % EVERY_REPORT == 0:
            read(visitor, "xuất danh sách", LIST, times)
            read(other, "báo cáo hội nghị", report_path(clock.today().year), times)


def main() -> int:
    speak_vietnamese()
    parser = argparse.ArgumentParser(description="Chạy lâu: bộ nhớ và tệp đang mở, cuối so với đầu.")
    parser.add_argument("--minutes", type=float, default=30, help="số phút (mặc định 30)")
    parser.add_argument("--people", type=int, default=10, help="số người làm việc cùng lúc")
    parser.add_argument("--pause", type=float, default=2, help="số giây nghỉ giữa hai việc của một người")
    options = parser.parse_args()
    folder = Path(os.environ["BENCH_FOLDER"])
    call_command("migrate", verbosity=0)
    call_command("load_reference", stdout=io.StringIO())
    people, reader = writers(1, options.people), reader_of_a_region()
    connection.close()
    with serving(variables(folder, os.environ["DATABASE_URL"]), folder / "server.log") as server:
        run(server, people, reader, options)
    return 0


def run(server: Server, people, reader: str, options) -> None:
    until, first, last = threading.Event(), Times(), Times()
    times = [first, last]
    seconds = options.minutes * 60
    for number, part in enumerate((WARM_UP, 1 - WARM_UP)):
        until = threading.Event()
        threads = [
            threading.Thread(
                target=work, args=(server.port, person, reader, times[number], until, options.pause)
            )
            for person in people
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds * part)
        until.set()
        for thread in threads:
            thread.join()
        if number == 0:
            before = memory(server), open_files(server)
    after = memory(server), open_files(server)
    say(before, after, last, options.minutes)


def say(before, after, times: Times, minutes: float) -> None:
    count = sum(len(seconds) for seconds in times.of.values())
    print(f"{connection.display_name}: {minutes:g} phút, {count} lượt sau khi ấm máy, {times.failed} lỗi")
    print(f"  bộ nhớ cuối so với đầu   {after[0] / before[0]:5.2f}  ({after[0] / 2**20:.0f} MiB)")
    print(f"  tệp đang mở cuối so với đầu {after[1] / before[1]:5.2f}  ({after[1]})")
    for what, seconds in times.of.items():
        print(f"  {what:24} p95 {percentile(seconds) * 1000:6.0f} ms  ({len(seconds)} lượt)")


if __name__ == "__main__":
    sys.exit(main())
