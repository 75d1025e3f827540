"""The page Tổng quan."""

from django.http import Http404
from django.urls import reverse

from programs.models import Activity
from reports.catalogue import REPORTS
from reports.figures.aggregates import figures_for, money_by_activity
from reports.overview import charts
from reports.overview.dashboard import (
    COLUMNS,
    NAME,
    blocks_of,
    cells_of,
    lines_of,
    remarks,
    strong_numbers,
    total_of,
    whole_provinces,
)
from reports.overview.tiles import MAPS, tile_map
from reports.question.page import ReportPage
from reports.review import ILLUSTRATIVE


class Overview(ReportPage):
    """Tổng quan: how the region or province stands in the period, against its plan and the year before."""

    template_name = "reports/overview.html"
    also = ("map",)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            crumbs=[("Báo cáo", ""), ("Tổng quan", "")], reports=REPORTS[1:], **kwargs
        )
        asked = self.reading.asked
        return context | self.answer(asked) if asked and asked.posting else context

    def answer(self, asked) -> dict:
        query = asked.query()
        now, before = figures_for([query, query.a_year_before()])
        lines, total = lines_of(asked, now, before), total_of(now, before)
        provinces = whole_provinces(lines)
        measure = self.request.GET.get("map", "rate")
        if measure not in MAPS:
            raise Http404("Không có bản đồ này.")
        earlier = asked.period.a_year_before
        by_content = charts.by_content(list(Activity.objects.all()), money_by_activity([query])[0])
        illustrative = now.total.illustrative or before.total.illustrative
        return self.table(asked, now, before, lines, total) | {
            "place": asked.place,
            "period": asked.period.title,
            "earlier": earlier.title,
            "illustrative": ILLUSTRATIVE if illustrative else "",
            "any_entries": now.total.has_entries,
            "stats": list(strong_numbers(total, before.total, provinces, earlier, self.evidence_of)),
            "remarks": list(remarks(total, provinces, self.evidence_of)),
            "by_province": charts.by_province(provinces),
            "by_content": by_content,
            "map": tile_map(asked, provinces, measure, self.evidence_of),
            "map_measure": measure,
            "map_title": MAPS[measure].title,
            "map_unit": MAPS[measure].unit,
            "map_links": [
                (
                    name,
                    drawn.title,
                    f"?{self.reading.address(map=name, as_of=self.reading.data.get('as_of', ''))}#ban-do",
                )
                for name, drawn in MAPS.items()
            ],
            "conference_url": self.conference_url,
            "source_line": self.source_line(asked, illustrative),
        }

    @property
    def conference_url(self) -> str:
        """The same question; "" of one that ends on a day of its own, which the conference report cannot ask."""
        until = self.reading.form.cleaned_data.get("until")
        return "" if until else f"{reverse('conference_report')}?{self.reading.address(as_of='')}"

    def table(self, asked, now, before, lines, total) -> dict:
        """The lines, under the sum of their region where there are several."""

        def rows(of):
            return [(line, cells_of(line, self.evidence_of)) for line in of]

        blocks = [
            (whole, whole and cells_of(whole, self.evidence_of), rows(held))
            for whole, held in blocks_of(asked, lines, now, before)
        ]
        return {
            "name_column": NAME,
            "columns": COLUMNS,
            "blocks": blocks,
            "lines": [row for _, _, held in blocks for row in held],
            "total_cells": cells_of(total, self.evidence_of),
        }

    @staticmethod
    def source_line(asked, illustrative) -> str:
        mark = f"{ILLUSTRATIVE}. " if illustrative else ""
        return f"{mark}{asked.period.title}. {' '.join(asked.basis_lines)}"
