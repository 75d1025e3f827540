"""Every address of the portal. Log-in is required by middleware; what is open says so at its view."""

from django.contrib import admin
from django.urls import include, path

from khuyencong import views

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("healthz", views.healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("", include("programs.urls")),
    path("reports/", include("reports.urls")),
    path("conferences/", include("conferences.urls")),
    path("admin/", admin.site.urls),
]

handler500 = views.server_error
