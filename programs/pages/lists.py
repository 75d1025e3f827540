"""The list page and its columns, said once for the screen and the file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.utils import timezone
from django.views.generic import ListView

from accounts.models import AuditEvent, record
from accounts.personal import names_of
from accounts.text import slug
from printing.excel import register
from printing.numbers import MILLION
from printing.table import MONEY, Column, Table, printed
from programs.pages.downloads import attachment
from programs.pages.understood import SHOWN, faults_of
from programs.pages.views import ScopedPage


@dataclass(frozen=True)
class ListColumn(Column):
    """A column of a list or a page, said once for the screen and the file; in a file money is in đồng."""

    sort: str = ""  # the value of ?sort= that orders by it
    card: str = ""  # on phones: "title" or "fact"
    show: Callable[[Any], str] | None = None  # what the screen shows in place of the value
    file_only: bool = False
    nowrap: bool = False
    long: bool = False  # holds words of any length
    money_unit: str = MILLION  # on the screen

    @property
    def num(self) -> bool:
        return self.is_number

    @property
    def unit(self) -> str:
        return self.money_unit if self.kind is MONEY else ""

    def text(self, row) -> str:
        return self.show(row) if self.show else printed(self.value(row), self.kind, self.money_unit)


class ShownCell(NamedTuple):
    """One cell as templates/components/data_table.html writes it."""

    column: ListColumn
    text: str
    minus: bool  # an amount below zero


@dataclass(frozen=True)
class ShownTable:
    """A table on a page, whose columns are said in Python and nowhere else; `url` says where a row leads."""

    caption: str
    columns: Sequence[ListColumn]
    items: Sequence[Any]
    url: Callable[[Any], str] = lambda item: ""

    @property
    def rows(self) -> list[dict]:
        return [
            {
                "url": self.url(item),
                "cells": [
                    ShownCell(column, column.text(item), _is_minus(column, item)) for column in self.columns
                ],
            }
            for item in self.items
        ]


def _is_minus(column, item) -> bool:
    return column.kind is MONEY and (column.value(item) or 0) < 0


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
        self.filter.take_faults(self.faults())
        if request.GET.get("format") == "xlsx":
            answers = self.filter.understood and not self.out_of_reach
            return self.export() if answers else self.page_that_says_why()
        return super().get(request, *args, **kwargs)

    def faults(self) -> list[str]:
        """What of the address is no condition: an unknown name, order or format."""
        asked = self.request.GET
        faults = faults_of(asked, [*self.filter.form.fields, self.page_kwarg, "sort", "format"])
        if asked.get("sort") and self.sort != asked["sort"]:
            faults.append(f"Không xếp được theo «{asked['sort'][:SHOWN]}».")
        if asked.get("format", "xlsx") != "xlsx":
            faults.append(f"Không có tệp kiểu «{asked['format'][:SHOWN]}».")
        return faults

    def page_that_says_why(self):
        """In place of a file, which could not say that its conditions were not understood or that nothing is in reach."""
        asked = self.request.GET.copy()
        del asked["format"]
        return HttpResponseRedirect(f"?{asked.urlencode()}")

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
            "rows": ShownTable(self.title, columns, rows, self.row_url).rows,
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
        told = {"rows": len(rows), "query": asked}
        if fields := names_of(self.model):
            told["fields"] = fields
        record(AuditEvent.Kind.EXPORTED, self.request, object=self.title, **told)
        name = f"{slug(self.title)}-{timezone.localtime():%Y%m%d-%H%M}.xlsx"
        return attachment(register(table), name)


CHUNK = 1000


def batched(rows, size=CHUNK):
    """The keys of the rows, so many at a time as one query of any database takes."""
    for start in range(0, len(rows), size):
        yield [row.pk for row in rows[start : start + size]]
