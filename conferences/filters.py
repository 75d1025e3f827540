"""Filters of the list of conferences, kept in the address."""

import django_filters

from accounts import clock
from conferences.models import Conference, ConferenceSeries
from programs.models import Region
from programs.pages.filters import ListFilter, choice_filter, search_filter

UPCOMING, PAST = "upcoming", "past"


class ConferenceFilter(ListFilter):
    q = search_filter("Tìm tên, nơi họp, mã, năm")
    series = django_filters.ModelChoiceFilter(
        label="Loạt hội nghị", queryset=ConferenceSeries.objects.all(), empty_label="Tất cả"
    )
    region = django_filters.ModelChoiceFilter(
        label="Vùng", queryset=Region.objects.all(), empty_label="Mọi vùng"
    )
    time = choice_filter("Thời gian", [(UPCOMING, "Sắp tới"), (PAST, "Đã tổ chức")], method="by_time")

    class Meta:
        model = Conference
        fields = ["q", "series", "region", "time"]

    def by_words(self, rows, name, value):
        return rows.search(value)

    def by_time(self, rows, name, value):
        today = clock.today()
        return rows.upcoming(today) if value == UPCOMING else rows.past(today)
