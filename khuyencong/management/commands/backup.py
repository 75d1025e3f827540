"""One command that saves everything: the database, then the files that it names."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import connection

from accounts.commands import PortalCommand
from khuyencong.keeping.backup import back_up
from khuyencong.keeping.places import Trouble


class Command(PortalCommand):
    help = "Sao lưu cơ sở dữ liệu và các tệp vào một tệp .tar, đọc lại để kiểm tra; chạy được khi cổng đang chạy."

    def add_arguments(self, parser):
        parser.add_argument("target", type=Path, help="Tệp sẽ ghi, hoặc thư mục (tên tệp đặt theo giờ).")

    def handle(self, *, target, **options):
        try:
            done = back_up(connection, target)
        except (Trouble, OSError) as error:
            raise CommandError(str(error)) from error
        rows = sum(table["rows"] for table in done.manifest["tables"].values())
        self.stdout.write(
            f"Đã sao lưu vào {done.path}: đến bút toán {done.manifest['posting']}, {rows} dòng của "
            f"{len(done.manifest['tables'])} bảng, {len(done.manifest['files'])} tệp; đã đọc lại và khớp."
        )
        if done.faulty:
            names = "\n".join(f"  - {name}" for name in done.faulty)
            raise CommandError(
                f"Bản sao lưu dùng được nhưng {len(done.faulty)} tệp bị mất hoặc hỏng từ trước:\n{names}"
            )
