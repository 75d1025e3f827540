"""Every address of the portal. Each says beside its view who may pass (accounts.doors); what says nothing is shut."""

from django.contrib import admin
from django.urls import include, path

from accounts.doors import ANYBODY, SIGNED_IN, to
from khuyencong import views

urlpatterns = [
    path("", to(SIGNED_IN, views.Home), name="home"),
    path("healthz", to(ANYBODY, views.healthz), name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("", include("programs.urls")),
    path("reports/", include("reports.urls")),
    path("conferences/", include("conferences.urls")),
    path("admin/", admin.site.urls),
]

handler500 = views.server_error
