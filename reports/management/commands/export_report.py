"""The conference report as an Excel file, without a browser."""

from pathlib import Path

from django.core.management.base import CommandError

from accounts.commands import PortalCommand, day, whole_number
from reports.annexes.workbook import conference_workbook
from reports.question.asked import AS_OF, LUY_KE, BadQuestion, ask, period_from


class Command(PortalCommand):
    help = "Xuất báo cáo hội nghị (Phụ lục I đến IV) ra tệp Excel."

    def add_arguments(self, parser):
        parser.add_argument("report", choices=["conference"], help="Báo cáo: conference (báo cáo hội nghị).")
        parser.add_argument("--region", help="Mã vùng, ví dụ MTTN; bỏ trống là cả nước.")
        parser.add_argument("--province", help="Khóa tỉnh, ví dụ P63-67.")
        parser.add_argument(
            "--year", type=whole_number, required=True, help="Năm báo cáo; năm trước được lấy cả năm."
        )
        parser.add_argument("--months", type=whole_number, help="Số tháng đầu năm; bỏ trống là cả năm.")
        parser.add_argument("--from-year", type=whole_number, help=LUY_KE)
        parser.add_argument("--boundaries", default="then", help="then, 34 hoặc 63.")
        parser.add_argument("--region-on", type=day, help="Ngày xác định thành viên của vùng.")
        parser.add_argument("--as-of", help=AS_OF)
        parser.add_argument("--output", required=True, type=Path, help="Tệp .xlsx sẽ ghi.")

    def handle(self, *, report, year, months, from_year, output, **options):
        try:
            asked = ask(
                period=period_from(year=year, months=months, from_year=from_year),
                **{
                    name: options[name] for name in ("boundaries", "region", "province", "region_on", "as_of")
                },
            )
        except BadQuestion as error:
            raise CommandError(str(error)) from error
        try:
            output.write_bytes(conference_workbook(asked))
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {output}: {error.strerror}") from error
        self.stdout.write(f"Đã ghi {output} (bút toán số {asked.posting}).")
