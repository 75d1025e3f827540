from django.urls import path

from accounts.doors import SIGNED_IN, to
from programs.access import CLOSING_BOOKS, ROWS_IN_SIGHT
from reports import evidence_views
from reports.annexes import views as annexes
from reports.closing import views as closing
from reports.overview import views as overview
from reports.published import views as published

urlpatterns = [
    path("", to(SIGNED_IN, overview.Overview), name="overview"),
    path("conference/", to(SIGNED_IN, annexes.ConferenceReport), name="conference_report"),
    path("conference.xlsx", to(ROWS_IN_SIGHT, annexes.ConferenceWorkbook), name="conference_report_xlsx"),
    path("source/", to(ROWS_IN_SIGHT, evidence_views.FigureEvidence), name="figure_source"),
    path("closings/", to(SIGNED_IN, closing.ClosureList), name="closure_list"),
    path("closings/new/", to(CLOSING_BOOKS, closing.ClosureAdd), name="closure_add"),
    path("closings/<int:pk>/", to(ROWS_IN_SIGHT, closing.ClosedFigures), name="closed_figures"),
    path("published/", to(SIGNED_IN, published.PublishedList), name="published_list"),
]
