"""Pages of conferences, for everybody who signs in."""

from django.db.models import Prefetch
from django.urls import reverse

from accounts.clock import today
from accounts.personal import seen
from conferences.filters import ConferenceFilter
from conferences.models import Conference, Delegate, ParticipatingUnit
from conferences.summaries import summarise
from printing.table import COUNT, printed
from programs.pages.lists import ListColumn, ListPage
from programs.pages.views import DetailPage


def delegates_in_words(row) -> str:
    """A number that holds illustrative people says so."""
    if not row.delegate_total:
        return "–"
    total = printed(row.delegate_total, COUNT)
    if not row.illustrative_total:
        return total
    return f"{total} (minh họa {printed(row.illustrative_total, COUNT)})"


class ConferenceList(ListPage):
    """Every edition that is known; those to come stand apart on top."""

    model = Conference
    template_name = "conferences/conference_list.html"
    filterset_class = ConferenceFilter
    title = "Hội nghị"
    count_label = "hội nghị"
    crumbs = [("Hội nghị", "")]
    default_sort = "-date"
    sorts = {
        "date": ("year", "starts_on", "code"),
        "title": ("title", "year"),
        "delegates": ("delegate_total",),
    }
    columns = (
        ListColumn("Hội nghị", lambda row: row.name, sort="title", card="title"),
        ListColumn("Thời gian", lambda row: row.when, sort="date", card="fact"),
        ListColumn("Nơi họp", lambda row: row.where or "–", card="fact"),
        ListColumn("Nội dung đánh giá", lambda row: row.reviewed or "–"),
        ListColumn("Đoàn", lambda row: row.delegation_total or None, COUNT),
        ListColumn(
            "Đại biểu",
            lambda row: row.delegate_total or None,
            COUNT,
            sort="delegates",
            card="fact",
            show=delegates_in_words,
        ),
        ListColumn("Trong đó minh họa", lambda row: row.illustrative_total or None, COUNT, file_only=True),
        ListColumn("Mã", lambda row: row.code, file_only=True),
        ListColumn("Loạt hội nghị", lambda row: row.series.name, file_only=True),
        ListColumn("Vùng", lambda row: row.region.name if row.region else "", file_only=True),
    )

    def get_queryset(self):
        return super().get_queryset().select_related("series", "region").with_counts()

    def ordered(self, rows):
        return rows.latest_first() if self.sort == self.default_sort else super().ordered(rows)

    def row_url(self, row):
        return row.get_absolute_url()

    def get_context_data(self, **kwargs):
        upcoming = self.filter.qs.upcoming(today()).order_by("year", "starts_on", "code")
        return super().get_context_data(
            upcoming=upcoming, filtered=not self.filter.understood or bool(self.filter.chips()), **kwargs
        )


class ConferenceDetail(DetailPage):
    """One edition as a poster, with who chaired, who took part, and the people that the reader may see."""

    model = Conference
    slug_field = "code"
    slug_url_kwarg = "code"
    template_name = "conferences/conference_detail.html"

    def unit_id_of(self, row):
        return row.host_id

    def get(self, request, *args, **kwargs):
        """Who chairs is printed on every invitation; who is sent is shown to few, and who looked is in the log."""
        response = super().get(request, *args, **kwargs)
        people = sum(line.named for line in response.context_data["summary"].lines if line.open)
        if people:
            seen(request, Delegate, object=self.object, rows=people)
        return response

    def get_queryset(self):
        rows = super().get_queryset().select_related("series", "region", "host")
        standing = Prefetch("participants", ParticipatingUnit.objects.standing())
        return rows.prefetch_related("chairs", standing, "sources")

    def get_crumbs(self):
        return [("Hội nghị", reverse("conference_list")), (self.object.short_name, "")]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            summary=summarise(self.object, self.request.user),
            may_manage=self._may_manage(),
            **kwargs,
        )

    def _may_manage(self):
        user = self.request.user
        return user.is_staff and self.scope.nationwide and user.has_perm("conferences.change_conference")
