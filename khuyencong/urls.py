"""Every address of the portal. Each says beside its view who may pass (accounts.doors); what says nothing is shut."""

from django.contrib import admin
from django.urls import include, path

from accounts.doors import ANYBODY, SIGNED_IN, to
from khuyencong import views
from khuyencong.operation import views as operation

handler500 = "khuyencong.faults.server_error"

urlpatterns = [
    path("", to(SIGNED_IN, views.Home), name="home"),
    path("healthz", to(ANYBODY, operation.healthz), name="healthz"),
    path("readyz", to(ANYBODY, operation.readyz), name="readyz"),
    path("metrics", to(ANYBODY, operation.metrics), name="metrics"),
    path("accounts/", include("accounts.urls")),
    path("", include("programs.urls")),
    path("reports/", include("reports.urls")),
    path("conferences/", include("conferences.urls")),
    path("admin/", admin.site.urls),
]
