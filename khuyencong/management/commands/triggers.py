"""Says whether the triggers that close the ledgers are as declared, and heals them."""

from django.core.management.base import CommandError
from django.db import connection

from accounts import triggers
from accounts.commands import PortalCommand
from accounts.lifting import reinstall


class Command(PortalCommand):
    help = "Kiểm tra trigger khóa sổ trong cơ sở dữ liệu: đủ, đúng nội dung, đang bật."

    def add_arguments(self, parser):
        parser.add_argument(
            "--reinstall", action="store_true", help="Cài lại trigger thiếu, bị sửa hoặc bị tắt; ghi nhật ký."
        )

    def handle(self, **options):
        heal = options["reinstall"]
        found = reinstall(connection) if heal else triggers.problems(connection)
        for problem in found:
            self.stdout.write(problem)
        if left := triggers.problems(connection):
            way_out = "hãy chạy migrate" if heal else "chạy lại với --reinstall để cài lại"
            raise CommandError(f"{len(left)} chỗ chưa nguyên vẹn; {way_out}.")
        state = "đã cài lại" if found else "nguyên vẹn"
        self.stdout.write(f"{len(triggers.wanted(connection))} trigger: {state}.")
