from django.db import migrations


class Migration(migrations.Migration):
    """0001 was once without this index; a database made by it gets the index here, any other has it already."""

    dependencies = [("programs", "0001_initial")]

    operations = [
        migrations.RunSQL(
            'CREATE INDEX IF NOT EXISTS "beneficiary_figures" ON "programs_beneficiary" '
            '("unit_id", "project_id", "business_id", "level", "origin_id", "added_id", "withdrawn_id")',
            migrations.RunSQL.noop,
        )
    ]
