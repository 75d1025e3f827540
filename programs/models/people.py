"""Departments and the people who work in them; both have dates, and an ended one gives nothing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.fields import KeyField, TextLine
from programs.choices import DepartmentKind, Role
from programs.models.dates import ends_after_start
from programs.models.nouns import Noun, PostedRecords
from programs.models.units import Province, Region
from programs.querysets import DepartmentQuerySet, MembershipQuerySet

OF_A_PROVINCE = [
    DepartmentKind.PROVINCE_DEPARTMENT,
    DepartmentKind.PROVINCE_CENTRE,
    DepartmentKind.OTHER_IMPLEMENTER,
]


class Department(Noun):
    """One body that takes part: the ministry's department, a regional centre, a Sở, a provincial centre, another."""

    kind = models.CharField("loại", max_length=24, choices=DepartmentKind)
    name = TextLine("tên", max_length=160)
    short_name = TextLine("tên viết tắt", max_length=60, blank=True)
    unit = models.ForeignKey(
        Province,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="departments",
        verbose_name="tỉnh, thành phố",
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="departments", verbose_name="vùng"
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="cơ quan chủ quản",
    )
    predecessor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="đơn vị tiền thân",
    )
    valid_from = models.DateField("hoạt động từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    status = TextLine("tình trạng kiểm chứng", max_length=200, blank=True)
    search_key = KeyField(of=("name", "short_name"), key="fold")
    sort_key = KeyField(of=("name",), key="sort_key")

    objects = DepartmentQuerySet.as_manager()
    history = PostedRecords(verbose_name="lịch sử đơn vị")

    class Meta:
        ordering = ["sort_key"]
        verbose_name = "cơ quan, đơn vị"
        verbose_name_plural = "cơ quan, đơn vị"
        constraints = [
            ends_after_start("department_ends_after_start"),
            models.CheckConstraint(
                condition=(
                    Q(kind__in=OF_A_PROVINCE, unit__isnull=False, region__isnull=True)
                    | Q(kind=DepartmentKind.REGIONAL_CENTRE, unit__isnull=True, region__isnull=False)
                    | Q(kind=DepartmentKind.MINISTRY, unit__isnull=True, region__isnull=True)
                ),
                name="department_place_fits_kind",
                violation_error_message=(
                    "Đơn vị cấp tỉnh phải có tỉnh; trung tâm vùng phải có vùng; cơ quan trung ương không có cả hai."
                ),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_ministry(self) -> bool:
        return self.kind == DepartmentKind.MINISTRY

    @property
    def may_edit(self) -> bool:
        """Only a province's own bodies write the province's rows; a regional centre reads."""
        return self.unit_id is not None

    def reach(self, day) -> frozenset[int]:
        """The provinces whose rows this body reaches on `day`, predecessors included."""
        if self.unit_id:
            return self.unit.lineage_ids()
        if self.region_id:
            return self.region.unit_ids(day)
        return frozenset()


class Membership(models.Model):
    """A person works in a department with a role, from a day to a day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships", verbose_name="người dùng"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="memberships", verbose_name="cơ quan, đơn vị"
    )
    role = models.CharField("vai trò", max_length=10, choices=Role)
    position = TextLine("chức vụ", max_length=120, blank=True)
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử phân công")

    class Meta:
        ordering = ["user", "valid_from"]
        verbose_name = "phân công"
        verbose_name_plural = "phân công"
        constraints = [ends_after_start("membership_ends_after_start")]

    def __str__(self):
        return f"{self.user} – {self.department} ({self.get_role_display()})"
