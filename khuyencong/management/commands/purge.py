"""Lets go of what has been kept long enough: the rules are khuyencong.retention's."""

from django.utils import timezone

from accounts.commands import PortalCommand
from khuyencong.retention import RULES, purge


class Command(PortalCommand):
    help = "Xóa, làm trống thông tin cá nhân đã quá thời hạn lưu; chạy hằng ngày, chạy lại được."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Chỉ đếm, không ghi gì.")

    def handle(self, *, dry_run, **options):
        now = timezone.now()
        rows = [rule.count(now) for rule in RULES] if dry_run else purge(now)
        for rule, count in zip(RULES, rows, strict=True):
            told = "quá hạn" if dry_run else "đã xử lý"
            self.stdout.write(f"{rule.what} (giữ {rule.days} ngày): {count} dòng {told}")
