"""Pages of what is closed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.views.generic import ListView

from programs.access import CLOSERS
from programs.choices import ClosureState
from programs.ledger import closing
from programs.ledger.closure_forms import ClosureForm
from programs.ledger.tables import CLOSURE_COLUMNS
from programs.models import Closure
from programs.pages.lists import ShownTable
from programs.pages.views import CreatePage, PlainForm, ScopedPage


class ClosureList(ScopedPage, ListView):
    """What is closed and what was opened again, in the provinces that the person sees."""

    model = Closure
    template_name = "programs/closure_list.html"
    paginate_by = 100
    crumbs = [("Chốt số liệu", "")]

    def get_queryset(self):
        rows = super().get_queryset().select_related("unit", "posting__recorded_by")
        return rows.order_by("-posting", "unit__sort_key", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(may_close=self.scope.closes_books, **kwargs)
        table = ShownTable("Các lần chốt, mở lại", CLOSURE_COLUMNS, context["object_list"])
        return context | {"table": table}


class ClosureAdd(PlainForm, CreatePage):
    model = Closure
    form_class = ClosureForm
    template_name = "programs/entry_form.html"
    title = "Chốt hoặc mở lại số liệu"
    submit_label = "Thực hiện"
    success_message = "Đã ghi vào sổ chốt số liệu."

    def refuse(self):
        if not self.scope.closes_books:
            raise PermissionDenied(CLOSERS.words)

    def get_crumbs(self):
        return [("Chốt số liệu", self.get_cancel_url()), (self.title, "")]

    def get_cancel_url(self):
        return reverse("closure_list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, **kwargs)

    @transaction.atomic
    def write(self, form):
        data = form.cleaned_data
        for unit in form.provinces():
            closing.set_closure(
                unit=unit,
                budget_year=data["budget_year"],
                cut_off=data["cut_off"],
                state=ClosureState(data["state"]),
                by=self.request.user,
                reason=data["reason"],
            )
        return self.get_cancel_url()
