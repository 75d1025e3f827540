from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.checks import Tags, register

from khuyencong.trial import no_trial_data


class RoofConfig(AppConfig):
    name = "khuyencong"
    verbose_name = "Cổng khuyến công"

    def ready(self):
        register(no_trial_data, Tags.security, deploy=True)


class PortalAdminConfig(AdminConfig):
    """The stock admin with the portal's own site: Vietnamese titles, the portal's log-in page."""

    default_site = "khuyencong.admin_site.PortalAdminSite"
