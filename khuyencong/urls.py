"""Every address of the portal. Log-in is required by middleware; what is open says so at its view."""

from django.contrib import admin
from django.urls import include, path

from khuyencong import views
from khuyencong.operation import views as operation

handler500 = "khuyencong.views.server_error"

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("healthz", operation.healthz, name="healthz"),
    path("readyz", operation.readyz, name="readyz"),
    path("metrics", operation.metrics, name="metrics"),
    path("accounts/", include("accounts.urls")),
    path("", include("programs.urls")),
    path("reports/", include("reports.urls")),
    path("conferences/", include("conferences.urls")),
    path("admin/", admin.site.urls),
]
