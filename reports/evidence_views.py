"""Nguồn số liệu: the page of the entries behind a figure."""

from functools import cached_property

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.models import AuditEvent, record
from accounts.text import slug
from printing.excel import register
from printing.numbers import DONG
from printing.table import Table, printed
from programs.pages.downloads import attachment
from reports.figures.definitions import Rows
from reports.figures.evidence import find_figure
from reports.figures.evidence_columns import columns_of
from reports.figures.figures import LineKey
from reports.figures.indicators import INHERITED
from reports.question.form import EvidenceForm
from reports.question.reading import Reading

ROWS_A_PAGE = 100


class CountedPaginator(Paginator):
    """Pages of rows that are counted already."""

    def __init__(self, rows, per_page, count):
        super().__init__(rows, per_page)
        self.known = count

    @cached_property
    def count(self):
        return self.known


class FigureEvidence(TemplateView):
    """Nguồn số liệu: how a figure is made, and the entries that add up to it."""

    template_name = "reports/source.html"

    def get(self, request, *args, **kwargs):
        self.reading = Reading(request, EvidenceForm, also=("code", "unit", "region", "format", "page"))
        self.asked = self.reading.asked
        if self.asked is None or not self.asked.posting:
            raise Http404("Không có số liệu này.")
        self.unit, self.region = request.GET.get("unit", ""), request.GET.get("region", "")
        at = self.line(), self.block()
        if None not in at and LineKey(at[1], at[0]) not in self.asked.territory.keys:
            raise Http404("Tỉnh này không có dòng trong vùng này.")
        self.figure = find_figure(request.GET.get("code", ""), self.asked.query(), *at)
        if request.GET.get("format", "xlsx") != "xlsx":
            raise Http404("Không có tệp kiểu này.")
        if "format" in request.GET and self.figure.definition.rows is not Rows.RATIO:
            return self.export()
        return super().get(request, *args, **kwargs)

    def line(self) -> int | None:
        """The line named in the address: one that this report holds, else 404."""
        if not self.unit:
            return None
        territory = self.asked.territory
        for pk in {territory.line_of[unit] for unit in territory.unit_ids}:
            if self.unit in {territory.provinces[same].key for same in territory.land(pk)}:
                return pk
        raise Http404("Không có tỉnh này.")

    def block(self) -> int | None:
        """The region named in the address: one in which this report shows something, else 404."""
        if not self.region:
            return None
        territory = self.asked.territory
        for pk in {*territory.block_of.values()} - {None}:
            if territory.regions[pk].code == self.region:
                return pk
        raise Http404("Không có vùng này.")

    @property
    def place(self) -> str:
        """What the figure is of, in words."""
        figure, territory = self.figure, self.asked.territory
        if figure.line is None and figure.region is None:
            return self.asked.place
        region = f"khu vực {territory.regions[figure.region].name}" if figure.region else ""
        if figure.line is None:
            return self.asked.part_of(region)
        name = territory.name(figure.line, self.asked.period.end)
        return f"{name} (phần thuộc {region})" if region else name

    @property
    def way_back(self) -> tuple[str, str]:
        """The page that asks the same question: what only the conference report can ask leads there."""
        asked = self.reading.parameters
        of_conference = not {"region_on", "conference"}.isdisjoint(asked)
        label, page = (
            ("Báo cáo hội nghị", "conference_report") if of_conference else ("Tổng quan", "overview")
        )
        left_out = {"until": ""} if of_conference else {}
        return label, f"{reverse(page)}?{self.reading.address(**left_out)}"

    def address(self, **changes) -> str:
        kept = {"unit": self.unit, "region": self.region, "code": self.figure.code}
        return f"?{self.reading.address(**kept | changes)}"

    def get_context_data(self, **kwargs):
        figure, asked = self.figure, self.asked
        answer = figure.answer()
        value = figure.read(answer)
        context = super().get_context_data(
            crumbs=[
                ("Báo cáo", ""),
                self.way_back,
                ("Nguồn số liệu", ""),
            ],
            figure=figure,
            asked=asked,
            place=self.place,
            value=figure.shown(value),
            inherited=INHERITED if figure.has_inherited(answer) else "",
            **kwargs,
        )
        return context | (self.parts() if figure.definition.rows is Rows.RATIO else self.entries(value))

    def parts(self) -> dict:
        """The figures that a ratio divides, each with the way to its own entries."""
        answer = self.figure.answer()
        return {
            "parts": [
                (part.name, part.shown(part.read(answer)), part.unit, self.address(code=part.code))
                for part in self.figure.parts
            ]
        }

    def entries(self, value) -> dict:
        figure = self.figure
        rows = figure.rows()
        sums = figure.summed(rows)
        page = CountedPaginator(rows, ROWS_A_PAGE, sums["rows"]).get_page(self.request.GET.get("page"))
        columns = columns_of(self.figure.definition.rows, self.asked.period, self.figure.is_level)
        return {
            "columns": columns,
            "rows": [self.cells(columns, row) for row in figure.told(page.object_list)],
            "page_obj": page,
            "row_count": sums["rows"],
            "sum": figure.shown(sums["total"]),
            "agrees": sums["total"] == value,
            "export_url": self.address(format="xlsx"),
        }

    @staticmethod
    def cells(columns, row) -> list[tuple]:
        """Column, words, and where they lead: the project's page, the posting."""
        code = row["project__code"] if isinstance(row, dict) else row.project.code if row.project_id else ""
        ways = {"code": reverse("project_detail", args=[code]) if code else ""}
        if not isinstance(row, dict) and hasattr(row, "posting_id"):
            ways["posting"] = reverse("posting_detail", args=[row.posting_id])
        return [
            (column, printed(column.value(row), column.kind, DONG), ways.get(column.key, ""))
            for column in columns
        ]

    def export(self):
        figure = self.figure
        table = Table(
            title=f"{figure.name}, {self.place}",
            columns=columns_of(figure.definition.rows, self.asked.period, figure.is_level),
            rows=figure.told(figure.rows()),
            sheet="Nguồn số liệu",
        )
        whole = "" if self.unit or (self.region and not self.asked.limited) else self.asked.place_in_file_name
        place = "_".join(filter(None, (whole, self.unit, self.region)))
        name = f"nguon-so-lieu_{slug(figure.code)}_{place}_so-{self.asked.posting}.xlsx"
        record(
            AuditEvent.Kind.EXPORTED,
            self.request,
            object=name,
            query=self.reading.parameters | {"code": figure.code},
        )
        return attachment(register(table, created=self.asked.recorded_at), name)
