"""A stock is stated: each line of one gets its level, once, from the changes that levels were stored as."""

import logging
from collections import defaultdict
from decimal import Decimal
from operator import attrgetter

from django.db import migrations, models

from accounts.lifting import lifted

logger = logging.getLogger(__name__)
BATCH = 2000


def fill(apps, schema_editor):
    """The level of a line is what people saw when it was written: the changes known then, up to its day.

    Their quantities stay. Told are the levels that are no longer what the changes add up to, and the lines whose budget
    year is not that of their day.
    """
    Entry = apps.get_model("programs", "ResultEntry")
    rows = Entry._base_manager.using(schema_editor.connection.alias).select_related("indicator")
    rows = list(rows.filter(indicator__kind="stock").order_by("posting_id", "pk"))
    if not rows:
        return
    Province = apps.get_model("programs", "Province")
    units = Province._base_manager.using(schema_editor.connection.alias).in_bulk()
    successors = {pk: unit.successor_id for pk, unit in units.items()}
    heirs = {unit: list(_heirs(unit, successors)) for unit in successors}
    stocks = _by_stock(rows, heirs)
    for stock in stocks:
        _take_levels(stock, heirs)
    stated = [row for row in rows if row.level_stated is not None]
    with lifted(schema_editor.connection, "Ghi mức đã báo cáo vào từng dòng", tables=[Entry._meta.db_table]):
        Entry._base_manager.bulk_update(stated, ["level_stated"], batch_size=BATCH)
    for words in (*_of_other_years(stated, units), *_changed(stocks, heirs, units)):
        logger.warning(words)


def _heirs(unit, successors):
    while unit := successors[unit]:
        yield unit


def _by_stock(rows, heirs) -> list[list]:
    """The lines of one stock: of a province with all that were merged into it, a level, an indicator, a kind."""
    stocks = defaultdict(list)
    for row in rows:
        stocks[_family(row.unit_id, heirs), row.level, row.indicator_id, row.kind].append(row)
    return list(stocks.values())


def _family(unit, heirs):
    return [unit, *heirs[unit]][-1]


def _take_levels(stock, heirs):
    for row in stock:
        if row.reverses_id or _gives_back(row):
            continue
        row.level_stated = sum(
            other.quantity
            for other in stock
            if other.on <= row.on
            and other.posting_id <= row.posting_id
            and (other.unit_id == row.unit_id or row.unit_id in heirs[other.unit_id])
        )


def _gives_back(row) -> bool:
    """Not stated by anybody: written beside a statement of the past, so that the next one kept its level."""
    return row.note == f"Giữ nguyên số đã báo cáo ngày {row.on:%d/%m/%Y}"


def _of_other_years(stated, units):
    for row in stated:
        if row.budget_year != row.on.year:
            yield (
                f"{_name(row, units[row.unit_id])}: ghi năm ngân sách {row.budget_year} cho ngày {row.on:%d/%m/%Y} (bút toán "
                f"{row.posting_id}); dòng được giữ, từ nay tính theo ngày."
            )


def _changed(stocks, heirs, units):
    """On each day on which a line lies: what the changes add up to, and what the statements say."""
    for stock in stocks:
        taken_back = {row.reverses_id for row in stock}
        standing = [row for row in stock if row.level_stated is not None and row.pk not in taken_back]
        for day in sorted({row.on for row in stock}):
            before = sum(row.quantity for row in stock if row.on <= day)
            now = _level(standing, day, heirs)
            if before != now:
                shown = [Decimal(number).scaleb(-stock[0].indicator.scale) for number in (before, now)]
                family = units[_family(stock[0].unit_id, heirs)]
                yield f"{_name(stock[0], family)}: mức ngày {day:%d/%m/%Y} trước là {shown[0]}, nay là {shown[1]}."


def _level(standing, day, heirs) -> int:
    last = {}
    for row in sorted(standing, key=attrgetter("on", "posting_id", "pk")):
        if row.on <= day:
            last[row.unit_id] = row.level_stated
    return sum(level for unit, level in last.items() if not last.keys() & set(heirs[unit]))


def _name(row, unit) -> str:
    return f"{unit.name}, {row.indicator.code} ({row.level}, {row.kind})"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_log_of_lifted_triggers"),
        ("programs", "0003_partial_settlement"),
    ]

    operations = [
        migrations.AddField(
            "resultentry",
            "level_stated",
            models.BigIntegerField("mức tính đến ngày (bước 10^-số thập phân)", null=True, blank=True),
        ),
        migrations.RemoveConstraint("resultentry", "result_not_zero"),
        migrations.AddConstraint(
            "resultentry",
            models.CheckConstraint(
                condition=~models.Q(quantity=0)
                | models.Q(level_stated__isnull=False)
                | models.Q(reverses__isnull=False),
                name="result_not_zero",
                violation_error_message="Số lượng phải khác 0.",
            ),
        ),
        migrations.AddConstraint(
            "resultentry",
            models.CheckConstraint(
                condition=models.Q(level_stated__isnull=True)
                | models.Q(level_stated__gt=-(10**13), level_stated__lt=10**13, reverses__isnull=True),
                name="result_level_of_statement",
                violation_error_message="Mức quá lớn, hoặc là mức ở một dòng đảo.",
            ),
        ),
        migrations.AddIndex(
            "resultentry",
            models.Index(
                fields=["unit", "indicator", "level", "kind", "on", "posting"],
                condition=models.Q(level_stated__isnull=False),
                name="result_statements",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
