"""Pages of the steps of a project, and their files."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.generic import View

from accounts.models import AuditEvent, record
from accounts.text import slug
from programs.choices import PostingKind
from programs.ledger.entry_forms import ReasonForm
from programs.ledger.views import ActPage, OfProject
from programs.models import ProjectEvent
from programs.pages.uploads import CONTENT_TYPES
from programs.pages.views import PlainForm
from programs.projects import steps
from programs.projects.step_forms import EventForm


class EventAdd(OfProject, ActPage):
    model = ProjectEvent
    form_class = EventForm
    act = PostingKind.STEP
    title = "Ghi bước thực hiện"
    section = "cac-buoc"
    success_message = "Đã ghi bước thực hiện."
    submit_label = "Ghi bước này"
    from_address = ("happening",)

    def write(self, form):
        steps.record_event(event=form.instance, by=self.request.user, reason=form.reason)
        return self.back()


class EventUndo(PlainForm, ActPage):
    model = ProjectEvent
    form_class = ReasonForm
    act = PostingKind.CORRECTION
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
        steps.undo_event(event=self.subject, by=self.request.user, reason=form.reason, late=form.late)
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
        name = f"{event.project.code}-{slug(event.get_happening_display())}-{event.on:%Y%m%d}.{extension}"
        record(AuditEvent.Kind.DOWNLOADED, request, object=f"{event.project.code}: {event}", event=event.pk)
        return FileResponse(
            event.file.open("rb"),
            as_attachment=True,
            filename=name,
            content_type=CONTENT_TYPES.get(extension, "application/octet-stream"),
            headers={"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"},
        )
