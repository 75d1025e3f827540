"""A page that answers one question read from its address."""

from django.urls import reverse
from django.views.generic import TemplateView

from reports.question.form import QuestionForm
from reports.question.reading import Reading


class ReportPage(TemplateView):
    """A page that answers one question read from its address."""

    form_class: type = QuestionForm
    also: tuple[str, ...] = ()  # names in the address beside those of the form

    def get_context_data(self, **kwargs):
        self.reading = Reading(self.request, self.form_class, self.also)
        asked = self.reading.asked
        return super().get_context_data(
            form=self.reading.form,
            asked=asked,
            basis=asked.basis_lines if asked else [],
            no_data=bool(asked) and not asked.posting,
            **kwargs,
        )

    def evidence_of(self, code, line=None) -> str:
        """Where the entries behind a figure of this page are shown."""
        place = {"unit": line.unit, "region": line.region} if line is not None else {}
        return f"{reverse('figure_source')}?{self.reading.address(code=code, **place)}"
