"""Delegations by province, the dated groups of delegates, and the delegates themselves."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.fields import KeyField, TextBlock, TextLine
from accounts.text import identity
from conferences.choices import Answer, DelegationStatus, PositionRank
from conferences.models.conferences import Conference
from conferences.querysets import DelegateQuerySet, DelegationQuerySet, PlacesQuerySet
from programs.models import Province
from programs.models.dates import ends_after_start, refuse_overlap
from programs.querysets import DatedQuerySet

SAME_PERSON = "Người này đã có trong đoàn. Hai người trùng họ tên thì ghi thêm để phân biệt."


class DelegateGroup(models.Model):
    """A group by which delegates are invited and listed, from a day to a day: districts' offices ended with them."""

    code = models.SlugField("mã", max_length=30)
    name = TextLine("tên nhóm", max_length=160)
    order = models.PositiveSmallIntegerField("thứ tự", default=0)
    host_only = models.BooleanField("chỉ của đoàn chủ nhà", default=False)
    valid_from = models.DateField("có hiệu lực từ")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    search_key = KeyField(of=("name",), key="fold")

    objects = DatedQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử nhóm đại biểu")

    class Meta:
        ordering = ["order", "code", "valid_from"]
        verbose_name = "nhóm đại biểu"
        verbose_name_plural = "nhóm đại biểu"
        constraints = [
            ends_after_start("delegate_group_ends_after_start"),
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="delegate_group_once",
                violation_error_message="Nhóm này đã có dòng bắt đầu từ ngày này.",
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        refuse_overlap(self, ["code"])

    def in_force_on(self, day) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Delegation(models.Model):
    """The delegation that a province sends to a conference, under the province's name of that day."""

    personal = ("head", "deputy", "contact")  # may be blanked in the history

    conference = models.ForeignKey(
        Conference, models.PROTECT, related_name="delegations", verbose_name="hội nghị"
    )
    unit = models.ForeignKey(
        Province, models.PROTECT, related_name="delegations", verbose_name="tỉnh, thành phố"
    )
    name = TextLine(
        "tên đoàn", max_length=60, blank=True, help_text="Để trống thì lấy tên tỉnh vào ngày họp."
    )
    order = models.PositiveSmallIntegerField(
        "thứ tự", default=0, help_text="Đoàn chủ nhà luôn đứng đầu, không phụ thuộc số này."
    )
    head = TextLine("trưởng đoàn", max_length=200, blank=True)
    deputy = TextLine("phó trưởng đoàn", max_length=200, blank=True)
    contact = TextLine(
        "đầu mối liên hệ", max_length=200, blank=True, help_text="Họ và tên, điện thoại, thư điện tử."
    )
    letter_number = TextLine("số văn bản cử đại biểu", max_length=60, blank=True)
    letter_date = models.DateField("ngày văn bản", null=True, blank=True)
    status = models.CharField(
        "tình trạng", max_length=10, choices=DelegationStatus, default=DelegationStatus.DRAFTED
    )
    illustrative = models.BooleanField("dữ liệu minh họa", default=False, editable=False)
    note = TextBlock("ghi chú", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    search_key = KeyField(of=("name", "head", "deputy"), key="fold", max_length=600)

    objects = DelegationQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử đoàn đại biểu")

    class Meta:
        ordering = ["conference", "order", "name"]
        verbose_name = "đoàn đại biểu"
        verbose_name_plural = "đoàn đại biểu"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "unit"],
                name="delegation_once_a_conference",
                violation_error_message="Tỉnh, thành phố này đã có đoàn ở hội nghị này.",
            )
        ]

    def __str__(self):
        return f"Đoàn {self.name}"

    def save(self, *args, **kwargs):
        if not self.name:
            self.name = self.unit.name_on(self.conference.day)
        super().save(*args, **kwargs)

    def clean(self):
        if not (self.conference_id and self.unit_id):
            return
        if not self.conference.participants.standing().filter(unit=self.unit_id).exists():
            raise ValidationError(
                {"unit": f"{self.unit} không có trong danh sách tỉnh, thành phố tham dự hội nghị này."}
            )

    @property
    def is_host(self) -> bool:
        return self.unit_id == self.conference.host_id

    @property
    def scope_unit_id(self) -> int:
        """The province whose people may edit this row."""
        return self.unit_id


class DelegationPlaces(models.Model):
    """How many people of a group a delegation sends, named or not yet; the number is empty while it is not known."""

    delegation = models.ForeignKey(
        Delegation, models.CASCADE, related_name="places", verbose_name="đoàn đại biểu"
    )
    group = models.ForeignKey(
        DelegateGroup, models.PROTECT, related_name="places", verbose_name="nhóm đại biểu"
    )
    count = models.PositiveSmallIntegerField(
        "số người cử",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Kể cả người chưa có tên. Chưa rõ thì để trống.",
    )
    quota = models.PositiveSmallIntegerField(
        "chỉ tiêu tối đa", null=True, blank=True, help_text="Để trống nếu không giới hạn."
    )
    illustrative = models.BooleanField("dữ liệu minh họa", default=False, editable=False)

    objects = PlacesQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử số người của nhóm")

    class Meta:
        ordering = ["delegation", "group"]
        verbose_name = "số người của nhóm"
        verbose_name_plural = "số người theo nhóm"
        constraints = [
            models.UniqueConstraint(
                fields=["delegation", "group"],
                name="delegation_places_once",
                violation_error_message="Nhóm này đã có dòng trong đoàn.",
            ),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(count__isnull=True) | Q(count__lte=F("quota")),
                name="delegation_places_within_quota",
                violation_error_message="Số người cử vượt chỉ tiêu tối đa của nhóm.",
            ),
        ]

    def __str__(self):
        return str(self.group)

    def clean(self):
        if self.group_id and self.delegation_id:
            refuse_foreign_group(self.group, self.delegation.conference, self.delegation)


