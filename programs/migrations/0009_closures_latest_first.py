from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0008_same_territory_one_line"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="closure",
            options={
                "ordering": ["-posting_id"],
                "verbose_name": "chốt số liệu",
                "verbose_name_plural": "chốt số liệu",
            },
        ),
        migrations.AddConstraint(
            model_name="province",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("successor__isnull", True),
                    models.Q(
                        models.Q(("successor", models.F("pk")), _negated=True), ("valid_to__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="province_ends_where_another_follows",
                violation_error_message="Đơn vị có đơn vị kế thừa phải ghi ngày kết thúc, và không kế thừa chính mình.",
            ),
        ),
    ]
