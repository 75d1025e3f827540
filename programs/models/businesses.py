"""Rural-industry businesses (cơ sở công nghiệp nông thôn)."""

from django.db import models
from django.db.models import Q

from accounts.fields import KeyField, TextBlock, TextLine
from programs.choices import LegalForm, Sector
from programs.models.nouns import Noun, PostedRecords
from programs.models.units import Province
from programs.querysets import BusinessQuerySet


class Business(Noun):
    """One establishment that may be supported; it belongs to the province of its place of production.

    Eligibility depends on where it produces, not on where its office is registered (Điều 1 NĐ 45/2012/NĐ-CP).
    """

    personal = ("phone",)  # may be blanked in the history

    name = TextLine("tên cơ sở", max_length=200)
    legal_form = models.CharField("loại hình", max_length=24, choices=LegalForm)
    tax_code = TextLine("mã số thuế", max_length=14, blank=True)
    registration_number = TextLine("số đăng ký kinh doanh, hộ kinh doanh", max_length=40, blank=True)
    unit = models.ForeignKey(
        Province, models.PROTECT, related_name="businesses", verbose_name="tỉnh, thành phố nơi sản xuất"
    )
    district = TextLine("huyện, thị xã, thành phố (đến 30/6/2025)", max_length=80, blank=True)
    commune = TextLine("xã, phường, đặc khu nơi sản xuất", max_length=80, blank=True)
    production_address = TextLine("địa chỉ sản xuất", max_length=250, blank=True)
    seat_address = TextLine("địa chỉ trụ sở", max_length=250, blank=True)
    sector = models.CharField("ngành nghề (Điều 5 NĐ 45/2012)", max_length=2, choices=Sector, blank=True)
    products = TextLine("sản phẩm chính", max_length=250, blank=True)
    workers = models.PositiveIntegerField("số lao động", null=True, blank=True)
    capital = models.BigIntegerField("vốn đầu tư (đồng)", null=True, blank=True)
    revenue = models.BigIntegerField("doanh thu năm gần nhất (đồng)", null=True, blank=True)
    exports = models.BooleanField("có xuất khẩu", default=False)
    craft_village = models.BooleanField("trong làng nghề được công nhận", default=False)
    in_cluster = models.BooleanField("trong cụm công nghiệp", default=False)
    women_owned = models.BooleanField("do phụ nữ làm chủ", default=False)
    minority_owned = models.BooleanField("do người dân tộc thiểu số làm chủ", default=False)
    phone = TextLine("điện thoại liên hệ", max_length=30, blank=True)
    note = TextBlock("ghi chú", blank=True)
    source = TextBlock("nguồn số liệu", blank=True)
    illustrative = models.BooleanField("dữ liệu minh họa", default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("ngày tạo", auto_now_add=True)
    search_key = KeyField(
        of=("name", "tax_code", "commune", "district", "products"), key="fold", max_length=700
    )
    sort_key = KeyField(of=("name",), key="sort_key", max_length=300)
    identity_key = KeyField(of=("name", "district", "commune"), key="identity", max_length=400)

    objects = BusinessQuerySet.as_manager()
    history = PostedRecords(verbose_name="lịch sử cơ sở")

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = "cơ sở CNNT"
        verbose_name_plural = "cơ sở CNNT"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "identity_key"],
                name="business_once_a_place",
                violation_error_message="Cơ sở cùng tên ở cùng địa bàn đã có trong danh sách.",
            ),
            models.UniqueConstraint(
                fields=["unit", "tax_code"],
                condition=~Q(tax_code=""),
                name="business_tax_code_once",
                violation_error_message="Mã số thuế này đã có ở một cơ sở khác trong tỉnh.",
            ),
            models.CheckConstraint(
                condition=(Q(capital__isnull=True) | Q(capital__gte=0))
                & (Q(revenue__isnull=True) | Q(revenue__gte=0)),
                name="business_money_not_negative",
                violation_error_message="Vốn và doanh thu không được âm.",
            ),
        ]
        indexes = [models.Index(fields=["unit", "sort_key"], name="business_unit_sort")]

    def __str__(self):
        return self.name

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.commune, self.district) if part)
