from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class RoofConfig(AppConfig):
    name = "khuyencong"
    verbose_name = "Cổng khuyến công"


class PortalAdminConfig(AdminConfig):
    """The stock admin with the portal's own site: Vietnamese titles, the portal's log-in page."""

    default_site = "khuyencong.admin_site.PortalAdminSite"
