"""The forms of a project: what the ledgers already carry is shown, explained, and left alone."""

from django import forms

from accounts.clock import today
from programs.choices import ProjectKind
from programs.law.fields import ActivityField
from programs.models import Activity, Project, Province
from programs.pages.fields import VietnameseDateField, YearField
from programs.pages.forms import ScopedModelForm, VersionedModelForm
from programs.pages.once import SubmittedOnce
from programs.projects.register import amend, register
from programs.units.choices import choose_province, provinces_to_edit

FIXED_BY_ENTRIES = ("unit", "origin_unit", "level", "kind", "activity", "first_year", "counted")


class ProjectFields(ScopedModelForm):
    """What both forms of a project ask."""

    constraint_fields = {"project_ends_after_start": "ends_on"}
    activity = ActivityField(
        label="Nội dung chính",
        queryset=Activity.objects.all(),
        help_text="Nội dung của chương trình khuyến công; đề án điểm ghi nội dung lớn nhất.",
    )
    first_year = YearField(label="Năm bắt đầu")

    class Meta:
        model = Project
        fields = [
            "name",
            "kind",
            "counted",
            "level",
            "activity",
            "first_year",
            "unit",
            "origin_unit",
            "place",
            "implementer",
            "implementer_name",
            "starts_on",
            "ends_on",
            "aim",
            "outcome",
            "note",
            "source",
        ]
        field_classes = {"starts_on": VietnameseDateField, "ends_on": VietnameseDateField}
        help_texts = {
            "name": "Ghi đúng tên trong quyết định phê duyệt.",
            "kind": "«Ngoài đề án» dành cho chi phí quản lý, kinh phí chưa phân bổ cho đề án nào.",
            "counted": "Chỉ xét với loại «Ngoài đề án»; các loại khác luôn được đếm.",
            "unit": "Đề án của năm trước sáp nhập ghi ở tỉnh cũ.",
            "implementer": "Chọn từ danh mục; nếu không có, ghi tên ở ô dưới.",
            "first_year": "Năm ngân sách đầu tiên được giao kinh phí.",
        }
        widgets = {"name": forms.Textarea(attrs={"rows": 2})}

    fieldsets = (
        ("Đề án", ("name", "kind", "counted", "level", "activity", "first_year")),
        ("Nơi thực hiện", ("unit", "origin_unit", "place")),
        ("Thực hiện", ("implementer", "implementer_name", "starts_on", "ends_on")),
        ("Nội dung", ("aim", "outcome", "note", "source")),
    )

    def settle(self):
        super().settle()
        choose_province(self)
        self.offer_origins()
        self.fields["implementer"].label_from_instance = lambda department: department.name

    def offer_origins(self):
        """The old province is asked only of people whose province took others in."""
        mine = provinces_to_edit(self.user)
        origins = Province.objects.filter(successor__in=mine).order_by("sort_key")
        self.fields["origin_unit"].queryset = origins
        self.fields["origin_unit"].empty_label = "Không ghi"
        if not origins:
            del self.fields["origin_unit"]

    def clean(self):
        data = super().clean()
        if data.get("kind") and data["kind"] != ProjectKind.OFF_PROJECT:
            data["counted"] = True
        if data.get("implementer") and data.get("implementer_name"):
            self.add_error(
                "implementer_name", "Đã chọn đơn vị ở ô trên; hãy xóa tên ghi ở đây, hoặc bỏ chọn ở trên."
            )
        return data


class ProjectCreateForm(SubmittedOnce, ProjectFields):
    """A new project; its code is given when it is registered."""

    def settle(self):
        super().settle()
        self.initial.setdefault("first_year", today().year)


class ProjectEditForm(SubmittedOnce, VersionedModelForm, ProjectFields):
    """A project in the database; once it has entries, what they carry stays as it is."""

    def __init__(self, *args, has_entries=False, **kwargs):
        self.has_entries = has_entries
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        self.before = tuple(getattr(self.instance, name) for name in ("unit_id", "level", "first_year"))
        if self.has_entries:
            for name in FIXED_BY_ENTRIES:
                if name in self.fields:
                    self.fields[name].disabled = True
                    self.fields[name].help_text = ""

    def write(self):
        """A project without entries may still move to another province, level or year: it gets another code."""
        after = (self.instance.unit_id, self.instance.level, self.instance.first_year)
        if after != self.before:
            return register(project=self.instance, by=self.user)
        return amend(project=self.instance, by=self.user)
