"""Conferences: the series and their editions."""

from datetime import MAXYEAR, MINYEAR, date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.fields import KeyField, TextBlock, TextLine
from conferences.choices import DatePrecision, DayPart, EditionBasis
from conferences.querysets import ConferenceQuerySet
from conferences.roman import roman
from programs.access import OpenQuerySet
from programs.models import Province, Region
from programs.models.dates import OF_ALLOWED_YEARS


class ConferenceSeries(models.Model):
    """A kind of meeting that comes again and again: regional promotion, regional trade and industry, national …"""

    code = models.SlugField("mã", max_length=30, unique=True)
    name = TextLine("tên loạt hội nghị", max_length=120)
    title = TextLine(
        "mẫu tên hội nghị",
        max_length=200,
        help_text="Dùng khi tên hội nghị để trống; {vung} được thay bằng tên vùng.",
    )
    regional = models.BooleanField("tổ chức theo vùng", default=True)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)

    objects = OpenQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử loạt hội nghị")

    class Meta:
        ordering = ["order", "code"]
        verbose_name = "loạt hội nghị"
        verbose_name_plural = "loạt hội nghị"

    def __str__(self):
        return self.name

    def title_for(self, region) -> str:
        """With the region's name; one that is a direction is written small in a sentence: khu vực phía Nam."""
        name = region.name if region else ""
        name = name.replace("Phía ", "phía ", 1) if name.startswith("Phía ") else name
        return self.title.replace("{vung}", name).strip()


