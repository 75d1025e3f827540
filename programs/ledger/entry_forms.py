"""What the forms of the ledgers share: years, reasons, and how a line already written is put right."""

from django import forms

from programs.access import may
from programs.choices import PostingKind
from programs.pages.forms import ScopedForm
from programs.pages.once import SubmittedOnce

WITHDRAW = "withdraw"  # the value of the button "way" that only takes a line back


def reason_field(label, **options):
    return forms.CharField(label=label, max_length=500, widget=forms.Textarea(attrs={"rows": 2}), **options)


class WithReason:
    """The reasons that a posting may carry: of a correction always, of an entry after the closing by leaders alone."""

    def ask_for_late_reason(self, unit_ids):
        if any(may(self.user, PostingKind.LATE, unit_id) for unit_id in unit_ids):
            help_text = "Chỉ ghi khi kỳ số liệu đã chốt hoặc đã hết hạn nhập. Dòng vẫn giữ ngày thật của nó."
            label = "Lý do bổ sung sau chốt"
            self.fields["reason"] = reason_field(label, required=False, help_text=help_text)

    def ask_for_reason(self, label, unit_id):
        self.fields["reason"] = reason_field(label)
        self.fields["reason"].error_messages["required"] = "Hãy ghi lý do."
        if may(self.user, PostingKind.LATE, unit_id):
            help_text = (
                "Đánh dấu khi kỳ số liệu đã chốt hoặc đã hết hạn nhập; lý do ở trên là lý do của lãnh đạo."
            )
            self.fields["late"] = forms.BooleanField(
                label="Bổ sung sau chốt", required=False, help_text=help_text
            )

    @property
    def reason(self) -> str:
        return self.cleaned_data.get("reason", "")

    @property
    def late(self) -> bool:
        return self.cleaned_data.get("late", False)


class Correcting(WithReason):
    """A form over the line `entry`: its values to start from, a reason, and the way "only take it back"."""

    NOT_OF_THE_LINE = {"reason", "late", "confirm_slip", SubmittedOnce.KEY}

    def settle(self):
        super().settle()
        self.ask_for_reason("Lý do điều chỉnh", self.entry.unit_id)
        self.withdraws = self.data.get("way") == WITHDRAW

    def full_clean(self):
        """Taking back, what stands in the line's fields is of no account, right or wrong; it is kept where refused."""
        passed_over = [
            field
            for name, field in self.fields.items()
            if self.withdraws and name not in self.NOT_OF_THE_LINE and not field.disabled
        ]
        for field in passed_over:
            field.disabled = True
        super().full_clean()
        for field in passed_over:
            field.disabled = False

    def refuse_no_change(self):
        """Sent as it was: nothing to put right."""
        if not self.withdraws and not self.errors and not set(self.changed_data) - self.NOT_OF_THE_LINE:
            self.add_error(
                None, "Chưa có gì thay đổi so với dòng đang ghi. Sửa ô cần sửa, hoặc chọn «Chỉ rút dòng này»."
            )


class ReasonForm(WithReason, SubmittedOnce, ScopedForm):
    """A reason alone: to undo a step."""

    def __init__(self, *args, label, unit_id, **kwargs):
        self.label, self.unit_id = label, unit_id
        super().__init__(*args, **kwargs)

    def settle(self):
        super().settle()
        self.ask_for_reason(self.label, self.unit_id)
