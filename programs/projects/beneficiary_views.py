"""Pages of the beneficiaries of a project: who joins, takes a place, is promised more, is accepted, leaves."""

from django.shortcuts import get_object_or_404

from accounts.searching import problem_of
from programs.choices import PostingKind
from programs.ledger import entries
from programs.ledger.views import ActPage, OfEntry, OfProject
from programs.models import Beneficiary, BeneficiaryEntry
from programs.pages.views import PlainForm
from programs.projects import beneficiaries
from programs.projects.beneficiary_forms import (
    BeneficiaryForm,
    ChangeForm,
    CorrectForm,
    ReplaceForm,
    WithdrawForm,
)


class BeneficiaryAdd(OfProject, ActPage):
    """A search among the businesses in reach, and one is chosen: one form, so that a search loses nothing typed."""

    model = Beneficiary
    form_class = BeneficiaryForm
    act = PostingKind.BENEFICIARY
    template_name = "programs/beneficiary_form.html"
    title = "Thêm đơn vị thụ hưởng"
    section = "thu-huong"
    success_message = "Đã thêm đơn vị thụ hưởng."
    submit_label = "Thêm vào đề án"

    @property
    def words(self) -> str:
        return (self.request.POST or self.request.GET).get("q", "")

    def post(self, request, *args, **kwargs):
        return self.search() if "search" in request.POST else super().post(request, *args, **kwargs)

    def search(self):
        """Nothing is checked or written yet: the form comes back with what was typed and what was found."""
        self.object = None
        kwargs = self.get_form_kwargs()
        typed = kwargs.pop("data").dict()
        del kwargs["files"]
        form = self.form_class(**kwargs | {"initial": kwargs["initial"] | typed})
        return self.render_to_response(self.get_context_data(form=form))

    def get_form_kwargs(self):
        words = self.words
        return super().get_form_kwargs() | {"words": None if problem_of(words) else words}

    def get_context_data(self, **kwargs):
        return super().get_context_data(words=self.words, words_problem=problem_of(self.words), **kwargs)

    def write(self, form):
        beneficiaries.add_beneficiary(
            beneficiary=form.instance, by=self.request.user, reason=form.reason, **form.when
        )
        return self.back()


class OfBeneficiary:
    """The act is about a business that stands in a project."""

    model = Beneficiary
    act = PostingKind.BENEFICIARY
    section = "thu-huong"

    def find_subject(self):
        rows = Beneficiary.objects.visible_to(self.request.user)
        rows = rows.select_related("project__unit__successor", "business")
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class BeneficiaryReplace(OfBeneficiary, BeneficiaryAdd):
    """As BeneficiaryAdd: the one that is chosen takes the place of another."""

    form_class = ReplaceForm
    title = "Thay đơn vị thụ hưởng"
    success_message = "Đã thay đơn vị thụ hưởng."
    submit_label = "Thay vào chỗ này"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"project": self.subject.project}

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=f"Cơ sở được thay: {self.subject.business.name}", **kwargs)

    def write(self, form):
        beneficiaries.replace_beneficiary(
            beneficiary=self.subject,
            instead=form.instance,
            by=self.request.user,
            reason=form.reason,
            late=form.late,
            **form.when,
        )
        return self.back()


class BeneficiaryAmend(OfBeneficiary, ActPage):
    """Another support is promised, or the beneficiary was accepted."""

    model = BeneficiaryEntry
    form_class = ChangeForm
    title = "Đổi kinh phí hỗ trợ, ghi nghiệm thu"
    success_message = "Đã ghi vào sổ."
    submit_label = "Ghi vào sổ"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"beneficiary": self.subject}

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.subject.business.name, **kwargs)

    def write(self, form):
        beneficiaries.change_beneficiary(entry=form.instance, by=self.request.user, reason=form.reason)
        return self.back()


class BeneficiaryWithdraw(OfBeneficiary, PlainForm, ActPage):
    form_class = WithdrawForm
    title = "Rút đơn vị thụ hưởng"
    success_message = "Đã rút đơn vị thụ hưởng khỏi đề án."
    submit_label = "Rút đơn vị này"

    def get_initial(self):
        return super().get_initial() | {"budget_year": self.subject.project.first_year}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"label": "Lý do rút", "unit_id": self.subject.unit_id}

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.subject.business.name, **kwargs)

    def write(self, form):
        beneficiaries.withdraw_beneficiary(
            beneficiary=self.subject,
            by=self.request.user,
            reason=form.reason,
            late=form.late,
            **form.when,
        )
        return self.back()


class BeneficiaryCorrect(OfEntry, ActPage):
    model = BeneficiaryEntry
    form_class = CorrectForm
    act = PostingKind.CORRECTION
    template_name = "programs/entry_correct.html"
    title = "Điều chỉnh dòng đơn vị thụ hưởng"
    section = "thu-huong"
    success_message = "Đã điều chỉnh: dòng cũ được đảo, lý do hiện ở sổ."
    submit_label = "Lưu điều chỉnh"

    def write(self, form):
        entries.correct(
            entry=self.subject,
            by=self.request.user,
            reason=form.reason,
            replacement=None if form.withdraws else form.instance,
            late=form.late,
        )
        return self.back()

    def get_context_data(self, **kwargs):
        entry = self.subject
        what = f"{entry.get_change_display()}: {entry.business.name}"
        return super().get_context_data(what=what, amount=entry.support, **kwargs)
