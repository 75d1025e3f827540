from django.urls import path

from reports import evidence_views
from reports.annexes import views as annexes
from reports.overview import views as overview
from reports.published import views as published

urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("conference/", annexes.ConferenceReport.as_view(), name="conference_report"),
    path("conference.xlsx", annexes.ConferenceWorkbook.as_view(), name="conference_report_xlsx"),
    path("source/", evidence_views.FigureEvidence.as_view(), name="figure_source"),
    path("published/", published.PublishedList.as_view(), name="published_list"),
]
