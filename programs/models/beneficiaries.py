"""Who benefits: the ledger of beneficiaries, and which businesses are one and the same."""

from django.db import models
from django.db.models import Q

from accounts.fields import TextLine
from programs.choices import STEP_OF_CHANGE, BeneficiaryChange, Level
from programs.ledger_querysets import BeneficiaryEntryQuerySet, SameBusinessQuerySet
from programs.models.businesses import Business
from programs.models.ledgers import Posting
from programs.models.projects import Beneficiary, Project
from programs.models.units import Province
from programs.readings import MAX_AMOUNT


def _step_of(sign: int) -> Q:
    """The step that a change makes: `sign` 1 of a line, -1 of one that takes a line back."""
    known = Q()
    for change, step in STEP_OF_CHANGE.items():
        known |= Q(change=change, step=sign * step)
    return known & Q(reverses__isnull=sign > 0)


class BeneficiaryEntry(models.Model):
    """A business begins or ceases to benefit from a project, is promised another support (đồng), or is accepted.

    `step` is +1, -1 or 0: a beneficiary stands where its steps add up to more than zero. Of an acceptance `on` is the
    day of acceptance. programs.models.Beneficiary holds what these lines come to at the head.
    """

    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="beneficiary_entries", verbose_name="bút toán"
    )
    beneficiary = models.ForeignKey(
        Beneficiary, models.PROTECT, related_name="entries", verbose_name="đơn vị thụ hưởng"
    )
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="beneficiary_entries", verbose_name="đề án"
    )
    business = models.ForeignKey(
        Business, models.PROTECT, related_name="beneficiary_entries", verbose_name="cơ sở thụ hưởng"
    )
    unit = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="tỉnh, thành phố")
    origin = models.ForeignKey(Province, models.PROTECT, related_name="+", verbose_name="địa bàn gốc")
    level = models.CharField("cấp", max_length=4, choices=Level)
    change = models.CharField("thay đổi", max_length=12, choices=BeneficiaryChange)
    step = models.SmallIntegerField("thêm (1), bớt (-1) một đơn vị")
    budget_year = models.PositiveSmallIntegerField("năm ngân sách")
    on = models.DateField("ngày")
    support = models.BigIntegerField("kinh phí hỗ trợ (đồng)", null=True, blank=True)
    note = TextLine("diễn giải", max_length=250, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="đảo bút toán"
    )
    illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    objects = BeneficiaryEntryQuerySet.as_manager()

    class Meta:
        ordering = ["posting_id", "pk"]
        verbose_name = "dòng đơn vị thụ hưởng"
        verbose_name_plural = "dòng đơn vị thụ hưởng"
        constraints = [
            models.CheckConstraint(
                condition=_step_of(1) | _step_of(-1),
                name="beneficiary_step_of_its_change",
                violation_error_message="Thêm là một đơn vị thụ hưởng nữa, rút hoặc thay là bớt một.",
            ),
            models.CheckConstraint(
                condition=Q(support__isnull=True) | Q(support__gte=0, support__lt=MAX_AMOUNT),
                name="beneficiary_support_within_bounds",
                violation_error_message="Kinh phí hỗ trợ không được âm và phải dưới 10.000 tỷ đồng.",
            ),
            models.CheckConstraint(
                condition=Q(support__isnull=True)
                | Q(change__in=[BeneficiaryChange.JOINED, BeneficiaryChange.SUPPORT]),
                name="beneficiary_support_where_promised",
                violation_error_message="Kinh phí hỗ trợ chỉ ghi khi thêm đơn vị hoặc khi đổi kinh phí.",
            ),
        ]
        indexes = [
            # Every column that counts of businesses ask for, in the order in which they are grouped.
            models.Index(
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
            )
        ]

    def __str__(self):
        return f"{self.get_change_display()}: {self.business}, ngày {self.on:%d/%m/%Y}"


class SameBusiness(models.Model):
    """From this posting on `business` is counted as `same_as`: two records of one establishment; until it is undone.

    One step deep: what is counted as another stands for no third.
    """

    business = models.ForeignKey(
        Business, models.PROTECT, related_name="counted_as", verbose_name="cơ sở ghi trùng"
    )
    same_as = models.ForeignKey(Business, models.PROTECT, related_name="stands_for", verbose_name="là cơ sở")
    posting = models.ForeignKey(
        Posting, models.PROTECT, related_name="same_businesses", verbose_name="bút toán"
    )
    undone_posting = models.ForeignKey(
        Posting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="same_businesses_undone",
        verbose_name="bút toán tách lại",
    )

    objects = SameBusinessQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "cơ sở ghi trùng"
        verbose_name_plural = "cơ sở ghi trùng"
        constraints = [
            models.UniqueConstraint(
                fields=["business"],
                condition=Q(undone_posting__isnull=True),
                name="same_business_once",
                violation_error_message="Cơ sở này đã được ghi là trùng với một cơ sở khác.",
            ),
        ]

    def __str__(self):
        return f"{self.business} là {self.same_as}"

    @property
    def unit_ids(self) -> tuple[int, int]:
        """Whoever says so writes for the provinces of both."""
        return self.business.unit_id, self.same_as.unit_id
