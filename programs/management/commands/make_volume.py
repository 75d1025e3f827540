"""Fill a demo database with illustrative projects, as many as wanted."""

import time

from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from accounts.clock import today
from accounts.commands import PortalCommand, whole_number
from programs.choices import DatabaseKind
from programs.demo.volume import Volume, illustrative_writer, spread
from programs.models import Indicator, Installation, Region


class Command(PortalCommand):
    help = "Tạo dữ liệu minh họa: đề án, kinh phí, kết quả. Không chạy trên cơ sở dữ liệu thật."

    def add_arguments(self, parser):
        parser.add_argument("--projects", type=whole_number, required=True, help="Số đề án.")
        parser.add_argument(
            "--seed", type=whole_number, default=1, help="Hạt giống: cùng hạt giống, cùng dữ liệu."
        )
        parser.add_argument(
            "--years", default="2021-2023", help="Các năm ngân sách, ví dụ 2021-2023 hoặc 2023."
        )
        parser.add_argument("--region", default="MTTN", help="Mã vùng; ALL là cả nước.")

    def handle(self, *, projects, seed, years, region, **options):
        if projects < 1:
            raise CommandError("Số đề án phải từ 1 trở lên.")
        try:
            first, _, last = years.partition("-")
            span = range(int(first), int(last or first) + 1)
        except ValueError as error:
            raise CommandError(f"Không hiểu các năm «{years}»: ghi ví dụ 2021-2023.") from error
        if not span:
            raise CommandError("Năm đầu phải không sau năm cuối.")
        if Installation.objects.filter(kind=DatabaseKind.REAL).exists():
            raise CommandError("Cơ sở dữ liệu này chứa số liệu thật: không tạo dữ liệu minh họa.")
        if not Indicator.objects.exists():
            raise CommandError("Chưa có dữ liệu tham chiếu: chạy load_reference trước.")
        found = None if region == "ALL" else Region.objects.filter(code=region).first()
        if found is None and region != "ALL":
            raise CommandError(f"Không có vùng «{region}».")
        started = time.monotonic()
        volume = Volume(
            spread(projects, span),
            seed,
            found,
            illustrative_writer(),
            today(),
        )
        try:
            made = volume.run()
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"Đã tạo {made} đề án minh họa trong {time.monotonic() - started:.0f} giây.")
