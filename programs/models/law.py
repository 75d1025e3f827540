"""What the law says, as data with dates: documents, activities, indicators, norms, limits of sources, closing dates."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.fields import KeyField, TextBlock, TextLine
from programs.choices import IndicatorKind, Level, Source
from programs.models.dates import ends_after_start, refuse_overlap
from programs.models.posted import PostedRow
from programs.models.units import Province
from programs.querysets import DatedQuerySet, PostedDatedQuerySet, ReferenceQuerySet


class LegalDocument(models.Model):
    """One legal document that programmes, norms and approvals point to; unverified ones say so."""

    number = TextLine("số, ký hiệu", max_length=60, unique=True)
    title = TextBlock("trích yếu")
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    amends = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="amended_by", verbose_name="sửa đổi, bổ sung"
    )  # noqa: E501
    replaces = models.ManyToManyField(
        "self", blank=True, symmetrical=False, related_name="replaced_by", verbose_name="thay thế"
    )  # noqa: E501
    state = TextLine("tình trạng hiệu lực", max_length=200, blank=True)
    status = TextLine("tình trạng kiểm chứng", max_length=200, blank=True)
    source = TextBlock("nguồn", blank=True)
    search_key = KeyField(of=("number", "title"), key="fold", max_length=600)

    objects = ReferenceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử văn bản")

    class Meta:
        ordering = ["-issued_on", "number"]
        verbose_name = "văn bản pháp luật"
        verbose_name_plural = "văn bản pháp luật"

    def __str__(self):
        return self.number


class Activity(models.Model):
    """One content of the programme (Điều 4 NĐ 45/2012/NĐ-CP): a group I to X, or an item of a group such as III.c."""

    code = TextLine("mã", max_length=10, unique=True)
    group = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="items", verbose_name="nhóm nội dung"
    )
    name = TextLine("tên nội dung", max_length=200)
    default_unit = TextLine("đơn vị tính", max_length=40, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    indicators = models.ManyToManyField(
        "Indicator", blank=True, related_name="activities", verbose_name="chỉ tiêu kết quả"
    )
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = ReferenceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử nội dung")

    class Meta:
        ordering = ["order"]
        verbose_name = "nội dung hoạt động"
        verbose_name_plural = "nội dung hoạt động"

    def __str__(self):
        return f"{self.code}. {self.name}"

    @property
    def is_group(self) -> bool:
        return self.group_id is None


class Indicator(models.Model):
    """One figure that reports carry; how it adds up is its kind, where it comes from its feed or formula."""

    code = TextLine("mã", max_length=10, unique=True)
    name = TextLine("tên chỉ tiêu", max_length=200)
    unit_of_measure = TextLine("đơn vị tính", max_length=40)
    content_group = models.PositiveSmallIntegerField("nhóm nội dung", help_text="0: chỉ tiêu chung.")
    kind = models.CharField("cách cộng", max_length=10, choices=IndicatorKind)
    scale = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    feed = TextLine("nguồn số liệu", max_length=120, blank=True)
    formula = TextLine("công thức", max_length=300, blank=True)
    basis = TextLine("cơ sở", max_length=200, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = ReferenceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử chỉ tiêu")

    class Meta:
        ordering = ["order"]
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"

    def __str__(self):
        return f"{self.code}. {self.name} ({self.unit_of_measure})"

    @property
    def is_typed(self) -> bool:
        """Typed by people as results; what has a formula or a ledger feed never is."""
        return self.feed == "ResultEntry"


class SupportNorm(PostedRow):
    """One ceiling, share or factor of support, in force for a time, of the country or of one province."""

    norm_set = TextLine("bộ định mức", max_length=30)
    document = models.ForeignKey(
        LegalDocument, models.PROTECT, null=True, blank=True, related_name="norms", verbose_name="văn bản"
    )
    level = models.CharField("cấp", max_length=4, choices=Level)
    unit = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, related_name="norms", verbose_name="tỉnh, thành phố"
    )
    item_code = TextLine("mã mục chi", max_length=40)
    content_group = models.PositiveSmallIntegerField("nhóm nội dung")
    item = TextLine("mục chi", max_length=250)
    rule = TextLine("loại quy tắc", max_length=20)
    max_percent = models.DecimalField("tối đa (%)", max_digits=6, decimal_places=2, null=True, blank=True)
    max_amount = models.BigIntegerField("tối đa (đồng)", null=True, blank=True)
    per_unit = TextLine("tính trên", max_length=80, blank=True)
    cost_base = TextLine("chi phí làm căn cứ", max_length=200, blank=True)
    condition = TextBlock("điều kiện", blank=True)
    article = TextLine("điều, khoản", max_length=60, blank=True)
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    status = TextLine("tình trạng kiểm chứng", max_length=200, blank=True)
    source = TextBlock("nguồn", blank=True)

    objects = PostedDatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử định mức")

    class Meta:
        ordering = ["norm_set", "content_group", "item_code", "valid_from"]
        verbose_name = "định mức hỗ trợ"
        verbose_name_plural = "định mức hỗ trợ"
        constraints = [
            ends_after_start("norm_ends_after_start"),
            models.CheckConstraint(
                condition=Q(max_amount__isnull=True) | Q(max_amount__gte=0),
                name="norm_amount_not_negative",
                violation_error_message="Mức tối đa không được âm.",
            ),
        ]

    def __str__(self):
        return f"{self.norm_set} – {self.item}"

    def clean(self):
        refuse_overlap(self, ["norm_set", "level", "unit", "item_code"])


class SourceLimit(models.Model):
    """Until when a source of money may still be planned and which budget year is its last."""

    source = models.CharField("nguồn vốn", max_length=20, choices=Source, unique=True)
    assigned_until = models.DateField("giao kế hoạch đến hết ngày", null=True, blank=True)
    last_budget_year = models.PositiveSmallIntegerField("năm ngân sách cuối", null=True, blank=True)
    basis = TextLine("căn cứ", max_length=200, blank=True)
    status = TextLine("tình trạng kiểm chứng", max_length=200, blank=True)

    objects = ReferenceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử giới hạn nguồn vốn")

    class Meta:
        ordering = ["source"]
        verbose_name = "giới hạn nguồn vốn"
        verbose_name_plural = "giới hạn nguồn vốn"

    def __str__(self):
        return self.get_source_display()


class ClosingDate(models.Model):
    """The day of the next year until which a budget year may be entered without a leader's reason, by level."""

    level = models.CharField("cấp", max_length=4, choices=Level)
    month = models.PositiveSmallIntegerField("tháng (năm sau)")
    day = models.PositiveSmallIntegerField("ngày")
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    basis = TextLine("căn cứ", max_length=200, blank=True)
    status = TextLine("tình trạng kiểm chứng", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử hạn quyết toán")

    class Meta:
        ordering = ["level", "valid_from"]
        verbose_name = "hạn quyết toán năm ngân sách"
        verbose_name_plural = "hạn quyết toán năm ngân sách"
        constraints = [
            ends_after_start("closing_date_ends_after_start"),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31)),
                name="closing_date_is_a_day",
                violation_error_message="Ngày, tháng không hợp lệ.",
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()}: {self.day:02d}/{self.month:02d} năm sau"

    def clean(self):
        refuse_overlap(self, ["level"])
