from django.urls import path

from reports import published_views, views

urlpatterns = [
    path("", views.Overview.as_view(), name="overview"),
    path("conference/", views.ConferenceReport.as_view(), name="conference_report"),
    path("conference.xlsx", views.ConferenceWorkbook.as_view(), name="conference_report_xlsx"),
    path("source/", views.FigureSource.as_view(), name="figure_source"),
    path("published/", published_views.PublishedList.as_view(), name="published_list"),
]
