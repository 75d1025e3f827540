"""Provinces, regions and boundaries, each with its dates.

On 01/07/2025 the 63 provinces became 34. A province is a unit of an era: a merged one points to its successor and
keeps its rows; renames and changes of kind without a merger are dated names; region membership is dated.
"""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, FilteredRelation, Q
from simple_history.models import HistoricalRecords

from accounts.fields import KeyField, TextBlock, TextLine
from programs.choices import ProvinceKind
from programs.models.dates import ends_after_start, refuse_overlap
from programs.models.posted import PostedRow
from programs.querysets import DatedQuerySet, PostedDatedQuerySet, ProvinceQuerySet, ReferenceQuerySet


class Region(models.Model):
    """One conference region of the country (vùng hội nghị khuyến công)."""

    code = TextLine("mã vùng", max_length=10, unique=True)
    name = TextLine("tên vùng", max_length=80)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = ReferenceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử vùng")

    class Meta:
        ordering = ["order"]
        verbose_name = "vùng"
        verbose_name_plural = "vùng"

    def __str__(self):
        return self.name

    def unit_ids(self, day) -> frozenset[int]:
        """Every province, of any era, that counts to this region on `day`: see regions_of_units."""
        return frozenset(unit for unit, region in regions_of_units(day).items() if region == self.pk)


class Province(models.Model):
    """One province or centrally-run city of one era; the key (P63-67, P34-68) never changes meaning."""

    key = TextLine("khóa", max_length=8, unique=True, help_text="Khóa theo thời kỳ, ví dụ P63-67, P34-68.")
    era = models.PositiveSmallIntegerField("thời kỳ", help_text="63 hoặc 34 đơn vị hành chính cấp tỉnh.")
    gso_code = TextLine("mã thống kê", max_length=2)
    name = TextLine("tên", max_length=60)
    full_name = TextLine("tên đầy đủ", max_length=80)
    kind = models.CharField("loại", max_length=10, choices=ProvinceKind)
    slug = models.SlugField("tên trong đường dẫn", max_length=60)
    aliases = TextLine("tên gọi khác", max_length=200, blank=True, help_text="Cách nhau bằng dấu chấm phẩy.")
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="đơn vị kế thừa",
    )
    tile_column = models.PositiveSmallIntegerField("cột trên bản đồ ô", null=True, blank=True)
    tile_row = models.PositiveSmallIntegerField("hàng trên bản đồ ô", null=True, blank=True)
    note = TextBlock("ghi chú", blank=True)
    search_key = KeyField(of=("name", "full_name", "aliases"), key="fold")
    sort_key = KeyField(of=("name",), key="sort_key")

    objects = ProvinceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử tỉnh, thành phố")

    class Meta:
        ordering = ["sort_key", "-era"]
        verbose_name = "tỉnh, thành phố"
        verbose_name_plural = "tỉnh, thành phố"
        constraints = [
            ends_after_start("province_ends_after_start"),
            models.UniqueConstraint(
                fields=["era", "gso_code"],
                name="province_code_once_an_era",
                violation_error_message="Mã thống kê này đã dùng trong cùng thời kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | (~Q(successor=F("pk")) & Q(valid_to__isnull=False)),
                name="province_ends_where_another_follows",
                violation_error_message="Đơn vị có đơn vị kế thừa phải ghi ngày kết thúc, và không kế thừa chính mình.",
            ),
        ]

    def __str__(self):
        return self.name if self.valid_to is None else f"{self.name} (đến {self.valid_to:%d/%m/%Y})"

    def clean(self):
        """No province comes back to itself through those that follow it: the rows could not be added up."""
        following, passed = self.successor, set()
        while following and following.pk not in passed:
            if following.pk == self.pk:
                words = f"{following} đã nối về chính {self.name}; hãy chọn đơn vị kế thừa khác."
                raise ValidationError({"successor": words}, code="cycle")
            passed.add(following.pk)
            following = following.successor

    def name_on(self, day) -> str:
        """The name of the day: "Thừa Thiên Huế" until 31/12/2024, "Huế" after."""
        for dated in self.names.all():
            if dated.valid_from <= day and (dated.valid_to is None or day <= dated.valid_to):
                return dated.name
        return self.name

    def kind_on(self, day) -> str:
        for dated in self.names.all():
            if dated.valid_from <= day and (dated.valid_to is None or day <= dated.valid_to):
                return dated.kind
        return self.kind

    def lineage_ids(self) -> frozenset[int]:
        """This province and everything that was merged into it, however long ago."""
        return lineages().get(self.pk, frozenset({self.pk}))


def lineages(provinces=None) -> dict[int, frozenset[int]]:
    """Province id -> its own id and the ids of all its predecessors. One query, none if the provinces are given."""
    if provinces is None:
        provinces = Province.objects.only("pk", "successor_id")
    children = defaultdict(list)
    ids = []
    for province in provinces:
        ids.append(province.pk)
        children[province.successor_id].append(province.pk)

    def collect(pk):
        return {pk}.union(*(collect(child) for child in children[pk]))

    return {pk: frozenset(collect(pk)) for pk in ids}


