from django.urls import path

from conferences import views

urlpatterns = [
    path("", views.ConferenceList.as_view(), name="conference_list"),
    path("<slug:code>/", views.ConferenceDetail.as_view(), name="conference_detail"),
]
