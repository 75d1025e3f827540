"""Makes stored keys of search and order anew after the rules that compute them have changed."""

from django.core.management.base import CommandError

from accounts.commands import PortalCommand, whole_number
from accounts.keys import BATCH, remake, stale


class Command(PortalCommand):
    help = "Tạo lại khóa tìm kiếm, sắp xếp, nhận diện đã lưu; chạy sau khi nâng cấp, chạy lại được."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="Chỉ đếm khóa cũ, không ghi gì.")
        parser.add_argument("--batch", type=whole_number, default=BATCH, help="Số dòng mỗi lần ghi.")

    def handle(self, *, check, batch, **options):
        if batch < 1:
            raise CommandError(f"--batch {batch}: số dòng mỗi lần ghi phải từ 1.")
        if check:
            self.tell(stale())
        else:
            self.remake(batch)

    def tell(self, found):
        for key, rows in sorted(found.items()):
            self.stdout.write(f"{key}: {rows} dòng còn khóa cũ")
        if found:
            raise CommandError("Có khóa cũ: tìm kiếm và sắp xếp bỏ sót dòng. Hãy chạy: python manage.py keys")
        self.stdout.write("Mọi khóa đều mới.")

    def remake(self, batch):
        outcome = remake(batch)
        for table, rows in sorted(outcome.rows.items()):
            self.stdout.write(f"{table}: đã tạo lại khóa của {rows} dòng")
        for clash in outcome.clashes:
            self.stdout.write(clash)
        if outcome.clashes:
            raise CommandError(f"{len(outcome.clashes)} dòng giữ khóa cũ vì trùng; các dòng khác đã xong.")
        self.stdout.write("Mọi khóa đều mới.")