class ProvinceName(models.Model):
    """The name and kind of a province for a time, where they changed without a merger."""

    province = models.ForeignKey(
        Province, models.PROTECT, related_name="names", verbose_name="tỉnh, thành phố"
    )
    name = TextLine("tên", max_length=60)
    kind = models.CharField("loại", max_length=10, choices=ProvinceKind)
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    legal_basis = TextLine("căn cứ", max_length=200, blank=True)
    status = TextLine("tình trạng kiểm chứng", max_length=200, blank=True)

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử tên gọi")

    class Meta:
        ordering = ["province", "valid_from"]
        verbose_name = "tên gọi theo thời gian"
        verbose_name_plural = "tên gọi theo thời gian"
        constraints = [ends_after_start("province_name_ends_after_start")]

    def __str__(self):
        return f"{self.name} (từ {self.valid_from:%d/%m/%Y})"

    def clean(self):
        refuse_overlap(self, ["province"])


class RegionMembership(PostedRow):
    """A province belongs to a region from a day to a day, as known from one posting to another."""

    province = models.ForeignKey(
        Province, models.PROTECT, related_name="region_memberships", verbose_name="tỉnh, thành phố"
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="memberships", verbose_name="vùng")
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    order = models.PositiveSmallIntegerField("thứ tự trong vùng", default=0)
    basis = TextLine("căn cứ", max_length=300, blank=True)
    status = TextLine("tình trạng kiểm chứng", max_length=200, blank=True)

    objects = PostedDatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử thành viên vùng")

    class Meta:
        ordering = ["region", "valid_from", "order"]
        verbose_name = "thành viên của vùng"
        verbose_name_plural = "thành viên của vùng"
        constraints = [ends_after_start("region_membership_ends_after_start")]

    def __str__(self):
        return f"{self.province} – {self.region}"

    def clean(self):
        refuse_overlap(self, ["province"])


def regions_of_units(day, provinces=None, memberships=None) -> dict[int, int]:
    """Province id -> region id on `day`, for every province of every era, each in exactly one region.

    A province is followed through its successors to the one alive on that day; one not yet born, or a day before the
    first known membership, takes its first membership. So regions add up to the country whatever the day. One query,
    none if the rows are given; memberships not given are those that stand now.
    """
    if provinces is None and memberships is None:
        provinces, memberships = _provinces_with_memberships()
    elif provinces is None:
        provinces = Province.objects.only("valid_from", "valid_to", "successor_id")
    elif memberships is None:
        memberships = RegionMembership.objects.standing()
    by_id = {province.pk: province for province in provinces}
    known_of = defaultdict(list)
    for row in sorted(memberships, key=lambda row: row.valid_from):
        known_of[row.province_id].append(row)
    answer = {}
    for pk, alive in by_id.items():
        while alive.valid_to and alive.valid_to < day and alive.successor_id:
            alive = by_id[alive.successor_id]
        known = known_of[alive.pk] or known_of[pk]
        begun = [row for row in known if row.valid_from <= day]
        if known:
            answer[pk] = (begun[-1] if begun else known[0]).region_id
    return answer


def _provinces_with_memberships():
    """Every province, and its standing memberships where it has any, of which only dates and region are filled."""
    provinces, memberships = {}, []
    standing = FilteredRelation("region_memberships", condition=Q(region_memberships__ended__isnull=True))
    rows = Province.objects.order_by().annotate(standing=standing)
    rows = rows.values_list(
        "pk", "valid_from", "valid_to", "successor_id", "standing__region_id", "standing__valid_from"
    )
    for pk, valid_from, valid_to, successor, region, since in rows:
        provinces[pk] = Province(pk=pk, valid_from=valid_from, valid_to=valid_to, successor_id=successor)
        if region:
            memberships.append(RegionMembership(province_id=pk, region_id=region, valid_from=since))
    return provinces.values(), memberships


class Boundaries(models.Model):
    """One way of drawing the lines of a report: as of the day, by the 34 provinces, by the 63."""

    code = TextLine("mã", max_length=8, unique=True)
    name = TextLine("tên", max_length=80)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    by_origin = models.BooleanField(
        "theo địa bàn gốc",
        default=False,
        help_text="Đề án lập sau sáp nhập được xếp theo tỉnh cũ nơi thực hiện, nếu có ghi.",
    )

    objects = ReferenceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử địa giới")

    class Meta:
        ordering = ["order"]
        verbose_name = "cách thể hiện địa giới"
        verbose_name_plural = "cách thể hiện địa giới"

    def __str__(self):
        return self.name


class UnitLine(models.Model):
    """In this drawing of boundaries, the rows of this province are shown on that province's line."""

    boundaries = models.ForeignKey(
        Boundaries, models.PROTECT, related_name="lines", verbose_name="cách thể hiện"
    )
    unit = models.ForeignKey(Province, models.PROTECT, related_name="lines", verbose_name="đơn vị")
    line = models.ForeignKey(Province, models.PROTECT, related_name="shown_units", verbose_name="dòng")

    objects = ReferenceQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử dòng địa giới")

    class Meta:
        ordering = ["boundaries", "unit"]
        verbose_name = "dòng địa giới"
        verbose_name_plural = "dòng địa giới"
        constraints = [
            models.UniqueConstraint(
                fields=["boundaries", "unit"],
                name="unit_line_once",
                violation_error_message="Đơn vị này đã có dòng trong cách thể hiện địa giới này.",
            )
        ]

    def __str__(self):
        return f"{self.unit.key} → {self.line.key}"
