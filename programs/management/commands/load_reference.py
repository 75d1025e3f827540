"""Loads the reference data that ships with the product and says what changed."""

from accounts.commands import PortalCommand
from programs.reference.loader import load

HEADINGS = ("thêm", "cập nhật", "giữ nguyên", "người dùng đã sửa")


class Command(PortalCommand):
    help = "Nạp dữ liệu tham chiếu kèm theo phần mềm; chạy lại được, không ghi đè dòng người dùng đã sửa."

    def handle(self, *args, **options):
        outcomes = load()
        width = max(len(outcome.title) for outcome in outcomes)
        self.stdout.write(" " * width + "".join(f"  {heading}" for heading in HEADINGS))
        for outcome in outcomes:
            counts = (outcome.added, outcome.updated, outcome.kept, outcome.edited)
            cells = "".join(f"  {count:>{len(head)}}" for count, head in zip(counts, HEADINGS, strict=True))
            self.stdout.write(f"{outcome.title:<{width}}{cells}")
        for outcome in outcomes:
            for note in outcome.notes:
                self.stdout.write(f"{outcome.title}: {note}")
