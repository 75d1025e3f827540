"""Shapes of page on Django's plain generics; a page of its own says only which table, columns and words.

Kept by every shape: rows out of sight are a 404 like a missing row; rows in sight that one may not change are a 403
with the reason; reading writes nothing but the line of who read data about people; what was typed is never lost.
"""

from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponseRedirect
from django.views.generic import CreateView, DetailView, UpdateView

from accounts.personal import seen
from accounts.versions import Stale
from programs.access import Scope, ScopedQuerySet, in_sight
from programs.pages.once import answered_once
from programs.pages.refusals import refused_by
from programs.pages.uploads import store_sent


class ScopedPage:
    """Rows of one table, within what the person may see. `crumbs` are pairs (label, address)."""

    crumbs: list[tuple[str, str]] = []

    def get_queryset(self):
        return in_sight(super().get_queryset(), self.request.user)

    @property
    def scope(self) -> Scope:
        return Scope.of(self.request.user)

    @property
    def out_of_reach(self) -> bool:
        """Whether the rows belong to provinces and the person reaches none: nothing is listed then, nothing exported."""
        return isinstance(self.model.objects.all(), ScopedQuerySet) and not self.scope.reaches_any

    def get_crumbs(self):
        return self.crumbs

    def get_context_data(self, **kwargs):
        kwargs.setdefault("crumbs", self.get_crumbs())
        kwargs.setdefault("out_of_reach", self.out_of_reach)
        return super().get_context_data(**kwargs)


class DetailPage(ScopedPage, DetailView):
    """One row in full. `may_edit` in the context: whether its province is the person's to write."""

    def unit_id_of(self, row) -> int:
        return row.unit_id

    def get_context_data(self, **kwargs):
        kwargs.setdefault("may_edit", self.scope.can_edit(self.unit_id_of(self.object)))
        return super().get_context_data(**kwargs)


class FormPage(ScopedPage):
    """What pages with a form share: the person, one answer to what is sent twice, and refusals told at the form.

    A form carries SubmittedOnce; `write()` says where its answer is.
    """

    template_name = "layouts/form.html"
    success_message = "Đã lưu."
    cancel_url = ""
    submit_label = "Lưu"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_cancel_url(self):
        return self.cancel_url

    def get_context_data(self, **kwargs):
        kwargs.setdefault("cancel_url", self.get_cancel_url())
        kwargs.setdefault("submit_label", self.submit_label)
        return super().get_context_data(**kwargs)

    def post(self, request, *args, **kwargs):
        store_sent(self.get_form_class(), request.FILES)
        return answered_once(request, partial(super().post, request, *args, **kwargs), model=self.model)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if refusal := getattr(self.request, "refusal", None):
            form.full_clean()
            form.take_errors(refusal)
        return form

    def write(self, form) -> str:
        raise NotImplementedError

    def form_valid(self, form):
        try:
            with transaction.atomic():
                url = self.write(form)
        except (ValidationError, IntegrityError) as error:
            return self.refused(form, error)
        return self.answered(url)

    def answered(self, url):
        messages.success(self.request, self.success_message)
        return HttpResponseRedirect(url)

    def refused(self, form, error):
        if isinstance(error, IntegrityError):
            error = refused_by(error, form._meta.model if hasattr(form, "_meta") else self.model)
        form.take_errors(error)
        return self.form_invalid(form)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form))


class CreatePage(FormPage, CreateView):
    """A form that makes a row, or does an act.

    Who may write at all is asked at its address (accounts.doors), about which row by the page, what by the posting.
    """


class EditPage(FormPage, UpdateView):
    """A form over a row with a version; of two people the later one is shown both values."""

    refusal = "Anh/chị xem được nội dung này nhưng không được sửa. Người sửa là chuyên viên, lãnh đạo của tỉnh quản lý."

    def unit_id_of(self, row) -> int:
        return row.unit_id

    def get_object(self, queryset=None):
        row = super().get_object(queryset)
        if not self.scope.can_edit(self.unit_id_of(row)):
            raise PermissionDenied(self.refusal)
        return row

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        seen(request, self.model, object=self.object)
        return response

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except Stale:
            form.show_conflict()
            return self.render_to_response(self.get_context_data(form=form, conflict=form.conflict))


class PlainForm:
    """CreateView hands an instance to its form; a form of reasons alone has none."""

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        kwargs.pop("instance", None)
        return kwargs
