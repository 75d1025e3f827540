from django.urls import path

from reports import evidence_views
from reports.annexes import views as annexes
from reports.closing import views as closing
from reports.overview import views as overview
from reports.published import views as published

urlpatterns = [
    path("", overview.Overview.as_view(), name="overview"),
    path("conference/", annexes.ConferenceReport.as_view(), name="conference_report"),
    path("conference.xlsx", annexes.ConferenceWorkbook.as_view(), name="conference_report_xlsx"),
    path("source/", evidence_views.FigureEvidence.as_view(), name="figure_source"),
    path("closings/", closing.ClosureList.as_view(), name="closure_list"),
    path("closings/new/", closing.ClosureAdd.as_view(), name="closure_add"),
    path("closings/<int:pk>/", closing.ClosedFigures.as_view(), name="closed_figures"),
    path("published/", published.PublishedList.as_view(), name="published_list"),
]
