"""Takes away files that requests stored before they were killed: no row names them."""

from datetime import timedelta

from django.core.management.base import CommandError

from accounts.commands import PortalCommand, whole_number
from accounts.models import AuditEvent, record
from khuyencong.keeping.files import sweep


class Command(PortalCommand):
    help = "Xóa tệp tải lên dở dang mà không dòng dữ liệu nào dùng tới."

    def add_arguments(self, parser):
        parser.add_argument(
            "--hours", type=whole_number, default=24, help="Chỉ tệp đã nằm đó lâu hơn số giờ này."
        )
        parser.add_argument("--dry-run", action="store_true", help="Chỉ kể tên, không xóa gì.")

    def handle(self, *, hours, dry_run, **options):
        if hours < 1:
            raise CommandError(f"--hours {hours}: phải từ 1, vì tệp vừa tải lên còn chờ dòng dữ liệu của nó.")
        found = sweep(timedelta(hours=hours), dry_run=dry_run)
        for name in found:
            self.stdout.write(name)
        if found and not dry_run:
            record(AuditEvent.Kind.PURGED, object="Tệp tải lên dở dang", files=len(found), hours=hours)
        did = "sẽ bị xóa" if dry_run else "đã bị xóa"
        self.stdout.write(
            f"{len(found)} tệp không ai dùng {did}." if found else "Không có tệp nào không ai dùng."
        )
