"""Promotion projects (đề án khuyến công) and the businesses that benefit from them."""

from django.db import models
from django.db.models import F, Q

from accounts.fields import KeyField, TextBlock, TextLine
from programs.choices import Level, Phase, ProjectKind
from programs.models.businesses import Business
from programs.models.law import Activity
from programs.models.nouns import Noun, PostedRecords
from programs.models.people import Department
from programs.models.units import Province
from programs.querysets import BeneficiaryQuerySet, ProjectQuerySet


class Project(Noun):
    """One đề án, or one off-project heading of money; its money, results and story live in the ledgers.

    `phase` is a cache of the last event, written with the event. Unit, level, kind and content are fixed by the first
    posting, because every entry carries a copy of them.
    """

    caches = ("phase", "version")

    code = TextLine("mã đề án", max_length=40, unique=True, editable=False)
    serial = models.PositiveIntegerField("số thứ tự", editable=False)
    name = TextBlock("tên đề án")
    unit = models.ForeignKey(
        Province, models.PROTECT, related_name="projects", verbose_name="tỉnh, thành phố"
    )
    origin_unit = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects_of_origin",
        verbose_name="tỉnh cũ nơi thực hiện",
        help_text="Với đề án lập sau sáp nhập: địa bàn thuộc tỉnh cũ nào. Có thể để trống.",
    )
    level = models.CharField("cấp", max_length=4, choices=Level)
    kind = models.CharField("loại", max_length=12, choices=ProjectKind, default=ProjectKind.SINGLE)
    counted = models.BooleanField(
        "tính vào số đề án",
        default=True,
        help_text="Chi phí ngoài đề án không được đếm là đề án, trừ khi đánh dấu.",
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="projects", verbose_name="nội dung chính"
    )
    first_year = models.PositiveSmallIntegerField("năm bắt đầu")
    starts_on = models.DateField("thời gian thực hiện từ", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    implementer = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="đơn vị thực hiện",
    )
    implementer_name = TextLine("đơn vị thực hiện (ghi tên)", max_length=200, blank=True)
    place = TextLine("địa điểm", max_length=250, blank=True)
    aim = TextBlock("mục tiêu, nội dung", blank=True)
    outcome = TextBlock("kết quả chính", blank=True)
    note = TextBlock("ghi chú", blank=True)
    source = TextBlock("nguồn số liệu", blank=True)
    phase = models.CharField(
        "tình trạng", max_length=12, choices=Phase, default=Phase.REGISTERED, editable=False
    )
    illustrative = models.BooleanField("dữ liệu minh họa", default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("ngày tạo", auto_now_add=True)
    search_key = KeyField(of=("code", "name", "place", "implementer_name"), key="fold", max_length=1200)
    sort_key = KeyField(of=("name",), key="sort_key", max_length=600)

    objects = ProjectQuerySet.as_manager()
    history = PostedRecords(verbose_name="lịch sử đề án")

    class Meta:
        ordering = ["-first_year", "code"]
        verbose_name = "đề án"
        verbose_name_plural = "đề án"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "level", "first_year", "serial"],
                name="project_serial_once",
                violation_error_message="Số thứ tự đề án đã được dùng.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="project_ends_after_start",
                violation_error_message="Ngày kết thúc phải không trước ngày bắt đầu.",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "first_year", "level"], name="project_unit_year"),
            models.Index(fields=["phase", "ends_on"], name="project_phase_end"),
        ]

    def __str__(self):
        return f"{self.code} – {self.name}"

    @property
    def off_project(self) -> bool:
        """Money outside any đề án: in every money total, on a line of its own, in no count unless marked."""
        return self.kind == ProjectKind.OFF_PROJECT and not self.counted

    @property
    def origin_id_or_unit(self) -> int:
        return self.origin_unit_id or self.unit_id

    @property
    def who_runs(self) -> str:
        return self.implementer.name if self.implementer_id else self.implementer_name


class Beneficiary(models.Model):
    """A business benefits from a project, from the posting that added it to the one that withdrew it.

    Beside `place` a cache of the ledger (BeneficiaryEntry) as it stands now, written by the posting that writes the
    line: `amount` is the support promised last (đồng), `accepted_on` the day of acceptance, `withdrawn` the posting
    by which it ceased to stand. Figures read the ledger.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="beneficiaries", verbose_name="đề án")
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="benefits", verbose_name="cơ sở thụ hưởng"
    )
    unit = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh, thành phố")
    origin = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="địa bàn gốc")
    level = models.CharField("cấp", max_length=4, choices=Level)
    amount = models.BigIntegerField("kinh phí hỗ trợ (đồng)", null=True, blank=True)
    place = TextLine("địa điểm thực hiện", max_length=250, blank=True)
    accepted_on = models.DateField("ngày nghiệm thu", null=True, blank=True)
    added = models.ForeignKey(
        "Posting", models.PROTECT, related_name="beneficiaries_added", verbose_name="bút toán thêm"
    )
    withdrawn = models.ForeignKey(
        "Posting",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="beneficiaries_withdrawn",
        verbose_name="bút toán rút",
    )

    objects = BeneficiaryQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "đơn vị thụ hưởng"
        verbose_name_plural = "đơn vị thụ hưởng"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "business"],
                condition=Q(withdrawn__isnull=True),
                name="beneficiary_once_a_project",
                violation_error_message="Cơ sở này đã là đơn vị thụ hưởng của đề án.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gte=0),
                name="beneficiary_amount_not_negative",
                violation_error_message="Kinh phí hỗ trợ không được âm.",
            ),
        ]

    def __str__(self):
        return str(self.business)
