"""Figures of a region, a province or the country, by line and in total."""

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from django.core.management.base import CommandError

from accounts.commands import PortalCommand, day, whole_number
from programs.choices import Level, ResultKind
from programs.models import Indicator
from reports.figures.aggregates import figures
from reports.figures.catalogue import CATALOGUE
from reports.figures.figures import Figures, LineFigures, LineKey
from reports.figures.indicators import definition_of, quantity, typed_codes
from reports.question.asked import AS_OF, LUY_KE, Asked, BadQuestion, ask, period_from

PLANNED, COUNTERPART = "planned", "counterpart"
PLANNED_WORDS = ResultKind.PLAN.label.lower()
OWN_CAPITAL = ("F.28", "F.9")  # promised, done


def planned_of(line: LineFigures | None, indicators: list[Indicator]) -> dict:
    """What was planned of each indicator that people type: {code: quantity}."""
    typed = [indicator for indicator in indicators if typed_codes(indicator)]
    return {row.code: plain(quantity(line, row, ResultKind.PLAN)) if line else None for row in typed}


def counterpart_of(line: LineFigures | None, knows_plan: bool) -> dict:
    """Own capital in the projects of each level, in đồng: {code: {level: amount}}."""
    return {
        code: {
            level.value: CATALOGUE[code].value(line, knows_plan, level) if line else None for level in Level
        }
        for code in OWN_CAPITAL
    }


def plain(value):
    """Whole numbers stay whole; shares and measured quantities become decimals; None stays None ("–")."""
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
        return float(round(value, 4))
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def keys_of(asked: Asked, found: Figures | None) -> list[LineKey]:
    """The lines that stand in the period, and those with figures."""
    territory = asked.territory
    keys = {*territory.lines(asked.period.start, asked.period.end), *(found.lines if found else ())}
    return sorted(keys, key=territory.sort_key)


def regions_of(asked: Asked, found: Figures | None) -> Iterator[tuple[dict, LineFigures | None]]:
    """The block of each region: where it is, and its figures (None before the first posting)."""
    shown = {key.region for key in keys_of(asked, found)}
    for region in asked.territory.blocks:
        if region and region.pk in shown:
            yield {"region": region.code, "name": region.name}, found and found.part(region.pk)


def lines_of(asked: Asked, found: Figures | None) -> Iterator[tuple[dict, LineFigures | None]]:
    """Each line: where it is, and its figures; one that holds provinces of two regions stands in both with its part."""
    territory = asked.territory
    for key in keys_of(asked, found):
        place = {
            "unit": territory.provinces[key.line].key,
            "region": territory.regions[key.region].code if key.region else None,
            "name": territory.name(key.line, asked.period.end),
            "note": territory.note(key),
        }
        yield place, found and found.line(key)


class Command(PortalCommand):
    help = "In số liệu của vùng, tỉnh hoặc cả nước. Tiền tính bằng đồng; tỷ lệ bằng %."

    def add_arguments(self, parser):
        parser.add_argument("--region", help="Mã vùng, ví dụ MTTN; bỏ trống là cả nước.")
        parser.add_argument("--province", help="Khóa tỉnh, ví dụ P63-67: tỉnh đó và các tỉnh đã nhập vào.")
        parser.add_argument("--year", type=whole_number, help="Năm ngân sách.")
        parser.add_argument("--months", type=whole_number, help="Số tháng đầu năm; bỏ trống là cả năm.")
        parser.add_argument("--from-year", type=whole_number, help=LUY_KE)
        parser.add_argument("--from", dest="start", type=day, help="Từ ngày (2023-01-01): hỏi theo ngày.")
        parser.add_argument("--to", dest="end", type=day, help="Đến ngày.")
        parser.add_argument("--boundaries", default="then", help="then, 34 hoặc 63.")
        parser.add_argument("--region-on", type=day, help="Ngày xác định thành viên của vùng.")
        parser.add_argument("--as-of", help=AS_OF)
        parser.add_argument("--json", action="store_true", help="In dạng JSON.")

    def handle(self, *, start, end, year, months, from_year, **options):
        try:
            asked = ask(
                period=period_from(year=year, months=months, start=start, end=end, from_year=from_year),
                boundaries=options["boundaries"],
                region=options["region"],
                province=options["province"],
                region_on=options["region_on"],
                as_of=options["as_of"],
            )
        except BadQuestion as error:
            raise CommandError(str(error)) from error
        answer = self.answer(asked)
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            self.print_plainly(answer)

    def answer(self, asked) -> dict:
        indicators = list(Indicator.objects.all())
        definitions = [definition_of(indicator) for indicator in indicators]
        found = figures(asked.query()) if asked.posting else None

        def values(line):
            knows_plan = asked.period.knows_plan
            found = {
                made.code: plain(made.stated(made.value(line, knows_plan))) if line else None
                for made in definitions
            }
            return found | {
                PLANNED: planned_of(line, indicators),
                COUNTERPART: counterpart_of(line, knows_plan),
            }

        return {
            "basis": asked.period.basis,
            "posting": asked.posting,
            "period": asked.period.title,
            "boundaries": asked.boundaries.code,
            "region_day": asked.region_day.isoformat(),
            "illustrative": bool(found and found.total.illustrative),
            "total": values(found.total if found else None),
            "regions": [place | values(line) for place, line in regions_of(asked, found)],
            "lines": [place | values(line) for place, line in lines_of(asked, found)],
        }

    def print_plainly(self, answer):
        self.stdout.write(f"{answer['period']} – bút toán số {answer['posting']}")
        if answer["basis"] == "date":
            self.stdout.write("Hỏi theo ngày: không có kế hoạch và tỷ lệ so với kế hoạch.")
        if not answer["posting"]:
            self.stdout.write("Chưa có dữ liệu.")
        total = answer["total"]
        beside = {f"{code} ({PLANNED_WORDS})": value for code, value in total.pop(PLANNED).items()}
        for code, by_level in total.pop(COUNTERPART).items():
            beside |= {f"{code} ({Level(level).name})": value for level, value in by_level.items()}
        for code, value in (total | beside).items():
            self.stdout.write(f"{code:6} {'–' if value is None else value}")
