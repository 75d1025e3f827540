"""Five shapes of page on Django's plain generics; a page of its own says only which table, columns and words.

Kept by every shape: rows out of sight are a 404 like a missing row; rows in sight that one may not change are a 403
with the reason; reading writes nothing; what was typed is never lost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import CreateView, DetailView, ListView, UpdateView

from accounts.models import AuditEvent, record
from accounts.text import slug
from printing.excel import register
from printing.numbers import MILLION
from printing.table import MONEY, Column, Table, printed
from programs.access import Scope
from programs.forms import Stale, SubmittedOnce, once, refused_by, stored_answer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ScopedPage:
    """Rows of one table, within what the person may see. `crumbs` are pairs (label, address)."""

    crumbs: list[tuple[str, str]] = []

    def get_queryset(self):
        return super().get_queryset().visible_to(self.request.user)

    @property
    def scope(self) -> Scope:
        return Scope.of(self.request.user)

    def get_crumbs(self):
        return self.crumbs

    def get_context_data(self, **kwargs):
        kwargs.setdefault("crumbs", self.get_crumbs())
        return super().get_context_data(**kwargs)


# ------------------------------------------------------------------------------------------------------ lists


@dataclass(frozen=True)
class ListColumn(Column):
    """A column of a list, said once for the screen and the file; money is shown in triệu đồng, exported in đồng."""

    sort: str = ""  # the value of ?sort= that orders by it
    card: str = ""  # on phones: "title" or "fact"
    show: Callable[[Any], str] | None = None  # what the screen shows in place of the value
    file_only: bool = False
    nowrap: bool = False

    @property
    def num(self) -> bool:
        return self.is_number

    @property
    def unit(self) -> str:
        return MILLION if self.kind is MONEY else ""

    def text(self, row) -> str:
        return self.show(row) if self.show else printed(self.value(row), self.kind, MILLION)


class ListPage(ScopedPage, ListView):
    """A register: filters and order in the address, fifty rows a page, and a file of exactly this list."""

    template_name = "layouts/list.html"
    paginate_by = 50
    filterset_class: type
    columns: tuple[ListColumn, ...] = ()
    sorts: dict[str, tuple[str, ...]] = {}
    default_sort = ""
    title = ""
    count_label = "dòng"

    def get(self, request, *args, **kwargs):
        self.filter = self.filterset_class(request.GET, queryset=self.get_queryset(), request=request)
        if request.GET.get("format") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    def get_ordering(self):
        return None

    @property
    def sort(self) -> str:
        """The order asked for, if it is one that we offer; the fields of ?sort= never reach the database."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.removeprefix("-") in self.sorts else self.default_sort

    def ordered(self, rows):
        paths = self.sorts[self.sort.removeprefix("-")]
        if self.sort.startswith("-"):
            paths = tuple(path.removeprefix("-") if path.startswith("-") else f"-{path}" for path in paths)
        return rows.order_by(*paths, "pk")

    def row_url(self, row) -> str:
        return ""

    def prepare(self, rows) -> list:
        """The rows to be shown, with what their columns need, by a fixed number of queries."""
        return list(rows)

    def sums(self) -> list[tuple[str, str]]:
        """(label, text) of what the whole filtered list comes to."""
        return []

    def paginate_queryset(self, queryset, page_size):
        """A page number that does not exist shows the nearest page that does."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()

    def get_paginator(self, queryset, per_page, **kwargs):
        paginator = Paginator(queryset, per_page)
        paginator.count = self.count(self.filter.qs)
        return paginator

    def count(self, rows) -> int:
        """How many rows the filtered list has; asked once a page."""
        return rows.count()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(object_list=self.ordered(self.filter.qs), **kwargs)
        rows = self.prepare(context["object_list"])
        columns = [column for column in self.columns if not column.file_only]
        export = self.request.GET.copy()
        export.pop(self.page_kwarg, None)
        export["format"] = "xlsx"
        return context | {
            "title": self.title,
            "filter": self.filter,
            "chips": self.filter.chips(),
            "clear_url": self.request.path,
            "columns": columns,
            "rows": [
                {"url": self.row_url(row), "cells": [(column, column.text(row)) for column in columns]}
                for row in rows
            ],
            "sort": self.sort,
            "sums": self.sums(),
            "count_label": self.count_label,
            "export_url": f"?{export.urlencode()}",
            "list_caption": self.title,
        }

    def export(self):
        """Every row of the filtered list, in its order, with the same columns; who took it is in the audit log."""
        rows = self.prepare(self.ordered(self.filter.qs))
        table = Table(title=self.title, columns=self.columns, rows=rows, sheet=self.title[:31])
        asked = {key: values for key, values in self.request.GET.lists() if key != "format"}
        record(AuditEvent.Kind.EXPORTED, self.request, object=self.title, rows=len(rows), query=asked)
        name = f"{slug(self.title)}-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
        return HttpResponse(
            register(table),
            content_type=XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


# ---------------------------------------------------------------------------------------------- one row, forms


class DetailPage(ScopedPage, DetailView):
    """One row in full. `may_edit` in the context: whether its province is the person's to write."""

    def unit_id_of(self, row) -> int:
        return row.unit_id

    def get_context_data(self, **kwargs):
        kwargs.setdefault("may_edit", self.scope.can_edit(self.unit_id_of(self.object)))
        return super().get_context_data(**kwargs)


class FormPage(ScopedPage):
    """What pages with a form share: the person, and refusals of the database or an action told at the form."""

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
    """A form that makes a row, once: its class carries SubmittedOnce; `write()` makes the row and says where it is."""

    refusal = "Tài khoản của anh/chị chỉ được xem, không được thêm mới. Người nhập là chuyên viên, lãnh đạo của tỉnh."

    def dispatch(self, request, *args, **kwargs):
        self.refuse()
        return super().dispatch(request, *args, **kwargs)

    def refuse(self):
        """Who may not write here gets a 403 with the reason."""
        if not self.scope.can_edit_any:
            raise PermissionDenied(self.refusal)

    def post(self, request, *args, **kwargs):
        """A resend is answered before its form is checked: the row it made would count as a duplicate."""
        if answer := stored_answer(request.POST.get(SubmittedOnce.KEY), request.user):
            return HttpResponseRedirect(answer)
        return super().post(request, *args, **kwargs)

    def write(self, form) -> str:
        raise NotImplementedError

    def form_valid(self, form):
        key = form.cleaned_data[SubmittedOnce.KEY]
        try:
            return self.answered(once(key=key, by=self.request.user, write=lambda: self.write(form)))
        except (ValidationError, IntegrityError) as error:
            return self.refused(form, error)


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

    def write(self, form) -> str:
        raise NotImplementedError

    def form_valid(self, form):
        try:
            with transaction.atomic():
                url = self.write(form)
        except Stale:
            form.show_conflict()
            return self.render_to_response(self.get_context_data(form=form, conflict=form.conflict))
        except (ValidationError, IntegrityError) as error:
            return self.refused(form, error)
        return self.answered(url)
