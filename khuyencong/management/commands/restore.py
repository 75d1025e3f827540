"""One command that brings everything back, or says whether an archive could be brought back."""

from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from accounts.commands import PortalCommand
from khuyencong.keeping import archive
from khuyencong.keeping.places import Trouble
from khuyencong.keeping.restore import restore


class Command(PortalCommand):
    help = "Khôi phục từ bản sao lưu của lệnh backup, vào nơi trống hoặc thay thế (--replace); hãy dừng cổng trước."

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, help="Tệp .tar của lệnh backup.")
        parser.add_argument(
            "--replace",
            action="store_true",
            help="Thay cơ sở dữ liệu đang có; trạng thái cũ được giữ bên cạnh.",
        )
        parser.add_argument(
            "--check", action="store_true", help="Chỉ đọc và kiểm tra bản sao lưu, không đổi gì."
        )

    def handle(self, *, source, replace, check, **options):
        try:
            if check:
                self.tell("Bản sao lưu nguyên vẹn", archive.read(source))
                return
            done = restore(connection, source, replace=replace)
        except (Trouble, OSError, DatabaseError) as error:
            raise CommandError(str(error).strip()) from error
        self.tell("Đã khôi phục và đối chiếu khớp", done.manifest)
        for step in done.steps:
            self.stdout.write(f"Đã làm lại: {step}.")
        if done.former:
            self.stdout.write(f"Trạng thái trước khôi phục được giữ ở {done.former}; xóa khi không cần nữa.")

    def tell(self, what, manifest):
        rows = sum(table["rows"] for table in manifest["tables"].values())
        self.stdout.write(
            f"{what}: lập lúc {manifest['made_at']}, đến bút toán {manifest['posting']}, {rows} dòng, "
            f"{len(manifest['files'])} tệp."
        )
        for name in manifest["faulty"]:
            self.stdout.write(f"Tệp đã mất hoặc hỏng từ trước khi sao lưu: {name}")
