from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig
from django.core.checks import Tags, register
from django.core.signals import request_finished
from django.db.models.signals import post_migrate

from khuyencong.keeping.checks import promises_of_the_database
from khuyencong.keeping.roles import grant_after_migrate
from khuyencong.operation import trace
from khuyencong.trial import no_trial_data


class RoofConfig(AppConfig):
    name = "khuyencong"
    verbose_name = "Cổng khuyến công"

    def ready(self):
        register(no_trial_data, Tags.security, deploy=True)
        register(promises_of_the_database, deploy=True)
        # Sent once every table is there, and only for apps with models: this one has none.
        sender = apps.get_app_config("accounts")
        post_migrate.connect(grant_after_migrate, sender=sender, dispatch_uid="rights_of_the_portal")
        request_finished.connect(trace.end, dispatch_uid="trace_end")


class PortalAdminConfig(AdminConfig):
    """The stock admin with the portal's own site: Vietnamese titles, the portal's log-in page."""

    default_site = "khuyencong.admin_site.PortalAdminSite"
