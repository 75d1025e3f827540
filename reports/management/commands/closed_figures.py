"""Compares the figures that were stored at closings with what the rules of today make of the same entries."""

from collections.abc import Iterator

from django.core.management.base import CommandError
from django.db import transaction

from accounts.commands import PortalCommand
from printing.numbers import DONG
from printing.table import printed
from programs.ledger.asof import head
from programs.ledger.posting import lock_head
from reports.closing.books import closings, store
from reports.closing.comparison import Compared, compare, printable

AT_ONCE = 20  # closings asked by one statement


class Command(PortalCommand):
    help = "Đối chiếu số đã chốt với số tính lại theo quy tắc hiện nay; chạy sau khi nâng cấp."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="Báo lỗi nếu có số tính lại khác, hoặc lần chốt chưa lưu số."
        )
        parser.add_argument(
            "--store", action="store_true", help="Lưu số cho các lần chốt chưa có, ghi rõ là lưu sau."
        )

    def handle(self, *, check, store, **options):
        lacking = self.store_lacking() if store else self.tell_lacking()
        different = 0
        for row in self.differences():
            self.stdout.write(self.words(row))
            different += 1
        told = f"{different} số tính lại khác số đã chốt; {lacking} lần chốt chưa lưu số."
        if check and (different or lacking):
            raise CommandError(told)
        self.stdout.write(told)

    def tell_lacking(self) -> int:
        lacking = list(closings().filter(books=None))
        for row in lacking:
            self.stdout.write(f"Chưa lưu số: {row} (bút toán {row.posting_id}). Hãy chạy với --store.")
        return len(lacking)

    @transaction.atomic
    def store_lacking(self) -> int:
        """Each closing's figures as of its own posting, by the rules of today. None is left without."""
        lock_head()  # of two who store, the second finds nothing to do
        for some in batches(closings().filter(books=None)):
            store(some, later=True)
            for row in some:
                self.stdout.write(f"Đã lưu số: {row} (bút toán {row.posting_id}).")
        return 0

    def differences(self) -> Iterator[Compared]:
        now = head()
        for some in batches(closings().filter(books__isnull=False)):
            yield from (row for row in compare(some, now) if row.rule_changed)

    @staticmethod
    def words(row: Compared) -> str:
        closure = row.closure
        numbers = (
            printed(printable(number, row.kind), row.kind, DONG)
            for number in (row.closed, row.again, row.by_rule)
        )
        closed, again, difference = numbers
        return (
            f"{closure.unit}, năm ngân sách {closure.budget_year} đến {closure.cut_off:%d/%m/%Y}, "
            f"{row.code} {row.name}, {row.level}: đã chốt {closed}, tính lại {again}, "
            f"chênh lệch {difference} {row.unit}".rstrip()
        )


def batches(rows) -> Iterator[list]:
    rows = list(rows)
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
