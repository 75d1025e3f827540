"""The three ledgers: dated entries that are only ever added, each belonging to one act of writing.

Entries carry their own dimensions, filled from the project when written, so figures never join the project and an old
report replays. Rows are refused any update or delete by triggers (programs.triggers); the one way in is
programs.ledger.posting.post().
"""

from django.conf import settings
from django.db import connection, models
from django.db.models import Q

from accounts import meters
from accounts.fields import TextBlock, TextLine
from programs.choices import (
    Level,
    PostingKind,
    ResultKind,
    Source,
    Stage,
)
from programs.ledger_querysets import MoneyEntryQuerySet, PostingQuerySet, ResultEntryQuerySet
from programs.measures import SETTLED
from programs.models.law import Activity, Indicator
from programs.models.projects import Beneficiary, Project
from programs.models.units import Province
from programs.readings import MAX_AMOUNT


class LedgerHead(models.Model):
    """The one row that writers lock: the number and moment of the last posting."""

    number = models.BigIntegerField("số bút toán cuối", default=0)
    recorded_at = models.DateTimeField("ghi lúc", null=True)

    class Meta:
        verbose_name = "đầu sổ"
        verbose_name_plural = "đầu sổ"

    def __str__(self):
        return str(self.number)

    @classmethod
    def lock(cls) -> "LedgerHead":
        """Writers take turns from here to the end of their transaction. Taken before any other row is locked."""
        if (
            not connection.features.has_select_for_update
        ):  # SQLite has waited at the beginning of the transaction
            return cls.objects.get_or_create(pk=1)[0]
        with meters.waiting_to_write():
            return cls.objects.select_for_update().get_or_create(pk=1)[0]


class Posting(models.Model):
    """One act of writing: numbered without gaps, in the order of commits. "As of" is a posting number."""

    number = models.BigIntegerField("số bút toán", primary_key=True)
    recorded_at = models.DateTimeField("ghi lúc", db_index=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="postings", verbose_name="người ghi"
    )
    kind = models.CharField("loại", max_length=12, choices=PostingKind)
    reason = TextBlock("lý do", blank=True)
    illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "bút toán"
        verbose_name_plural = "bút toán"
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=PostingKind.LATE, reason=""),
                name="late_posting_has_reason",
                violation_error_message="Bổ sung sau chốt phải có lý do của lãnh đạo.",
            )
        ]

    def __str__(self):
        return f"Bút toán số {self.number}"


