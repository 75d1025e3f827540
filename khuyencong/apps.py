from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.signals import request_finished

from khuyencong.operation import trace


class RoofConfig(AppConfig):
    name = "khuyencong"
    verbose_name = "Cổng khuyến công"

    def ready(self):
        request_finished.connect(trace.end, dispatch_uid="trace_end")


class PortalAdminConfig(AdminConfig):
    """The stock admin with the portal's own site: Vietnamese titles, the portal's log-in page."""

    default_site = "khuyencong.admin_site.PortalAdminSite"