class Conference(models.Model):
    """One edition of a series, held or planned; what is not known of it stays empty."""

    code = models.SlugField(
        "mã hội nghị", max_length=30, unique=True, help_text="Dùng trong đường dẫn, ví dụ MTTN-KC-2023."
    )
    series = models.ForeignKey(
        ConferenceSeries, models.PROTECT, related_name="conferences", verbose_name="loạt hội nghị"
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="conferences",
        verbose_name="vùng",
        help_text="Để trống với hội nghị toàn quốc.",
    )
    title = TextLine(
        "tên hội nghị",
        max_length=300,
        blank=True,
        help_text="Không ghi lần thứ và năm. Để trống thì ghép từ loạt hội nghị và vùng.",
    )
    edition = models.PositiveSmallIntegerField(
        "lần thứ",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(399)],
        help_text="Ghi bằng số thường (13), trang hiển thị số La Mã (XIII). Không rõ thì để trống.",
    )
    edition_basis = models.CharField(
        "căn cứ của lần thứ", max_length=10, choices=EditionBasis, default=EditionBasis.PUBLISHED
    )
    year = models.PositiveSmallIntegerField("năm", validators=OF_ALLOWED_YEARS)
    date_precision = models.CharField(
        "mức độ biết ngày", max_length=10, choices=DatePrecision, default=DatePrecision.DAY
    )
    starts_on = models.DateField(
        "ngày họp",
        null=True,
        blank=True,
        help_text="Chỉ biết tháng thì ghi ngày 01 của tháng; chỉ biết năm thì để trống.",
    )
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    day_part = models.CharField("buổi", max_length=10, choices=DayPart, blank=True)
    date_estimated = models.BooleanField("thời gian là ước đoán", default=False)
    host = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_conferences",
        verbose_name="tỉnh, thành phố đăng cai",
    )
    host_name = TextLine(
        "tên nơi đăng cai ngày đó",
        max_length=60,
        blank=True,
        help_text="Để trống thì lấy tên của tỉnh, thành phố vào ngày họp.",
    )
    city = TextLine("thành phố, thị xã", max_length=100, blank=True)
    venue = TextLine("địa điểm", max_length=200, blank=True)
    review_year = models.PositiveSmallIntegerField(
        "năm đánh giá (cả năm)",
        null=True,
        blank=True,
        validators=OF_ALLOWED_YEARS,
    )
    review_months = models.PositiveSmallIntegerField(
        "số tháng đầu năm họp được đánh giá",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    organisers = TextBlock("cơ quan tổ chức", blank=True, help_text="Mỗi dòng một cơ quan.")
    topics = TextBlock("nội dung", blank=True, help_text="Mỗi dòng một nội dung.")
    delegate_count = TextLine(
        "số đại biểu (theo nguồn)",
        max_length=60,
        blank=True,
        help_text="Ghi đúng như nguồn công bố, cả chữ «trên», «hơn», «khoảng».",
    )
    note = TextBlock("ghi chú", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    announced = TextLine("tên đầy đủ", max_length=360, blank=True, editable=False)
    search_key = KeyField(
        of=("code", "announced", "host_name", "city", "venue", "organisers"),
        key="fold",
        max_length=1500,
    )

    objects = ConferenceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử hội nghị")

    class Meta:
        ordering = ["-year", "-starts_on", "code"]
        verbose_name = "hội nghị"
        verbose_name_plural = "hội nghị"
        constraints = [
            models.UniqueConstraint(
                fields=["series", "region", "edition"],
                condition=Q(region__isnull=False),
                name="conference_edition_once_a_region",
                violation_error_message="Loạt hội nghị của vùng này đã có lần thứ này.",
            ),
            models.UniqueConstraint(
                fields=["series", "edition"],
                condition=Q(region__isnull=True),
                name="conference_edition_once",
                violation_error_message="Loạt hội nghị này đã có lần thứ này.",
            ),
            models.CheckConstraint(
                condition=Q(date_precision=DatePrecision.YEAR, starts_on__isnull=True)
                | (~Q(date_precision=DatePrecision.YEAR) & Q(starts_on__isnull=False)),
                name="conference_date_fits_precision",
                violation_error_message="Chỉ biết năm thì để trống ngày họp; các mức khác phải ghi ngày họp.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="conference_ends_after_start",
                violation_error_message="Ngày kết thúc phải không trước ngày họp.",
            ),
            models.CheckConstraint(
                condition=Q(review_months__isnull=True) | Q(review_months__range=(1, 12)),
                name="conference_review_months",
                violation_error_message="Số tháng đánh giá phải từ 1 đến 12.",
            ),
        ]
        indexes = [models.Index(fields=["-year", "-starts_on"], name="conference_latest")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        if not self.title and self.series_id:
            self.title = self.series.title_for(self.region)
        if not self.host_name and self.host_id:
            self.host_name = self.host.name_on(self.day)
        self.announced = self.name  # stored to be searched: "lần thứ XIII", "năm 2023"
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("conference_detail", args=[self.code])

    def clean(self):
        if self.starts_on and self.starts_on.year != self.year:
            raise ValidationError({"starts_on": "Ngày họp phải thuộc năm của hội nghị."})
        if self.host_id and not self.was_alive(self.host):
            raise ValidationError({"host": f"{self.host} không phải đơn vị hành chính vào ngày họp."})
        if self.review_year and self.year and self.review_year > self.year:
            raise ValidationError({"review_year": "Năm đánh giá phải không sau năm họp."})

    @property
    def day(self) -> date:
        """The day by which names, groups and provinces are taken: as precise as is known, else the year's end."""
        return self.starts_on or date(self.year, 12, 31)

    @property
    def has_day(self) -> bool:
        """Not yet while the year is missing or none of the calendar."""
        return bool(self.starts_on) or MINYEAR <= (self.year or 0) <= MAXYEAR

    @property
    def roman(self) -> str:
        return roman(self.edition) if self.edition else ""

    @property
    def name(self) -> str:
        """In full, as it is announced: title, edition, year."""
        return f"{self.title}{self.ordinal}, năm {self.year}"

    @property
    def ordinal(self) -> str:
        return f" lần thứ {self.roman}" if self.edition else ""

    @property
    def edition_inferred(self) -> bool:
        return self.edition is not None and self.edition_basis == EditionBasis.INFERRED

    @property
    def short_name(self) -> str:
        """For narrow places: "Khuyến công vùng lần thứ XIII – Miền Trung - Tây Nguyên, 2023"."""
        if not self.edition:
            return self.name
        where = self.region.name if self.region_id else "cả nước"
        return f"{self.series.name}{self.ordinal} – {where}, {self.year}"

    @property
    def when(self) -> str:
        """The date with no more precision than is known: "chiều 26/10/2023", "khoảng tháng 7/2017"."""
        words = self._date_words()
        return (
            f"khoảng {words}"
            if self.date_estimated and self.date_precision != DatePrecision.BEFORE
            else words
        )

    def _date_words(self) -> str:
        if self.starts_on is None:
            return f"năm {self.year}"
        if self.date_precision == DatePrecision.MONTH:
            return f"tháng {self.starts_on.month}/{self.year}"
        if self.date_precision == DatePrecision.BEFORE:
            return f"trước {self.starts_on:%d/%m/%Y}"
        days = f"{self.starts_on:%d/%m/%Y}"
        if self.ends_on and self.ends_on != self.starts_on:
            return f"{self.starts_on:%d/%m}–{self.ends_on:%d/%m/%Y}"
        part = {DayPart.MORNING: "sáng ", DayPart.AFTERNOON: "chiều "}.get(self.day_part, "")
        return f"{part}{days}"

    @property
    def where(self) -> str:
        """Venue, city, host province, each said once."""
        places = [self.venue, self.city, self.host_name]
        return ", ".join(dict.fromkeys(place for place in places if place))

    @property
    def reviewed(self) -> str:
        """What the conference looks back on: "năm 2022 và 9 tháng đầu năm 2023"."""
        parts = [f"năm {self.review_year}"] if self.review_year else []
        if self.review_months == 12:
            parts.append(f"năm {self.year}")
        elif self.review_months:
            parts.append(f"{self.review_months} tháng đầu năm {self.year}")
        return " và ".join(parts)

    @property
    def topic_lines(self) -> list[str]:
        return self.topics.splitlines()

    @property
    def organiser_lines(self) -> list[str]:
        return self.organisers.splitlines()

    def was_alive(self, province) -> bool:
        """Whether this province existed on the day of the conference; before a day is known nothing says no."""
        if not self.has_day:
            return True
        return province.valid_from <= self.day and (
            province.valid_to is None or self.day <= province.valid_to
        )
