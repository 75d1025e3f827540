import django.db.models.deletion
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0004_levels_stated"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="beneficiary",
            name="beneficiary_figures",
        ),
        migrations.AlterField(
            model_name="posting",
            name="kind",
            field=models.CharField(
                choices=[
                    ("entry", "Ghi sổ"),
                    ("correction", "Điều chỉnh bút toán"),
                    ("step", "Ghi bước thực hiện"),
                    ("beneficiary", "Thay đổi đơn vị thụ hưởng"),
                    ("late", "Bổ sung sau chốt"),
                    ("closing", "Chốt số liệu"),
                    ("reopening", "Mở lại số liệu"),
                    ("import", "Nhập số liệu"),
                    ("business", "Thêm, sửa cơ sở"),
                ],
                max_length=12,
                verbose_name="loại",
            ),
        ),
        migrations.CreateModel(
            name="BeneficiaryEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beneficiary_entries",
                        to="programs.posting",
                        verbose_name="bút toán",
                    ),
                ),
                (
                    "beneficiary",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="programs.beneficiary",
                        verbose_name="đơn vị thụ hưởng",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beneficiary_entries",
                        to="programs.project",
                        verbose_name="đề án",
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="beneficiary_entries",
                        to="programs.business",
                        verbose_name="cơ sở thụ hưởng",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.province",
                        verbose_name="tỉnh, thành phố",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.province",
                        verbose_name="địa bàn gốc",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("kcqg", "Khuyến công quốc gia"), ("kcdp", "Khuyến công địa phương")],
                        max_length=4,
                        verbose_name="cấp",
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("joined", "Thêm đơn vị thụ hưởng"),
                            ("replaced", "Thay bằng cơ sở khác"),
                            ("withdrawn", "Rút đơn vị thụ hưởng"),
                            ("support", "Đổi kinh phí hỗ trợ"),
                            ("accepted", "Nghiệm thu"),
                        ],
                        max_length=12,
                        verbose_name="thay đổi",
                    ),
                ),
                ("step", models.SmallIntegerField(verbose_name="thêm (1), bớt (-1) một đơn vị")),
                ("budget_year", models.PositiveSmallIntegerField(verbose_name="năm ngân sách")),
                ("on", models.DateField(verbose_name="ngày")),
                (
                    "support",
                    models.BigIntegerField(blank=True, null=True, verbose_name="kinh phí hỗ trợ (đồng)"),
                ),
                ("note", accounts.fields.TextLine(blank=True, max_length=250, verbose_name="diễn giải")),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="programs.beneficiaryentry",
                        verbose_name="đảo bút toán",
                    ),
                ),
                ("illustrative", models.BooleanField(default=False, verbose_name="dữ liệu minh họa")),
            ],
            options={
                "verbose_name": "dòng đơn vị thụ hưởng",
                "verbose_name_plural": "dòng đơn vị thụ hưởng",
                "ordering": ["posting_id", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SameBusiness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "business",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counted_as",
                        to="programs.business",
                        verbose_name="cơ sở ghi trùng",
                    ),
                ),
                (
                    "same_as",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stands_for",
                        to="programs.business",
                        verbose_name="là cơ sở",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="same_businesses",
                        to="programs.posting",
                        verbose_name="bút toán",
                    ),
                ),
                (
                    "undone_posting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="same_businesses_undone",
                        to="programs.posting",
                        verbose_name="bút toán tách lại",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ sở ghi trùng",
                "verbose_name_plural": "cơ sở ghi trùng",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="beneficiaryentry",
            index=models.Index(
                fields=[
                    "unit",
                    "project",
                    "business",
                    "level",
                    "origin",
                    "beneficiary",
                    "budget_year",
                    "on",
                    "posting",
                    "step",
                ],
                name="beneficiary_figures",
            ),
        ),
        migrations.AddConstraint(
            model_name="beneficiaryentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            models.Q(("change", "joined"), ("step", 1)),
                            models.Q(("change", "replaced"), ("step", -1)),
                            models.Q(("change", "withdrawn"), ("step", -1)),
                            models.Q(("change", "support"), ("step", 0)),
                            models.Q(("change", "accepted"), ("step", 0)),
                            _connector="OR",
                        ),
                        ("reverses__isnull", True),
                    ),
                    models.Q(
                        models.Q(
                            models.Q(("change", "joined"), ("step", -1)),
                            models.Q(("change", "replaced"), ("step", 1)),
                            models.Q(("change", "withdrawn"), ("step", 1)),
                            models.Q(("change", "support"), ("step", 0)),
                            models.Q(("change", "accepted"), ("step", 0)),
                            _connector="OR",
                        ),
                        ("reverses__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="beneficiary_step_of_its_change",
                violation_error_message="Thêm là một đơn vị thụ hưởng nữa, rút hoặc thay là bớt một.",
            ),
        ),
        migrations.AddConstraint(
            model_name="beneficiaryentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("support__isnull", True),
                    models.Q(("support__gte", 0), ("support__lt", 10000000000000)),
                    _connector="OR",
                ),
                name="beneficiary_support_within_bounds",
                violation_error_message="Kinh phí hỗ trợ không được âm và phải dưới 10.000 tỷ đồng.",
            ),
        ),
        migrations.AddConstraint(
            model_name="beneficiaryentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("support__isnull", True), ("change__in", ["joined", "support"]), _connector="OR"
                ),
                name="beneficiary_support_where_promised",
                violation_error_message="Kinh phí hỗ trợ chỉ ghi khi thêm đơn vị hoặc khi đổi kinh phí.",
            ),
        ),
        migrations.AddConstraint(
            model_name="samebusiness",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undone_posting__isnull", True)),
                fields=("business",),
                name="same_business_once",
                violation_error_message="Cơ sở này đã được ghi là trùng với một cơ sở khác.",
            ),
        ),
    ]
