"""The pages of reports: the overview, the conference report, and the entries behind a figure."""

from dataclasses import replace
from functools import cached_property

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView, View

from accounts.models import AuditEvent, record
from accounts.text import slug
from conferences.models import Conference
from printing.excel import register
from printing.html import prepared
from printing.numbers import DONG
from printing.table import Table, printed
from programs.models import Activity
from programs.pages import XLSX
from reports import charts
from reports.aggregates import figures_for, money_by_activity
from reports.annexes.frame import ILLUSTRATIVE, Review
from reports.asking import Reading
from reports.catalogue import REPORTS
from reports.dashboard import MAPS, lines_of, remarks, strong_numbers, tile_map, total_of
from reports.forms import ConferenceForm, QuestionForm, SourceForm
from reports.source_columns import COLUMNS, VALUE_COLUMN
from reports.sources import find_figure
from reports.workbook import ANNEXES, annex, conference_workbook, file_name

ON_SCREEN = 1500  # rows of a table on a page; the file has them all
ROWS_A_PAGE = 100


class ReportPage(TemplateView):
    """A page that answers one question read from its address."""

    form_class: type = QuestionForm

    def get_context_data(self, **kwargs):
        self.reading = Reading(self.request, self.form_class)
        asked = self.reading.asked
        return super().get_context_data(
            form=self.reading.form,
            asked=asked,
            basis=asked.basis_lines if asked else [],
            no_data=bool(asked) and not asked.posting,
            **kwargs,
        )

    def source_of(self, code, line=None) -> str:
        """Where the entries behind a figure of this page are shown."""
        unit = {"unit": line.key} if line is not None and line.pk else {}
        return f"{reverse('figure_source')}?{self.reading.address(code=code, **unit)}"


class Overview(ReportPage):
    """Tổng quan: how the region or province stands in the period, against its plan and the year before."""

    template_name = "reports/overview.html"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            crumbs=[("Báo cáo", ""), ("Tổng quan", "")], reports=REPORTS[1:], **kwargs
        )
        asked = self.reading.asked
        return context | self.answer(asked) if asked and asked.posting else context

    def answer(self, asked) -> dict:
        question = asked.question()
        now, before = figures_for([question, question.a_year_before()])
        lines, total = lines_of(asked, now, before), total_of(asked, now, before)
        measure = self.request.GET.get("map")
        measure = measure if measure in MAPS else "rate"
        earlier = asked.period.a_year_before
        by_content = charts.by_content(list(Activity.objects.all()), money_by_activity([question])[0])
        illustrative = now.total.illustrative or before.total.illustrative
        return {
            "place": asked.place,
            "period": asked.period.title,
            "earlier": earlier.title,
            "illustrative": ILLUSTRATIVE if illustrative else "",
            "any_entries": now.total.has_entries,
            "stats": strong_numbers(total, before.total, lines, earlier.year, self.source_of),
            "remarks": list(remarks(total, lines, self.source_of)),
            "by_province": charts.by_province(lines),
            "by_content": by_content,
            "map": tile_map(asked, lines, measure, self.source_of),
            "map_measure": measure,
            "map_title": MAPS[measure][0],
            "map_unit": MAPS[measure][1],
            "map_links": [
                (
                    name,
                    words,
                    f"?{self.reading.address(map=name, as_of=self.reading.data.get('as_of', ''))}#ban-do",
                )
                for name, (words, _) in MAPS.items()
            ],
            "lines": [(line, self.cells(line)) for line in lines],
            "total_cells": self.cells(total),
            "conference_url": f"{reverse('conference_report')}?{self.reading.address(as_of='')}",
            "source_line": self.source_line(asked, illustrative),
        }

    def cells(self, line) -> list[tuple]:
        """The figures of one line in the table by province: kind, value, the way to its source."""
        found = line.found
        return [
            ("money", line.plan, self.source_of("F.16", line)),
            ("money", line.done, self.source_of("F.11", line)),
            ("percent", line.rate, self.source_of("F.12", line)),
            ("percent", line.growth, ""),
            ("money", line.disbursed, self.source_of("disbursed", line)),
            ("percent", line.disbursed_rate, self.source_of("F.14", line)),
            ("count", found.project_count(), self.source_of("projects", line)),
            ("count", found.businesses(found.served_businesses), self.source_of("S.1", line)),
        ]

    @staticmethod
    def source_line(asked, illustrative) -> str:
        mark = f"{ILLUSTRATIVE}. " if illustrative else ""
        return f"{mark}{asked.period.title}. {' '.join(asked.basis_lines)}"


