"""How to sign in to a demo, and how to close its accounts."""

from django.core.management.base import CommandError
from django.db import transaction

from accounts.commands import PortalCommand
from accounts.models import AuditEvent, record
from khuyencong import trial
from khuyencong.demo.people import table_of_people
from programs.choices import DatabaseKind
from programs.models import Installation


class Command(PortalCommand):
    help = "In các tài khoản của dữ liệu minh họa, vai trò và mật khẩu; hoặc khóa chúng."

    def add_arguments(self, parser):
        parser.add_argument(
            "--lock", action="store_true", help="Khóa mọi tài khoản dùng thử hoặc có mật khẩu ai cũng biết."
        )

    def handle(self, *, lock, **options):
        if lock:
            return self.lock()
        if not Installation.objects.filter(kind=DatabaseKind.DEMO).exists():
            raise CommandError("Cơ sở dữ liệu này không phải dữ liệu minh họa: không có tài khoản để in.")
        self.stdout.write(table_of_people())

    @transaction.atomic
    def lock(self):
        people = list(trial.demo_accounts().select_for_update())
        for user in people:
            user.is_active = False
            user.set_unusable_password()
            user.save(update_fields=["is_active", "password"])
            record(AuditEvent.Kind.USER_DEACTIVATED, object=user)
        names = ", ".join(user.username for user in people) or "không có tài khoản nào"
        self.stdout.write(f"Đã khóa: {names}.")