class MoneyEntry(models.Model):
    """One movement of money of a project: a stage, a source, a budget year, a day, an amount in whole đồng (±)."""

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="money_entries", verbose_name="bút toán"
    )
    unit = models.ForeignKey(
        Province, models.PROTECT, related_name="money_entries", verbose_name="tỉnh, thành phố"
    )
    origin = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="địa bàn gốc")
    project = models.ForeignKey(Project, models.PROTECT, related_name="money_entries", verbose_name="đề án")
    beneficiary = models.ForeignKey(
        Beneficiary,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="money_entries",
        verbose_name="đơn vị thụ hưởng",
    )
    level = models.CharField("cấp của đề án", max_length=4, choices=Level)
    off_project = models.BooleanField("ngoài đề án", default=False)
    main_activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="+", verbose_name="nội dung chính của đề án"
    )
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="+", verbose_name="nội dung")
    source = models.CharField("nguồn vốn", max_length=20, choices=Source)
    stage = models.CharField("giai đoạn", max_length=12, choices=Stage)
    budget_year = models.PositiveSmallIntegerField("năm ngân sách")
    carried_from = models.PositiveSmallIntegerField("chuyển từ năm", null=True, blank=True)
    on = models.DateField("ngày")
    amount = models.BigIntegerField("số tiền (đồng)")
    document = TextLine("số, ngày chứng từ, quyết định", max_length=160, blank=True)
    holder = TextLine("cấp ngân sách (huyện, xã)", max_length=120, blank=True)
    note = TextLine("diễn giải", max_length=250, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="đảo bút toán"
    )
    illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    objects = MoneyEntryQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = "dòng kinh phí"
        verbose_name_plural = "dòng kinh phí"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=-MAX_AMOUNT, amount__lt=MAX_AMOUNT),
                name="money_within_ten_thousand_billion",
                violation_error_message="Số tiền một dòng phải dưới 10.000 tỷ đồng.",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0) | Q(stage__in=SETTLED),
                name="money_zero_only_settled",
                violation_error_message="Số tiền phải khác 0; chỉ quyết toán mới có thể bằng 0 đồng.",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CARRIED, carried_from__isnull=False)
                | (~Q(stage=Stage.CARRIED) & Q(carried_from__isnull=True)),
                name="money_carried_names_its_year",
                violation_error_message="Kinh phí chuyển nguồn phải ghi năm được chuyển; các dòng khác để trống.",
            ),
            models.CheckConstraint(
                condition=~Q(source__in=[Source.OWN, Source.OTHER])
                | Q(stage__in=[Stage.ASSIGNED, Stage.ACCEPTED, *SETTLED]),
                name="money_own_capital_stages",
                violation_error_message="Vốn đối ứng, vốn khác chỉ có cam kết, xác nhận (nghiệm thu) và quyết toán.",
            ),
        ]
        indexes = [
            # Every column that figures ask for: a region's nine months are read from the index alone.
            models.Index(
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
            models.Index(fields=["project", "on"], name="money_of_project"),
            models.Index(fields=["on", "unit"], name="money_by_day"),
        ]

    def __str__(self):
        return f"{self.get_stage_display()} {self.amount} đồng ngày {self.on:%d/%m/%Y}"


class ResultEntry(models.Model):
    """One planned or achieved quantity of an indicator, in whole steps of 10^-scale of the indicator's unit.

    Of a stock it is a statement: `level_stated` is the level as typed, at the end of the day `on`; its quantity is 0, and
    it belongs to the unit alone. The quantities of older statements are the changes that they once were stored as; no
    figure reads them.
    """

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="result_entries", verbose_name="bút toán"
    )
    unit = models.ForeignKey(
        Province, models.PROTECT, related_name="result_entries", verbose_name="tỉnh, thành phố"
    )
    origin = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="địa bàn gốc")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="result_entries", verbose_name="đề án"
    )
    beneficiary = models.ForeignKey(
        Beneficiary,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="result_entries",
        verbose_name="đơn vị thụ hưởng",
    )
    level = models.CharField("cấp", max_length=4, choices=Level)
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="nội dung"
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="result_entries", verbose_name="chỉ tiêu"
    )
    kind = models.CharField("kế hoạch hay thực hiện", max_length=6, choices=ResultKind)
    budget_year = models.PositiveSmallIntegerField("năm ngân sách")
    on = models.DateField("ngày")
    quantity = models.BigIntegerField("số lượng (bước 10^-số thập phân)")
    level_stated = models.BigIntegerField("mức tính đến ngày (bước 10^-số thập phân)", null=True, blank=True)
    document = TextLine("văn bản, tài liệu", max_length=160, blank=True)
    note = TextLine("diễn giải", max_length=250, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="đảo bút toán"
    )
    illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    objects = ResultEntryQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = "dòng kết quả"
        verbose_name_plural = "dòng kết quả"
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gt=-MAX_AMOUNT, quantity__lt=MAX_AMOUNT),
                name="result_within_bounds",
                violation_error_message="Số lượng quá lớn.",
            ),
            models.CheckConstraint(
                condition=~Q(quantity=0) | Q(level_stated__isnull=False) | Q(reverses__isnull=False),
                name="result_not_zero",
                violation_error_message="Số lượng phải khác 0.",
            ),
            models.CheckConstraint(
                condition=Q(level_stated__isnull=True)
                | Q(level_stated__gt=-MAX_AMOUNT, level_stated__lt=MAX_AMOUNT, reverses__isnull=True),
                name="result_level_of_statement",
                violation_error_message="Mức quá lớn, hoặc là mức ở một dòng đảo.",
            ),
        ]
        indexes = [
            models.Index(
                fields=[
                    "budget_year",
                    "unit",
                    "on",
                    "indicator",
                    "level",
                    "kind",
                    "posting",
                    "quantity",
                    "origin",
                    "illustrative",
                ],
                name="result_figures",
            ),
            models.Index(fields=["project", "on"], name="result_of_project"),
            # The few statements of stocks, among all results of all years.
            models.Index(
                fields=["unit", "indicator", "level", "kind", "on", "posting"],
                condition=Q(level_stated__isnull=False),
                name="result_statements",
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id}: {self.quantity if self.level_stated is None else self.level_stated}"
