from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0002_index_of_beneficiaries_where_lacking"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="moneyentry",
            name="money_zero_only_settled",
        ),
        migrations.RemoveConstraint(
            model_name="moneyentry",
            name="money_own_capital_stages",
        ),
        migrations.RemoveIndex(
            model_name="moneyentry",
            name="money_figures",
        ),
        migrations.RemoveIndex(
            model_name="projectevent",
            name="event_figures",
        ),
        migrations.AlterField(
            model_name="moneyentry",
            name="stage",
            field=models.CharField(
                choices=[
                    ("assigned", "Kế hoạch giao"),
                    ("carried", "Năm trước chuyển sang"),
                    ("contracted", "Giá trị ký hợp đồng"),
                    ("advanced", "Tạm ứng"),
                    ("paid", "Thanh toán"),
                    ("accepted", "Giá trị nghiệm thu"),
                    ("part_settled", "Quyết toán một phần"),
                    ("settled", "Quyết toán (hoàn tất)"),
                    ("recovered", "Thu hồi"),
                ],
                max_length=12,
                verbose_name="giai đoạn",
            ),
        ),
        migrations.AddIndex(
            model_name="moneyentry",
            index=models.Index(
                fields=[
                    "budget_year",
                    "unit",
                    "on",
                    "stage",
                    "source",
                    "activity",
                    "project",
                    "posting",
                    "amount",
                    "origin",
                    "level",
                    "off_project",
                    "main_activity",
                    "beneficiary",
                    "carried_from",
                    "reverses",
                    "illustrative",
                ],
                name="money_figures",
            ),
        ),
        migrations.AddIndex(
            model_name="projectevent",
            index=models.Index(
                fields=[
                    "budget_year",
                    "unit",
                    "on",
                    "happening",
                    "outcome",
                    "level",
                    "project",
                    "posting",
                    "origin",
                    "off_project",
                    "reverses",
                    "id",
                ],
                name="event_figures",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount", 0), _negated=True),
                    ("stage__in", ("part_settled", "settled")),
                    _connector="OR",
                ),
                name="money_zero_only_settled",
                violation_error_message="Số tiền phải khác 0; chỉ quyết toán mới có thể bằng 0 đồng.",
            ),
        ),
        migrations.AddConstraint(
            model_name="moneyentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("source__in", ["own", "other"]), _negated=True),
                    ("stage__in", ["assigned", "accepted", "part_settled", "settled"]),
                    _connector="OR",
                ),
                name="money_own_capital_stages",
                violation_error_message="Vốn đối ứng, vốn khác chỉ có cam kết, xác nhận (nghiệm thu) và quyết toán.",
            ),
        ),
    ]
