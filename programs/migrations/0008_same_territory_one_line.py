"""A province that is the only one from which another came is one line with it, where each had a line of its own.

Lines that a person drew otherwise stay as they are; the loader then reports them as edited, as it does with any row.
"""

from collections import defaultdict

from django.db import migrations
from django.utils import timezone

from accounts.lifting import lifted

REASON = "Tỉnh không thay đổi địa bàn là một dòng trước và sau sáp nhập"


def join(apps, schema_editor):
    """The later of the two goes to the line of the earlier, which stays where it is in every old report."""

    def earlier(line_of, before, after):
        own = line_of.get(before.pk) == before.pk and line_of.get(after.pk) == after.pk
        return line_of[before.pk] if own else None

    move(apps, schema_editor, earlier)


def part(apps, schema_editor):
    """Each has a line of its own again."""

    def own(line_of, before, after):
        return after.pk if line_of.get(after.pk) == before.pk else None

    move(apps, schema_editor, own)


def move(apps, schema_editor, wanted):
    """Moves the later of each two to the line that `wanted` names (None: it stays), with a page of history."""
    drawn = defaultdict(dict)
    for row in apps.get_model("programs", "UnitLine").objects.all():
        drawn[row.boundaries_id][row.unit_id] = row
    moved = []
    for rows in drawn.values():
        line_of = {unit: row.line_id for unit, row in rows.items()}
        for before, after in same_land(apps):
            line = wanted(line_of, before, after)
            if line is not None:
                rows[after.pk].line_id = line_of[after.pk] = line
                moved.append(rows[after.pk])
    if moved:
        with lifted(schema_editor.connection, REASON, tables=["programs_unitline"]):
            save(apps, moved)


def same_land(apps):
    """(province, its successor that came from it alone), the older pairs first."""
    provinces = apps.get_model("programs", "Province").objects.in_bulk()
    merged = defaultdict(list)
    for province in provinces.values():
        merged[province.successor_id].append(province)
    pairs = [
        (before[0], provinces[pk]) for pk, before in merged.items() if pk is not None and len(before) == 1
    ]
    return sorted(pairs, key=lambda pair: pair[1].valid_from)


def save(apps, rows):
    page = apps.get_model("programs", "HistoricalUnitLine")
    apps.get_model("programs", "UnitLine").objects.bulk_update(rows, ["line"])
    columns = ("id", "boundaries_id", "unit_id", "line_id")
    page.objects.bulk_create(
        page(
            history_date=timezone.now(),
            history_type="~",
            history_change_reason=REASON,
            **{column: getattr(row, column) for column in columns},
        )
        for row in rows
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_log_of_lifted_triggers"),
        ("programs", "0007_history_carries_posting"),
    ]

    operations = [migrations.RunPython(join, part)]
