"""Every address of the portal. Log-in is required by middleware; what is open says so at its view."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("accounts/", include("accounts.urls")),
    path("conferences/", include("conferences.urls")),
    path("admin/", admin.site.urls),
]