class ConferenceReport(ReportPage):
    """Báo cáo hội nghị: what is asked, and its annexes one by one; the whole as Excel."""

    template_name = "reports/conference.html"
    form_class = ConferenceForm

    def get_context_data(self, **kwargs):
        context = super().get_context_data(crumbs=[("Báo cáo", ""), ("Báo cáo hội nghị", "")], **kwargs)
        asked = self.reading.asked
        context["guests"] = self.reading.guests
        if not self.request.GET:  # nothing asked yet: the form, and the conferences to begin from
            context["basis"] = []
            rows = Conference.objects.visible_to(self.request.user).select_related("series", "region")
            context["conferences"] = rows.filter(review_year__isnull=False).latest_first()[:8]
        elif asked and asked.posting:
            context |= self.answer(asked)
        return context

    def answer(self, asked) -> dict:
        number = self.request.GET.get("annex", "1")
        if number not in ANNEXES:
            raise Http404("Không có phụ lục này.")
        table = annex(Review(asked), number)
        query = self.reading.address(as_of=self.reading.data.get("as_of", ""))
        shown = prepared(table, id=f"phu-luc-{number}")
        row_count = len(shown.rows)
        return {
            "annex": number,
            "tabs": [(n, words, f"?{query}&annex={n}") for n, words in ANNEXES.items()],
            "table": replace(shown, rows=shown.rows[:ON_SCREEN]),
            "row_count": row_count,
            "left_out": max(0, row_count - ON_SCREEN),
            "basis": [],  # printed above the table itself
            "downloads": [
                ("Tải Excel", f"{reverse('conference_report_xlsx')}?{query}", "file-earmark-excel"),
            ],
        }


class ConferenceWorkbook(View):
    """The workbook of exactly the report on the page; who took it is in the audit log."""

    def get(self, request):
        reading = Reading(request, ConferenceForm)
        asked = reading.asked
        if asked is None or not asked.posting:  # the page says what is wrong, with everything that was typed
            return HttpResponseRedirect(f"{reverse('conference_report')}?{request.GET.urlencode()}")
        name = file_name(asked)
        record(AuditEvent.Kind.EXPORTED, request, object=name, report="conference", query=reading.query)
        return attachment(conference_workbook(asked), name)


def attachment(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=XLSX, headers=headers)


class CountedPaginator(Paginator):
    """Pages of rows that are counted already."""

    def __init__(self, rows, per_page, count):
        super().__init__(rows, per_page)
        self.known = count

    @cached_property
    def count(self):
        return self.known


class FigureSource(TemplateView):
    """Nguồn số liệu: how a figure is made, and the entries that add up to it."""

    template_name = "reports/source.html"

    def get(self, request, *args, **kwargs):
        self.reading = Reading(request, SourceForm)
        self.asked = self.reading.asked
        if self.asked is None or not self.asked.posting:
            raise Http404("Không có số liệu này.")
        self.unit = request.GET.get("unit", "")
        self.figure = find_figure(request.GET.get("code", ""), self.asked.question(), self.line())
        if request.GET.get("format") == "xlsx" and self.figure.behind.kind != "ratio":
            return self.export()
        return super().get(request, *args, **kwargs)

    def line(self) -> int | None:
        """The line named in the address: one that this report holds, else 404."""
        if not self.unit:
            return None
        territory = self.asked.territory
        for pk in {territory.line_of[unit] for unit in territory.unit_ids}:
            if territory.provinces[pk].key == self.unit:
                return pk
        raise Http404("Không có tỉnh này.")

    def address(self, **changes) -> str:
        unit = {"unit": self.unit} if self.unit else {}
        return f"?{self.reading.address(**unit | {'code': self.figure.code} | changes)}"

    def get_context_data(self, **kwargs):
        figure, asked = self.figure, self.asked
        value = figure.value()
        place = asked.place if figure.line is None else asked.territory.name(figure.line, asked.period.end)
        context = super().get_context_data(
            crumbs=[
                ("Báo cáo", ""),
                ("Tổng quan", f"{reverse('overview')}?{self.reading.address()}"),
                ("Nguồn số liệu", ""),
            ],
            figure=figure,
            asked=asked,
            place=place,
            value=figure.shown(value),
            **kwargs,
        )
        return context | (self.parts() if figure.behind.kind == "ratio" else self.entries(value))

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
        rows = self.figure.rows()
        sums = self.figure.summed(rows)
        page = CountedPaginator(rows, ROWS_A_PAGE, sums["rows"]).get_page(self.request.GET.get("page"))
        columns = COLUMNS[self.figure.behind.kind]
        return {
            "columns": columns,
            "title_column": "business" if self.figure.behind.kind == "businesses" else "project",
            "rows": [self.cells(columns, row) for row in page.object_list],
            "page_obj": page,
            "row_count": sums["rows"],
            "sum": self.figure.shown(sums["total"]),
            "agrees": sums["total"] == value,
            "has_sum": self.figure.behind.kind in VALUE_COLUMN,
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
            title=figure.name, columns=COLUMNS[figure.behind.kind], rows=figure.rows(), sheet="Nguồn số liệu"
        )
        name = f"nguon-so-lieu_{slug(figure.code)}_{self.unit or self.reading.data['place']}_so-{self.asked.posting}.xlsx"
        record(
            AuditEvent.Kind.EXPORTED,
            self.request,
            object=name,
            query=self.reading.query | {"code": figure.code},
        )
        return attachment(register(table), name)
