"""Pages by which businesses join and leave a project."""

from django.shortcuts import get_object_or_404

from programs.choices import PostingKind
from programs.ledger.entry_forms import ReasonForm
from programs.ledger.views import ActPage, OfProject
from programs.models import Beneficiary
from programs.pages.views import PlainForm
from programs.projects import beneficiaries
from programs.projects.beneficiary_forms import BeneficiaryForm


class BeneficiaryAdd(OfProject, ActPage):
    """First a search among the businesses in reach, then one is chosen: works without JavaScript."""

    model = Beneficiary
    form_class = BeneficiaryForm
    act = PostingKind.BENEFICIARY
    template_name = "programs/beneficiary_form.html"
    title = "Thêm đơn vị thụ hưởng"
    section = "thu-huong"
    success_message = "Đã thêm đơn vị thụ hưởng."
    submit_label = "Thêm vào đề án"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"words": self.request.GET.get("q", "")}

    def get_context_data(self, **kwargs):
        return super().get_context_data(words=self.request.GET.get("q", ""), **kwargs)

    def write(self, form):
        beneficiaries.add_beneficiary(beneficiary=form.instance, by=self.request.user)
        return self.back()


class BeneficiaryWithdraw(PlainForm, ActPage):
    model = Beneficiary
    form_class = ReasonForm
    act = PostingKind.BENEFICIARY
    title = "Rút đơn vị thụ hưởng"
    section = "thu-huong"
    success_message = "Đã rút đơn vị thụ hưởng khỏi đề án."
    submit_label = "Rút đơn vị này"

    def find_subject(self):
        rows = Beneficiary.objects.visible_to(self.request.user).select_related("project__unit", "business")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {
            "label": "Lý do rút",
            "unit_id": self.subject.unit_id,
            "may_be_late": False,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=self.subject.business.name, **kwargs)

    def write(self, form):
        beneficiaries.withdraw_beneficiary(beneficiary=self.subject, by=self.request.user, reason=form.reason)
        return self.back()
