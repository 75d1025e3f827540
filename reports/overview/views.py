"""The page Tổng quan."""

from django.urls import reverse

from programs.models import Activity
from reports.catalogue import REPORTS
from reports.figures.aggregates import figures_for, money_by_activity
from reports.overview import charts
from reports.overview.dashboard import MAPS, lines_of, remarks, strong_numbers, tile_map, total_of
from reports.question.page import ReportPage
from reports.review import ILLUSTRATIVE


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
