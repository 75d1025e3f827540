"""The pages of the conference report and its workbook."""

from dataclasses import replace

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import View

from accounts.models import AuditEvent, record
from conferences.models import Conference
from printing.html import prepared
from programs.pages.downloads import attachment
from reports.annexes.workbook import ANNEXES, annex, conference_workbook, file_name
from reports.question.form import ConferenceForm
from reports.question.page import ReportPage
from reports.question.reading import Reading
from reports.review import Review

ON_SCREEN = 1500  # rows of a table on a page; the file has them all


class ConferenceReport(ReportPage):
    """Báo cáo hội nghị: what is asked, and its annexes one by one; the whole as Excel."""

    template_name = "reports/conference.html"
    form_class = ConferenceForm
    also = ("annex",)

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
        review = Review(asked)
        table = annex(review, number)
        query = self.reading.address(as_of=self.reading.data.get("as_of", ""))
        shown = prepared(table, id=f"phu-luc-{number}")
        row_count = len(shown.rows)
        return {
            "annex": number,
            "previous": review.previous.title,
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
        reading = Reading(request, ConferenceForm, also=("annex",))
        asked = reading.asked
        if asked is None or not asked.posting:  # the page says what is wrong, with everything that was typed
            return HttpResponseRedirect(f"{reverse('conference_report')}?{request.GET.urlencode()}")
        name = file_name(asked)
        record(AuditEvent.Kind.EXPORTED, request, object=name, report="conference", query=reading.parameters)
        return attachment(conference_workbook(asked), name)
