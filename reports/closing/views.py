"""Pages of what is closed: the list, the form that closes, and a closing beside today's figures."""

from functools import cached_property

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.views.generic import ListView

from accounts.models import AuditEvent, record
from accounts.text import slug
from printing.excel import register
from printing.table import Table
from programs.access import in_sight
from programs.choices import ClosureState
from programs.ledger.acts import LEDGERS
from programs.ledger.asof import state_of
from programs.ledger.closed import Closed
from programs.models import (
    Closure,
    Posting,
    SameBusiness,
    UnitLine,
)
from programs.pages.downloads import attachment
from programs.pages.lists import ShownTable
from programs.pages.understood import refuse_unknown
from programs.pages.views import CreatePage, DetailPage, PlainForm, ScopedPage
from reports.closing.books import closings, set_books
from reports.closing.comparison import Compared, compare
from reports.closing.forms import ClosureForm
from reports.closing.tables import CLOSURE_COLUMNS, POSTING_COLUMNS, figure_columns
from reports.figures.definitions import Rows
from reports.question.asked import DEFAULT_BOUNDARIES

SHOWN_POSTINGS = 100


class ClosureList(ScopedPage, ListView):
    """What is closed and what was opened again, in the provinces that the person sees."""

    model = Closure
    template_name = "reports/closure_list.html"
    paginate_by = 100
    crumbs = [("Chốt số liệu", "")]

    def get(self, request, *args, **kwargs):
        refuse_unknown(request.GET, self.page_kwarg)
        return super().get(request, *args, **kwargs)

    def get_queryset(self):
        rows = super().get_queryset().select_related("unit", "posting__recorded_by")
        return rows.order_by("-posting_id", "unit__sort_key", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(may_close=self.scope.closes_books, **kwargs)
        closed = Closed.read({closure.unit_id for closure in context["object_list"]})
        for closure in context["object_list"]:
            standing = closed.holds(closure.unit_id, closure.budget_year, closure.cut_off)
            closure.stands = closure.state == ClosureState.CLOSED and standing
        table = ShownTable("Các lần chốt, mở lại", CLOSURE_COLUMNS, context["object_list"])
        return context | {"table": table}


class ClosureAdd(PlainForm, CreatePage):
    model = Closure
    form_class = ClosureForm
    template_name = "programs/entry_form.html"
    title = "Chốt hoặc mở lại số liệu"
    submit_label = "Thực hiện"
    success_message = "Đã ghi vào sổ chốt số liệu."

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
            set_books(
                unit=unit,
                budget_year=data["budget_year"],
                cut_off=data["cut_off"],
                state=ClosureState(data["state"]),
                by=self.request.user,
                reason=data["reason"],
            )
        return self.get_cancel_url()


class ClosedFigures(DetailPage):
    """Đã chốt | tính lại | hiện nay | chênh lệch, of one province of a closing, with the entries behind."""

    model = Closure
    template_name = "reports/closed_figures.html"
    context_object_name = "closure"

    def get_queryset(self):
        return in_sight(closings(), self.request.user)

    def get(self, request, *args, **kwargs):
        refuse_unknown(request.GET, "format")
        if request.GET.get("format", "xlsx") != "xlsx":
            raise BadRequest("Không có tệp kiểu này.")
        if "format" in request.GET:
            self.object = self.get_object()
            return self.export()
        return super().get(request, *args, **kwargs)

    @cached_property
    def present(self) -> int:
        """The last posting of all, as every number of the page is read."""
        return state_of(self.request)["number"]

    @cached_property
    def books(self):
        """The stored figures; None of a closing from before figures were stored."""
        return getattr(self.object, "books", None)

    @cached_property
    def rows(self) -> list[Compared]:
        return compare([self.object], self.present) if self.books else []

    @cached_property
    def line_key(self) -> str:
        """The line on which reports show the province as of then."""
        lines = UnitLine.objects.filter(boundaries__code=DEFAULT_BOUNDARIES, unit=self.object.unit_id)
        return lines.values_list("line__key", flat=True).get()

    def evidence(self, row: Compared, name: str) -> str:
        """The entries behind a number, as of the closing or now; "" where the page of sources cannot ask for it."""
        closure, figure = self.object, row.figure
        if (
            figure is None
            or row.key[1] == "plan"
            or row.key[2]
            or closure.cut_off.year != closure.budget_year
        ):
            return ""
        if figure.definition.rows is Rows.COUNTRY:
            return ""
        query = QueryDict(mutable=True)
        query.update(
            {
                "place": closure.unit.key,
                "unit": self.line_key,
                "year": closure.budget_year,
                "until": f"{closure.cut_off:%d/%m/%Y}",
                "boundaries": DEFAULT_BOUNDARIES,
                "as_of": closure.posting_id if name == "again" else self.present,
                "code": row.code,
            }
        )
        return f"{reverse('figure_source')}?{query.urlencode()}"

    def get_context_data(self, **kwargs):
        closure = self.object
        columns = figure_columns(self.evidence)
        changed = [row for row in self.rows if row.changed]
        closed = Closed.read([closure.unit_id]).holds(closure.unit_id, closure.budget_year, closure.cut_off)
        crumbs = [("Chốt số liệu", reverse("closure_list")), ("Số đã chốt và hiện nay", "")]
        return super().get_context_data(
            crumbs=crumbs,
            books=self.books,
            stands=closed,
            changed=self.table("Số khác với khi chốt", columns, changed),
            same=self.table(
                "Số không đổi từ khi chốt", columns, [row for row in self.rows if not row.changed]
            ),
            rule_changed=sum(row.rule_changed for row in self.rows),
            postings=ShownTable("Bút toán ghi sau khi chốt", POSTING_COLUMNS, self.postings()),
            export_url="?format=xlsx",
            **kwargs,
        )

    @staticmethod
    def table(caption, columns, rows) -> ShownTable:
        return ShownTable(caption, [column for column in columns if not column.file_only], rows)

    def postings(self) -> list[Posting]:
        """What was written after the closing into its province, budget year and days; the latest first. One query."""
        closure, touched = self.object, Q()
        for ledger in LEDGERS:
            rows = ledger.objects.bound_by(closure).filter(posting__gt=closure.posting_id)
            touched |= Q(pk__in=rows.order_by().values("posting"))
        of_firms = SameBusiness.objects.filter(business__benefits__unit=closure.unit_id).order_by()
        for name in ("posting", "undone_posting"):
            rows = of_firms.filter(**{f"{name}__gt": closure.posting_id})
            touched |= Q(pk__in=rows.values(name))
        rows = in_sight(Posting.objects.filter(touched), self.request.user)
        return list(rows.select_related("recorded_by").order_by("-number")[:SHOWN_POSTINGS])

    def export(self):
        closure = self.object
        table = Table(
            title=f"Số đã chốt và hiện nay, {closure}",
            columns=figure_columns(lambda row, name: ""),
            rows=self.rows,
            sheet="Đã chốt và hiện nay",
        )
        name = f"{slug(f'so da chot {closure.unit.name} {closure.budget_year}')}_so-{self.present}.xlsx"
        record(AuditEvent.Kind.EXPORTED, self.request, object=name, rows=len(self.rows))
        return attachment(register(table), name)
