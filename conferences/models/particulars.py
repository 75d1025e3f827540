"""What is told of a conference: what sources say, who chaired, which provinces took part."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.fields import TextBlock, TextLine
from conferences.choices import Side
from conferences.models.conferences import Conference
from programs.access import OpenQuerySet
from programs.models import PostedRow, Province
from programs.querysets import PostedQuerySet


class ConferenceSource(models.Model):
    """What one publication says of a conference, kept as it says it, also where it differs from the others."""

    conference = models.ForeignKey(
        Conference, models.CASCADE, related_name="sources", verbose_name="hội nghị"
    )
    url = models.URLField("địa chỉ", max_length=500)
    organisers = TextBlock("cơ quan tổ chức", blank=True)
    chairs = TextBlock("chủ trì", blank=True)
    groups = TextBlock("thành phần", blank=True)
    delegate_count = TextLine("số đại biểu", max_length=60, blank=True)
    topics = TextBlock("nội dung", blank=True)
    speeches = TextBlock("tham luận", blank=True)
    awards = TextBlock("khen thưởng, chứng nhận", blank=True)
    note = TextBlock("khác với nguồn khác, ghi chú", blank=True)

    objects = OpenQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử nguồn")

    class Meta:
        ordering = ["conference", "pk"]
        verbose_name = "nguồn"
        verbose_name_plural = "nguồn"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "url"],
                name="conference_source_once",
                violation_error_message="Hội nghị đã có nguồn này.",
            )
        ]

    def __str__(self):
        return self.url

    @property
    def publisher(self) -> str:
        """The site that published it."""
        return urlsplit(self.url).netloc.removeprefix("www.")

    @property
    def sayings(self) -> list[tuple[str, str]]:
        """Label and text of everything that this source states."""
        names = (
            "organisers",
            "chairs",
            "groups",
            "delegate_count",
            "topics",
            "speeches",
            "awards",
            "note",
        )
        stated = [(self._meta.get_field(name).verbose_name, getattr(self, name)) for name in names]
        return [(label[0].upper() + label[1:], text) for label, text in stated if text]


class ConferenceChair(models.Model):
    """One of those who chair a conference, in the order in which they are named."""

    personal = ("full_name",)  # may be blanked in the history

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="chairs", verbose_name="hội nghị")
    order = models.PositiveSmallIntegerField("thứ tự")
    full_name = TextLine("họ và tên", max_length=120)
    position = TextLine("chức vụ", max_length=200, blank=True)
    side = models.CharField("bên", max_length=6, choices=Side, blank=True)

    objects = OpenQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử chủ trì")

    class Meta:
        ordering = ["conference", "order", "pk"]
        verbose_name = "người chủ trì"
        verbose_name_plural = "chủ trì"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "full_name"],
                name="conference_chair_once",
                violation_error_message="Người này đã có trong danh sách chủ trì.",
            )
        ]

    def __str__(self):
        return f"{self.full_name} – {self.position}" if self.position else self.full_name


class ParticipatingUnit(PostedRow):
    """A province takes part in a conference, under the name that it had on that day, from one posting to another."""

    keeping_right = "conferences.change_conference"

    conference = models.ForeignKey(
        Conference, models.PROTECT, related_name="participants", verbose_name="hội nghị"
    )
    unit = models.ForeignKey(
        Province, models.PROTECT, related_name="conferences", verbose_name="tỉnh, thành phố"
    )
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    name = TextLine("tên ngày đó", max_length=60, blank=True, help_text="Để trống thì lấy tên vào ngày họp.")

    objects = PostedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử tỉnh tham dự")

    class Meta:
        ordering = ["conference", "order", "name"]
        verbose_name = "tỉnh, thành phố tham dự"
        verbose_name_plural = "tỉnh, thành phố tham dự"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "unit"],
                condition=Q(ended__isnull=True),
                name="participating_unit_once",
                violation_error_message="Tỉnh, thành phố này đã có trong hội nghị.",
            )
        ]

    def __str__(self):
        return self.name or str(self.unit)

    def save(self, *args, **kwargs):
        if not self.name:
            self.name = self.unit.name_on(self.conference.day)
        super().save(*args, **kwargs)

    def clean(self):
        if self.unit_id and self.conference_id and not self.conference.was_alive(self.unit):
            raise ValidationError({"unit": f"{self.unit} không phải đơn vị hành chính vào ngày họp."})
