"""Pages of what happens to a project (steps, files, beneficiaries), of closings and of single postings."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import ListView, View

from accounts.models import AuditEvent, record
from programs import actions
from programs.choices import ClosureState
from programs.entry_forms import ReasonForm
from programs.entry_views import ActPage, OfProject
from programs.event_forms import BeneficiaryForm, ClosureForm, EventForm
from programs.models import Beneficiary, Closure, ProjectEvent
from programs.pages import CreatePage, ScopedPage
from programs.uploads import CONTENT_TYPES


class PlainForm:
    """CreateView hands an instance to its form; a form of reasons alone has none."""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("instance", None)
        return kwargs


# ------------------------------------------------------------------------------------------------------ steps


class EventAdd(OfProject, ActPage):
    model = ProjectEvent
    form_class = EventForm
    title = "Ghi bước thực hiện"
    section = "cac-buoc"
    success_message = "Đã ghi bước thực hiện."
    submit_label = "Ghi bước này"
    from_address = ("happening",)

    def write(self, form):
        actions.record_event(event=form.instance, by=self.request.user, reason=form.reason)
        return self.back()


class EventUndo(PlainForm, ActPage):
    model = ProjectEvent
    form_class = ReasonForm
    title = "Hủy bước đã ghi"
    section = "cac-buoc"
    success_message = "Đã hủy bước; đề án trở về tình trạng trước đó."
    submit_label = "Hủy bước này"

    def find_subject(self):
        rows = ProjectEvent.objects.visible_to(self.request.user).filter(reverses__isnull=True)
        return get_object_or_404(rows.select_related("project__unit", "unit"), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        label = "Lý do hủy bước"
        return super().get_form_kwargs() | {"label": label, "unit_id": self.subject.unit_id}

    def get_context_data(self, **kwargs):
        event = self.subject
        about = f"{event.get_happening_display()}: {event.get_outcome_display().lower()}, ngày {event.on:%d/%m/%Y}"
        return super().get_context_data(about=f"{about}. {event.document}".rstrip(". "), **kwargs)

    def write(self, form):
        actions.undo_event(event=self.subject, by=self.request.user, reason=form.reason, late=form.late)
        return self.back()


class EventFile(View):
    """The file of a step, to whoever may see the step; as an attachment that no browser interprets."""

    def get(self, request, pk):
        event = get_object_or_404(
            ProjectEvent.objects.visible_to(request.user).select_related("project"), pk=pk
        )
        if not event.file or not event.file.storage.exists(event.file.name):
            raise Http404
        extension = event.file.name.rpartition(".")[2]
        name = f"{event.project.code}-{event.happening}-{event.on:%Y%m%d}.{extension}"
        record(AuditEvent.Kind.DOWNLOADED, request, object=f"{event.project.code}: {event}", event=event.pk)
        return FileResponse(
            event.file.open("rb"),
            as_attachment=True,
            filename=name,
            content_type=CONTENT_TYPES.get(extension, "application/octet-stream"),
            headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
        )


# ---------------------------------------------------------------------------------------------- beneficiaries


class BeneficiaryAdd(OfProject, ActPage):
    """First a search among the businesses in reach, then one is chosen: works without JavaScript."""

    model = Beneficiary
    form_class = BeneficiaryForm
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
        actions.add_beneficiary(beneficiary=form.instance, by=self.request.user)
        return self.back()


class BeneficiaryWithdraw(PlainForm, ActPage):
    model = Beneficiary
    form_class = ReasonForm
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
        actions.withdraw_beneficiary(beneficiary=self.subject, by=self.request.user, reason=form.reason)
        return self.back()


# ---------------------------------------------------------------------------------------------------- closing


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
        return super().get_context_data(may_close=self.scope.closes_books, **kwargs)


class ClosureAdd(PlainForm, CreatePage):
    model = Closure
    form_class = ClosureForm
    template_name = "programs/entry_form.html"
    title = "Chốt hoặc mở lại số liệu"
    submit_label = "Thực hiện"
    success_message = "Đã ghi vào sổ chốt số liệu."

    def refuse(self):
        if not self.scope.closes_books:
            raise PermissionDenied("Chỉ lãnh đạo cơ quan quản lý trung ương được chốt, mở lại số liệu.")

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
            actions.set_closure(
                unit=unit,
                budget_year=data["budget_year"],
                cut_off=data["cut_off"],
                state=ClosureState(data["state"]),
                by=self.request.user,
                reason=data["reason"],
            )
        return self.get_cancel_url()
