"""What is reported and lives apart from the ledgers: figures published elsewhere, figures as they were closed."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.fields import KeyField, TextBlock, TextLine
from programs.access import ScopedQuerySet
from programs.choices import Level, ResultKind
from programs.models import Closure, Indicator, PostedRow, Province, Region
from programs.querysets import PostedQuerySet, ReferenceQuerySet


class PublishedPeriod(models.TextChoices):
    """What stretch of time a published figure speaks of."""

    YEAR = "year", "Cả năm"
    MONTHS = "months", "Các tháng đầu năm"
    YEARS = "years", "Nhiều năm"
    PART = "part", "Một phần năm, không rõ mốc"
    POINT = "point", "Tại thời điểm"


class Qualifier(models.TextChoices):
    """How a source softens its number."""

    MORE = "more", "hơn"
    NEARLY = "nearly", "gần"
    ABOUT = "about", "khoảng"


class PublishedFigureQuerySet(PostedQuerySet, ReferenceQuerySet):
    def of_country(self):
        return self.filter(region__isnull=True, unit__isnull=True)

    def of_whole_years(self, stretches):
        """Of whole years, from the first to the last of one of the stretches."""
        wanted = Q(pk__in=())
        for first, last in stretches:
            wanted |= Q(year_from=first, year_to=last)
        return self.filter(wanted, period__in=(PublishedPeriod.YEAR, PublishedPeriod.YEARS))

    def sure(self):
        """Neither softened by its source nor of an uncertain time; own capital not mixed in."""
        return self.filter(qualifier="", uncertain=False, includes_counterpart=False)


class PublishedFigure(PostedRow):
    """One figure that a newspaper or an agency published: shown beside the ledgers with its source, never mixed in.

    Without region and province it is of the country. The value is a whole number in steps of 10^-scale of its unit;
    money also stands in whole đồng.
    """

    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_figures",
        verbose_name="vùng",
        help_text="Bỏ trống cả vùng và tỉnh: số liệu cả nước.",
    )
    unit = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_figures",
        verbose_name="tỉnh, thành phố",
    )
    indicator = models.ForeignKey(
        Indicator,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="published_figures",
        verbose_name="chỉ tiêu",
        help_text="Bỏ trống nếu không trùng với chỉ tiêu nào của danh mục.",
    )
    measure = TextLine("khóa chỉ tiêu công bố", max_length=80)
    name = TextLine("tên số liệu", max_length=200)
    period = models.CharField("loại kỳ", max_length=6, choices=PublishedPeriod)
    year_from = models.PositiveSmallIntegerField("từ năm")
    year_to = models.PositiveSmallIntegerField("đến năm")
    month_to = models.PositiveSmallIntegerField("đến hết tháng", null=True, blank=True)
    value = models.BigIntegerField("giá trị (bước 10^-số thập phân)")
    value_max = models.BigIntegerField("giá trị lớn nhất, nếu là khoảng", null=True, blank=True)
    scale = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)
    unit_of_measure = TextLine("đơn vị tính", max_length=40)
    amount = models.BigIntegerField("số tiền (đồng)", null=True, blank=True)
    qualifier = models.CharField("mức chính xác", max_length=6, choices=Qualifier, blank=True)
    includes_counterpart = models.BooleanField("gồm cả vốn đối ứng", default=False)
    uncertain = models.BooleanField("chưa chắc chắn về thời gian", default=False)
    note = TextBlock("ghi chú", blank=True)
    source = models.URLField("nguồn", max_length=500)
    search_key = KeyField(of=("name", "note", "source"), key="fold", max_length=900)

    objects = PublishedFigureQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử số liệu công bố")

    class Meta:
        ordering = ["-year_to", "pk"]
        verbose_name = "số liệu đã công bố"
        verbose_name_plural = "số liệu đã công bố"
        constraints = [
            models.CheckConstraint(
                condition=Q(region__isnull=True) | Q(unit__isnull=True),
                name="published_of_region_or_unit",
                violation_error_message="Số liệu là của vùng hoặc của tỉnh, không của cả hai.",
            ),
            models.CheckConstraint(
                condition=Q(year_to__gte=F("year_from")),
                name="published_years_in_order",
                violation_error_message="Năm cuối phải không trước năm đầu.",
            ),
            models.CheckConstraint(
                condition=Q(period=PublishedPeriod.MONTHS, month_to__isnull=False, month_to__range=(1, 11))
                | (~Q(period=PublishedPeriod.MONTHS) & Q(month_to__isnull=True)),
                name="published_months_say_which",
                violation_error_message="Các tháng đầu năm phải ghi đến hết tháng nào (1 đến 11); kỳ khác để trống.",
            ),
        ]
        indexes = [models.Index(fields=["indicator", "year_to", "period"], name="published_by_indicator")]

    def __str__(self):
        return f"{self.name}, {self.place}, {self.period_title}: {self.shown}"

    @property
    def place(self) -> str:
        return str(self.unit or self.region or "Cả nước")

    @property
    def quantity(self) -> Decimal:
        return Decimal(self.value).scaleb(-self.scale)

    @property
    def shown(self) -> str:
        """The figure as its source gives it: «hơn 13,4 tỷ đồng»."""
        ends = [self.value] if self.value_max is None else [self.value, self.value_max]
        numbers = " – ".join(f"{Decimal(end).scaleb(-self.scale):,f}" for end in ends)
        swapped = numbers.translate(str.maketrans(",.", ".,"))
        return " ".join(
            word for word in (self.get_qualifier_display(), swapped, self.unit_of_measure) if word
        )

    @property
    def period_title(self) -> str:
        if self.year_from != self.year_to:
            return f"{self.year_from}–{self.year_to}"
        if self.period == PublishedPeriod.MONTHS:
            return f"{self.month_to} tháng đầu năm {self.year_to}"
        return f"năm {self.year_to}{' (một phần năm)' if self.period == PublishedPeriod.PART else ''}"


class ClosedBooksQuerySet(ScopedQuerySet):
    unit_path = "closure__unit"


class ClosedBooks(models.Model):
    """The figures of one closing are stored: of its province alone, for its budget year up to its cut-off.

    They were worked out as of the closing's own posting; `later`: not with it but afterwards, by the rules of that day.
    """

    closure = models.OneToOneField(
        Closure, models.PROTECT, related_name="books", verbose_name="lần chốt số liệu"
    )
    later = models.BooleanField("lưu sau khi chốt", default=False)
    stored_at = models.DateTimeField("lưu lúc", auto_now_add=True)

    objects = ClosedBooksQuerySet.as_manager()

    class Meta:
        ordering = ["-closure_id"]
        verbose_name = "số liệu lưu khi chốt"
        verbose_name_plural = "số liệu lưu khi chốt"

    def __str__(self):
        return str(self.closure)


class ClosedFigureQuerySet(ScopedQuerySet):
    unit_path = "books__closure__unit"


class ClosedFigure(models.Model):
    """One figure as it was closed, if it was not nought: a figure of the catalogue or an indicator that people type.

    The value is a whole number of steps of 10^-scale of its unit: money in đồng, counts, quantities, ratios as they are
    stated (per cent). `level` "": KCQG and KCĐP together; `kind` says which of an indicator's typed quantities it is.
    """

    books = models.ForeignKey(
        ClosedBooks, models.PROTECT, related_name="figures", verbose_name="số liệu lưu khi chốt"
    )
    code = TextLine("mã số liệu", max_length=40)
    kind = models.CharField("kế hoạch hay thực hiện", max_length=6, choices=ResultKind, blank=True)
    level = models.CharField("cấp", max_length=4, choices=Level, blank=True)
    value = models.BigIntegerField("giá trị (bước 10^-số thập phân)")
    scale = models.PositiveSmallIntegerField("số chữ số thập phân", default=0)

    objects = ClosedFigureQuerySet.as_manager()

    class Meta:
        ordering = ["books_id", "pk"]
        verbose_name = "giá trị đã chốt"
        verbose_name_plural = "giá trị đã chốt"
        constraints = [
            models.UniqueConstraint(fields=["books", "code", "kind", "level"], name="closed_figure_once")
        ]

    def __str__(self):
        return f"{self.code} {self.level}: {self.value}"
