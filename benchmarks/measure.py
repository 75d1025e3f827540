"""Fills one database, asks it the questions of a report in two ways and prints the medians and their ratio."""

import argparse
import logging
import time
from dataclasses import replace
from functools import partial

from django.db import connection
from django.db.models import Count

from benchmarks import data, plain
from benchmarks.cells import Script
from benchmarks.clock import compare
from benchmarks.plain import Totals
from printing.excel.book import Workbook, workbook_options
from programs.ledger.asof import head
from programs.ledger.opening import ship
from programs.models import MoneyEntry, Project, ProjectEvent, ResultEntry
from reports.annexes.workbook import annex, annexes, conference_workbook
from reports.figures.aggregates import figures, money_figures
from reports.question.asked import ask, period_from
from reports.review import Review

HISTORY, THREE, COPIES = 20, 3, 10
REGION = "MTTN"
AT_MOST_PLAIN, AT_MOST_HISTORY, AT_MOST_CELLS, AT_MOST_NOW = 2.0, 1.3, 1.5, 1.1
WAYS = (("kinh phí", money_figures, plain.ask_money), ("mọi số liệu", figures, plain.ask_everything))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("scene", choices=["three-years", "history", "large"])
    parser.add_argument("--projects", type=int, required=True)
    parser.add_argument("--repeat", type=int, required=True)
    options = parser.parse_args()
    # Each copy of rows lifts triggers, as it should.
    logging.getLogger("accounts.lifting").setLevel(logging.ERROR)
    started = time.monotonic()
    bench = Bench(options.repeat)
    {"three-years": bench.three_years, "history": bench.history, "large": bench.large}[options.scene](
        options.projects
    )
    print(f"  ({time.monotonic() - started:.0f} giây, cả tạo dữ liệu)", flush=True)
    return 0


class Bench:
    def __init__(self, repeat: int):
        self.repeat = repeat
        self.database = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]

    # --- scenes ---

    def three_years(self, projects: int) -> None:
        """The projects in three budget years of one region, as make_volume makes them: plain SQL, the workbook."""
        data.make_one_year(projects // THREE // COPIES, REGION)
        data.copy_into_earlier_years(THREE - 1)
        self.say_size()
        self.workbook()  # about the size of a real region's
        data.copy_into_the_same_year(COPIES - 1)
        self.say_size()
        self.against_plain()
        self.workbook()
        self.at_an_old_posting()

    def history(self, projects: int) -> None:
        """The projects spread over 20 budget years: against one year alone."""
        data.make_one_year(projects // HISTORY, None)
        alone = data.keep_a_copy()
        data.copy_into_earlier_years(HISTORY - 1)
        self.say_size()
        self.against_alone(alone)

    def large(self, projects: int) -> None:
        """20 budget years, each with all the projects."""
        data.make_one_year(projects // COPIES, None)
        data.copy_into_the_same_year(COPIES - 1)
        alone = data.keep_a_copy()
        data.copy_into_earlier_years(HISTORY - 1)
        self.say_size()
        self.against_plain()
        self.against_alone(alone)
        self.at_an_old_posting()

    # --- measures ---

    def question(self):
        return ask(period=period_from(year=data.YEAR), region=REGION).query()

    def against_plain(self) -> None:
        question = self.question()
        for words, ours, theirs in WAYS:
            refuse_difference(ours(question), theirs(question))
            found = compare(partial(ours, question), partial(theirs, question), self.repeat)
            self.say(f"{words} của một năm, so với SQL viết tay", found.ours, found.theirs, AT_MOST_PLAIN)

    def against_alone(self, alone) -> None:
        """The same question put to the database and to its copy from before the history came."""
        question = self.question()
        with data.asked_instead(alone):
            before = self.question()
        for words, ours, _ in WAYS:

            def without_history(ours=ours):
                with data.asked_instead(alone):
                    return ours(before)

            if ours(question).total.tally != without_history().total.tally:
                raise SystemExit("Có lịch sử và không có lịch sử cho kết quả khác nhau.")
            found = compare(partial(ours, question), without_history, self.repeat)
            words = f"{words} của một năm, có 20 năm so với chỉ một năm"
            self.say(words, found.ours, found.theirs, AT_MOST_HISTORY)

    def at_an_old_posting(self) -> None:
        """The country's list of projects in the words of the posting before the last, against the last."""
        number = head()
        project = Project.objects.latest("pk")
        project.note = f"{project.note} Đã sửa."
        ship(nouns=[project], reason="Đo tốc độ")
        period = period_from(year=data.YEAR, months=9)
        then, now = (partial(listed, ask(period=period, posting=posting)) for posting in (number, None))
        found = compare(then, now, max(3, self.repeat // 3))
        words = "danh mục đề án cả nước theo bút toán cũ, so với hiện nay"
        self.say(words, found.ours, found.theirs, AT_MOST_NOW)

    def workbook(self) -> None:
        """The whole export, and the printing alone, against writing the same cells again."""
        asked = ask(period=period_from(year=data.YEAR, months=9), region=REGION)
        tables = list(annexes(Review(asked)))
        for words, ours in (
            ("in bảng tính từ số liệu đã có", partial(printed, tables)),
            ("bảng tính hội nghị, kể cả hỏi số liệu", lambda: conference_workbook(replace(asked))),
        ):
            script = Script()
            with script.recording():
                ours()
            again = partial(script.replay, workbook_options(streaming=False))
            found = compare(ours, again, max(3, self.repeat // 3))
            cells = f"{script.cells:,}".replace(",", ".")
            self.say(
                f"{words} ({cells} ô), so với ghi lại đúng các ô", found.ours, found.theirs, AT_MOST_CELLS
            )

    # --- words ---

    def say_size(self) -> None:
        projects = Project.objects.count()
        entries = {model: model.objects.count() for model in (MoneyEntry, ResultEntry, ProjectEvent)}
        years = MoneyEntry.objects.values("budget_year").annotate(n=Count("pk")).filter(n__gt=100).count()
        numbers = [projects, entries[MoneyEntry], sum(entries.values()), years]
        shown = [f"{number:,}".replace(",", ".") for number in numbers]
        print(
            f"{self.database}: {shown[0]} đề án, {shown[1]} dòng kinh phí, {shown[2]} dòng sổ, {shown[3]} năm ngân sách",
            flush=True,
        )

    def say(self, words: str, ours: float, theirs: float, aim: float) -> None:
        ratio = ours / theirs
        verdict = f"≤ {aim:g}" if ratio <= aim else f"> {aim:g} (!)"
        numbers = f"{ours * 1000:>8.1f} ms {theirs * 1000:>8.1f} ms {ratio:>6.2f} {verdict:>9}"
        print(f"  {words:78} {numbers.replace('.', ',')}", flush=True)


def listed(asked):
    """Phụ lục IV: every project with its words."""
    return annex(Review(replace(asked)), "4")


def printed(tables) -> bytes:
    book = Workbook("Đo tốc độ")
    for table in tables:
        book.add(table)
    return book.close()


def refuse_difference(ours, theirs: Totals) -> None:
    """A comparison is worth nothing if the two ways give different answers."""
    total = ours.total
    said = Totals(
        total.tally.promotion.plan, total.tally.promotion.done, total.tally.own.done, total.project_count()
    )
    if said != theirs:
        raise SystemExit(f"Hai cách hỏi cho kết quả khác nhau: {said} và {theirs}")