class Delegate(models.Model):
    """One person on the list of a conference, in a province's delegation or, without one, on the centre's side."""

    personal = ("full_name", "position", "workplace", "pin_reason", "note")  # may be blanked in the history

    conference = models.ForeignKey(
        Conference, models.PROTECT, related_name="delegates", verbose_name="hội nghị"
    )
    delegation = models.ForeignKey(
        Delegation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="delegates",
        verbose_name="đoàn đại biểu",
        help_text="Để trống với đại biểu của cơ quan trung ương.",
    )
    group = models.ForeignKey(
        DelegateGroup, models.PROTECT, related_name="delegates", verbose_name="nhóm đại biểu"
    )
    full_name = TextLine("họ và tên", max_length=120)
    position = TextLine("chức vụ", max_length=200, blank=True)
    workplace = TextLine("đơn vị công tác", max_length=200, blank=True)
    position_rank = models.PositiveSmallIntegerField(
        "bậc chức vụ",
        choices=PositionRank,
        default=PositionRank.OTHER,
        help_text="Bậc của chính người dự; dự thay không được tính theo bậc của người được thay.",
    )
    answer = models.CharField("phản hồi", max_length=10, choices=Answer, default=Answer.NONE)
    pin = models.PositiveSmallIntegerField(
        "thứ tự ấn định",
        null=True,
        blank=True,
        help_text="Trong đoàn, người có số đứng trước người không có, số nhỏ đứng trước.",
    )
    pin_reason = TextLine("lý do ấn định", max_length=200, blank=True)
    illustrative = models.BooleanField("dữ liệu minh họa", default=False, editable=False)
    note = TextBlock("ghi chú", blank=True)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    name_key = KeyField(of=("full_name",), key="identity")
    search_key = KeyField(of=("full_name", "position", "workplace"), key="fold", max_length=600)
    sort_key = KeyField(of=("full_name",), key="name_sort_key")

    objects = DelegateQuerySet.as_manager()
    history = HistoricalRecords(verbose_name="lịch sử đại biểu")

    class Meta:
        ordering = ["conference", "delegation__order", "group__order", "position_rank", "sort_key"]
        verbose_name = "đại biểu"
        verbose_name_plural = "đại biểu"
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "delegation", "name_key"],
                condition=Q(delegation__isnull=False),
                name="delegate_once_a_delegation",
                violation_error_message=SAME_PERSON,
            ),
            models.UniqueConstraint(
                fields=["conference", "name_key"],
                condition=Q(delegation__isnull=True),
                name="delegate_of_the_centre_once",
                violation_error_message=SAME_PERSON,
            ),
            models.CheckConstraint(
                condition=Q(pin__isnull=True) | ~Q(pin_reason=""),
                name="delegate_pin_has_reason",
                violation_error_message="Ấn định thứ tự thì phải ghi lý do.",
            ),
        ]
        indexes = [models.Index(fields=["conference", "delegation", "group"], name="delegate_by_group")]

    def __str__(self):
        return f"{self.full_name} – {self.position}" if self.position else self.full_name

    @property
    def scope_unit_id(self) -> int | None:
        """The province whose people may edit this row; none for the centre's delegates."""
        return self.delegation.unit_id if self.delegation_id else None

    def clean(self):
        if not self.conference_id:
            return
        if self.delegation_id and self.delegation.conference_id != self.conference_id:
            raise ValidationError({"delegation": "Đoàn này thuộc hội nghị khác."})
        self._refuse_double()
        if self.group_id:
            refuse_foreign_group(self.group, self.conference, self.delegation)
            self._refuse_over_quota()

    def _refuse_double(self):
        """As the constraints say, whose key is computed only when the row is written."""
        others = Delegate.objects.filter(conference=self.conference_id, delegation=self.delegation_id)
        if others.filter(name_key=identity(self.full_name)).exclude(pk=self.pk).exists():
            raise ValidationError({"full_name": SAME_PERSON})

    def _refuse_over_quota(self):
        if not self.delegation_id or self.answer == Answer.DECLINES:
            return
        places = self.delegation.places.filter(group=self.group_id, quota__isnull=False).first()
        if places is None:
            return
        others = self.delegation.delegates.filter(group=self.group_id).exclude(pk=self.pk)
        if others.exclude(answer=Answer.DECLINES).count() >= places.quota:
            raise ValidationError({"group": f"Nhóm này của đoàn đã đủ chỉ tiêu {places.quota} người."})


def refuse_foreign_group(group, conference, delegation):
    """A group counts if it was in force on the conference's day, the host's own groups only for the host."""
    if not group.in_force_on(conference.day):
        raise ValidationError({"group": f"Nhóm này không có hiệu lực vào ngày {conference.day:%d/%m/%Y}."})
    if group.host_only and (delegation is None or not delegation.is_host):
        raise ValidationError({"group": "Nhóm này chỉ dành cho đoàn chủ nhà."})
