"""How to sign in to a demo."""

from django.core.management.base import CommandError

from accounts.commands import PortalCommand
from khuyencong.demo.people import table_of_people
from programs.choices import DatabaseKind
from programs.models import Installation


class Command(PortalCommand):
    help = "In các tài khoản của dữ liệu minh họa, vai trò và mật khẩu."

    def handle(self, *args, **options):
        if not Installation.objects.filter(kind=DatabaseKind.DEMO).exists():
            raise CommandError("Cơ sở dữ liệu này không phải dữ liệu minh họa: không có tài khoản để in.")
        self.stdout.write(table_of_people())
