from django.urls import path

from accounts.doors import SIGNED_IN, to
from conferences import views

urlpatterns = [
    path("", to(SIGNED_IN, views.ConferenceList), name="conference_list"),
    path("<slug:code>/", to(SIGNED_IN, views.ConferenceDetail), name="conference_detail"),
]
