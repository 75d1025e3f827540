"""The form of a step."""

from django import forms

from accounts.clock import today
from programs.choices import Happening, Outcome
from programs.ledger.entry_forms import WithReason
from programs.models import ProjectEvent
from programs.pages.fields import VietnameseDateField, YearField
from programs.pages.forms import ScopedModelForm
from programs.pages.once import SubmittedOnce
from programs.pages.uploads import AttachmentField
from programs.projects.steps import STEPS

WITHOUT_DOCUMENT = (Happening.RUNNING,)  # work begins by itself; everything else has its paper


class EventForm(WithReason, SubmittedOnce, ScopedModelForm):
    """A step of a project: what, how it ended, on which day, by which document."""

    happening = forms.ChoiceField(label="Bước")
    outcome = forms.ChoiceField(
        label="Kết quả",
        choices=[(value, label) for value, label in Outcome.choices if value != Outcome.UNDONE],
        widget=forms.RadioSelect,
        initial=Outcome.DONE,
    )
    budget_year = YearField(label="Năm ngân sách", help_text="Bước được đếm vào báo cáo của năm này.")
    file = AttachmentField(label="Tệp đính kèm", required=False)

    class Meta:
        model = ProjectEvent
        fields = [
            "happening",
            "outcome",
            "on",
            "budget_year",
            "document",
            "document_on",
            "signer",
            "file",
            "note",
        ]
        field_classes = {"on": VietnameseDateField, "document_on": VietnameseDateField}
        help_texts = {
            "document": "Số, ký hiệu: 12/QĐ-SCT.",
            "note": "Ví dụ: nội dung điều chỉnh, lý do trả lại.",
        }

    def __init__(self, *args, project, **kwargs):
        self.project = project
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        project = self.instance.project = self.project
        self.initial.setdefault("budget_year", project.first_year)
        ready = [(h, Happening(h).label) for h, (phases, _) in STEPS.items() if project.phase in phases]
        later = [(h, Happening(h).label) for h in STEPS if h not in dict(ready)]
        groups = [("Ghi được ở tình trạng hiện nay", ready), ("Chưa ghi được", later)]
        self.fields["happening"].choices = [("", "Chọn bước"), *(group for group in groups if group[1])]
        self.ask_for_late_reason([project.unit_id])

    def clean(self):
        data = super().clean()
        on, signed = data.get("on"), data.get("document_on")
        happening, document = data.get("happening"), data.get("document")
        if happening and happening not in WITHOUT_DOCUMENT and not document and "document" not in self.errors:
            self.add_error("document", "Hãy ghi số văn bản của bước này.")
        if signed and signed > today():
            self.add_error("document_on", "Ngày văn bản ở sau hôm nay.")
        if document and on and not signed and "document_on" not in self.errors:
            data["document_on"] = on
        return data
