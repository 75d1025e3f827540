"""Forms that add a line to the money ledger, and that put one right."""

from django.db.models import Q

from programs.choices import Level, ProjectKind, Source, Stage
from programs.law.fields import ActivityField
from programs.ledger.entry_forms import Correcting, WithReason
from programs.measures import SETTLED
from programs.models import Activity, MoneyEntry
from programs.pages.fields import MoneyField, SlipQuestions, VietnameseDateField, YearField
from programs.pages.forms import ScopedModelForm
from programs.pages.once import SubmittedOnce

PART_OF_KIND = {ProjectKind.GROUP: "beneficiary_id", ProjectKind.FLAGSHIP: "activity_id"}


def next_settlement(project, budget_year) -> Stage:
    """Partial while several parts of a group or flagship wait for the year's settlement; of the last one complete."""
    if project.kind not in PART_OF_KIND:
        return Stage.SETTLED
    part = PART_OF_KIND[project.kind]
    rows = MoneyEntry.objects.filter(project=project, budget_year=budget_year).of_promotion().standing()
    parts = set(project.beneficiaries.standing().values_list("pk", flat=True))
    if project.kind == ProjectKind.FLAGSHIP:
        parts = set(rows.values_list(part, flat=True))
    settled = set(rows.filter(stage__in=SETTLED).values_list(part, flat=True))
    if None in settled and rows.filter(stage=Stage.SETTLED).exists():  # settled as a whole
        return Stage.SETTLED
    return Stage.PARTLY_SETTLED if len(parts - settled) > 1 else Stage.SETTLED


class MoneyFields(SlipQuestions, SubmittedOnce, ScopedModelForm):
    """One line of money of a project."""

    constraint_fields = {
        "money_within_ten_thousand_billion": "amount",
        "money_zero_only_settled": "amount",
        "money_carried_names_its_year": "carried_from",
        "money_own_capital_stages": "stage",
    }
    budget_year = YearField(
        label="Năm ngân sách", help_text="Năm của kế hoạch vốn, có thể khác năm của ngày."
    )
    carried_from = YearField(
        label="Chuyển từ năm", required=False, help_text="Chỉ ghi với giai đoạn «Năm trước chuyển sang»."
    )
    amount = MoneyField(
        label="Số tiền",
        allow_negative=True,
        help_text="Đồng, hoặc ghi cả đơn vị: 1.234,5 triệu. Giảm kế hoạch, hoàn trả thì ghi số âm.",
    )
    activity = ActivityField(label="Nội dung", queryset=Activity.objects.all())

    class Meta:
        model = MoneyEntry
        fields = [
            "stage",
            "source",
            "budget_year",
            "carried_from",
            "on",
            "amount",
            "document",
            "beneficiary",
            "activity",
            "holder",
            "note",
        ]
        field_classes = {"on": VietnameseDateField}
        help_texts = {
            "stage": "«Một phần» khi còn phần khác chưa quyết toán; «hoàn tất» khi đã xong cả.",
            "document": "Ví dụ: QĐ số 12/QĐ-SCT ngày 05/06/2023.",
            "holder": "Chỉ ghi với ngân sách huyện, xã: tên huyện, xã.",
            "note": "Ghi lý do khi năm ngân sách cách ngày hơn một năm.",
        }

    fieldsets = (
        ("Dòng kinh phí", ("stage", "source", "budget_year", "carried_from", "on")),
        ("Số tiền", ("amount", "confirm_slip", "document")),
        ("Chi tiết", ("beneficiary", "activity", "holder", "note")),
    )
    beneficiary_id = None  # of the line that is put right

    def __init__(self, *args, project, **kwargs):
        self.project = project
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        self.instance.project = self.project
        self.offer_beneficiaries()
        self.initial.setdefault("activity", self.project.activity_id)
        if self.project.kind != ProjectKind.FLAGSHIP:  # only a flagship has several contents
            del self.fields["activity"]

    def offer_beneficiaries(self):
        """Those that stand, and the one of the line that is put right."""
        rows = self.fields["beneficiary"].queryset.filter(project=self.project).select_related("business")
        rows = rows.filter(Q(withdrawn__isnull=True) | Q(pk=self.beneficiary_id))
        self.fields["beneficiary"].queryset = rows
        self.fields["beneficiary"].empty_label = "Không riêng đơn vị nào"
        if self.project.kind == ProjectKind.GROUP:
            self.fields["beneficiary"].help_text = "Đề án nhóm: từ tạm ứng đến quyết toán phải chọn đơn vị."
        if not rows:
            del self.fields["beneficiary"]

    def other_amounts(self, besides=None):
        rows = MoneyEntry.objects.filter(project=self.project).standing().exclude(pk=besides and besides.pk)
        return list(rows.values_list("amount", flat=True))


class MoneyForm(WithReason, MoneyFields):
    """A new line of money."""

    def settle(self):
        super().settle()
        rows = MoneyEntry.objects.filter(project=self.project).order_by("-posting_id", "-pk")
        year = rows.values_list("budget_year", flat=True).first() or self.project.first_year
        of_level = Source.KCQG if self.project.level == Level.KCQG else Source.KCDP_PROVINCE
        self.initial.setdefault("budget_year", year)
        self.initial.setdefault("source", of_level)
        if self.initial.get("stage") in SETTLED:
            asked = str(self.initial["budget_year"])
            self.initial["stage"] = next_settlement(self.project, int(asked) if asked.isdecimal() else year)
        self.ask_for_late_reason([self.project.unit_id])

    def clean(self):
        data = super().clean()
        if data.get("amount") is not None and "amount" not in self.errors:
            self.ask_about_slip("amount", data["amount"], self.other_amounts())
        return data


class MoneyCorrectForm(Correcting, MoneyFields):
    """A line of money put right: taken back, with another in its place."""

    fieldsets = (*MoneyFields.fieldsets, ("Lý do", ("reason", "late")))

    def __init__(self, *args, entry, **kwargs):
        self.entry, self.beneficiary_id = entry, entry.beneficiary_id
        columns = [MoneyEntry._meta.get_field(name) for name in self.Meta.fields]
        kwargs["initial"] = {column.name: getattr(entry, column.attname) for column in columns}
        super().__init__(*args, project=entry.project, **kwargs)

    def clean(self):
        data = super().clean()
        self.refuse_no_change()
        if not self.withdraws and data.get("amount") is not None and "amount" not in self.errors:
            self.ask_about_slip("amount", data["amount"], self.other_amounts(besides=self.entry))
        return data
