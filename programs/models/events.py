"""What happened to projects, and until when a province's books are closed: ledgers too, only ever added to."""

from django.db import models

from accounts.fields import TextLine
from programs.choices import ClosureState, Happening, Level, Outcome
from programs.ledger_querysets import ClosureQuerySet, EntryQuerySet
from programs.models.ledgers import Posting
from programs.models.projects import Project
from programs.models.units import Province


class ProjectEvent(models.Model):
    """Something happened to a project on a day, by a document: approved, contracted, accepted, adjusted, stopped …"""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="events", verbose_name="bút toán")
    unit = models.ForeignKey(
        Province, models.PROTECT, related_name="project_events", verbose_name="tỉnh, thành phố"
    )
    origin = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="địa bàn gốc")
    project = models.ForeignKey(Project, models.PROTECT, related_name="events", verbose_name="đề án")
    level = models.CharField("cấp", max_length=4, choices=Level)
    off_project = models.BooleanField("ngoài đề án", default=False)
    happening = models.CharField("bước", max_length=12, choices=Happening)
    outcome = models.CharField("kết quả", max_length=8, choices=Outcome, default=Outcome.DONE)
    budget_year = models.PositiveSmallIntegerField("năm ngân sách")
    on = models.DateField("ngày")
    document = TextLine("số văn bản", max_length=80, blank=True)
    document_on = models.DateField("ngày văn bản", null=True, blank=True)
    signer = TextLine("người ký (chức vụ)", max_length=120, blank=True)
    file = models.FileField("tệp đính kèm", upload_to="events/%Y/", blank=True)
    note = TextLine("nội dung", max_length=250, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="hủy bước"
    )
    illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = "sự kiện của đề án"
        verbose_name_plural = "sự kiện của đề án"
        indexes = [
            # Every column that counts of steps ask for; by "id" a mirror is looked for.
            models.Index(
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
            models.Index(fields=["project", "on"], name="event_of_project"),
        ]

    def __str__(self):
        return f"{self.get_happening_display()} ngày {self.on:%d/%m/%Y}"


class Closure(models.Model):
    """From this posting on, what a province dated by the cut-off in a budget year is closed, or open again."""

    unit = models.ForeignKey(
        Province, models.PROTECT, related_name="closures", verbose_name="tỉnh, thành phố"
    )
    budget_year = models.PositiveSmallIntegerField("năm ngân sách")
    cut_off = models.DateField("chốt đến hết ngày")
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="closures", verbose_name="bút toán")
    state = models.CharField("trạng thái", max_length=8, choices=ClosureState)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["-posting_id"]
        verbose_name = "chốt số liệu"
        verbose_name_plural = "chốt số liệu"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "budget_year", "cut_off", "posting"], name="closure_once_a_posting"
            )
        ]

    def __str__(self):
        return f"{self.unit} {self.budget_year} đến {self.cut_off:%d/%m/%Y}: {self.get_state_display()}"
