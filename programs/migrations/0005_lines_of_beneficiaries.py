"""The ledger of beneficiaries gets the lines of those that were there before it.

A business benefits from the first day of its project's first year, of the project's first line of money or of the
posting that added it, whichever is earliest, and from the earliest budget year of these: so it counts in every period
in which it counted before. One that was withdrawn left on that very day: it counted nowhere as of later postings.
"""

from datetime import date

from django.db import migrations
from django.db.models import Min
from django.utils import timezone

from accounts.lifting import lifted

BATCH = 2000
REASON = "Chuyển đơn vị thụ hưởng thành sổ"
NOTE = "Ngày quy ước khi chuyển thành sổ"


def tell_lines(apps, schema_editor):
    Beneficiary = apps.get_model("programs", "Beneficiary")
    Entry = apps.get_model("programs", "BeneficiaryEntry")
    rows = Beneficiary.objects.using(schema_editor.connection.alias)
    if not rows.exists():
        return
    with lifted(schema_editor.connection, REASON, tables=[Entry._meta.db_table]):
        Entry.objects.using(schema_editor.connection.alias).bulk_create(_lines(rows, Entry), BATCH)


def _lines(rows, Entry):
    told = rows.annotate(
        first_money=Min("project__money_entries__on"),
        first_budget=Min("project__money_entries__budget_year"),
    ).select_related("project", "unit", "added", "withdrawn")
    for row in told.order_by("pk"):
        year, on = _begin(row)
        alike = {
            "beneficiary_id": row.pk,
            "project_id": row.project_id,
            "business_id": row.business_id,
            "unit_id": row.unit_id,
            "origin_id": row.origin_id,
            "level": row.level,
            "budget_year": year,
            "on": on,
            "note": NOTE,
        }
        added = {"posting": row.added, "illustrative": row.added.illustrative}
        yield Entry(change="joined", step=1, support=row.amount, **added, **alike)
        if row.accepted_on:
            yield Entry(change="accepted", step=0, **added, **alike | {"on": row.accepted_on})
        if row.withdrawn:
            left = {"posting": row.withdrawn, "illustrative": row.withdrawn.illustrative}
            yield Entry(change="withdrawn", step=-1, **left, **alike)


def _begin(row):
    year = row.project.first_year
    posted = timezone.localtime(row.added.recorded_at).date()
    on = min(filter(None, (date(year, 1, 1), row.first_money, posted)))
    return min(year, row.first_budget or year), max(on, row.unit.valid_from)


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0005_beneficiary_ledger"),
        ("accounts", "0002_log_of_lifted_triggers"),
    ]

    operations = [migrations.RunPython(tell_lines, migrations.RunPython.noop)]
