"""Gives and takes rights and places of work on the server: in the portal nobody does that for himself."""

from getpass import getuser

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from accounts import clock
from accounts.commands import PortalCommand, day, whole_number
from accounts.models import AuditEvent, User, record
from accounts.wording import shown
from programs.choices import Role
from programs.models import Department, Membership

FLAGS = {"staff": "is_staff", "superuser": "is_superuser"}


class Command(PortalCommand):
    help = "Xem, cấp, thu quyền và phân công của một tài khoản; mọi thay đổi vào nhật ký hệ thống."

    def add_arguments(self, parser):
        parser.add_argument("username", metavar="TÀI_KHOẢN", help="Tên đăng nhập.")
        parser.add_argument("--group", action="append", default=[], help="Thêm vào nhóm quyền này.")
        parser.add_argument("--no-group", action="append", default=[], help="Bỏ khỏi nhóm quyền này.")
        for flag, words in (("staff", "vào trang quản trị"), ("superuser", "quản trị toàn hệ thống")):
            either = parser.add_mutually_exclusive_group()
            either.add_argument(f"--{flag}", action="store_true", default=None, help=f"Cho quyền {words}.")
            either.add_argument(f"--no-{flag}", action="store_false", dest=flag, help=f"Thu quyền {words}.")
        parser.add_argument("--membership", metavar="CƠ_QUAN", help="Phân công vào cơ quan này (đúng tên).")
        parser.add_argument("--role", choices=Role.values, help="Vai trò của phân công mới.")
        parser.add_argument("--position", default="", help="Chức vụ.")
        parser.add_argument("--from", dest="start", type=day, help="Phân công từ ngày; không ghi là hôm nay.")
        parser.add_argument(
            "--end-membership", type=whole_number, metavar="SỐ", help="Kết thúc phân công số này."
        )
        parser.add_argument("--to", dest="end", type=day, help="Đến hết ngày; cần khi kết thúc phân công.")

    @transaction.atomic
    def handle(self, *, username, **options):
        user = _found(User.objects.select_for_update(), "tài khoản", username=username.lower())
        self._set_rights(user, options)
        if options["membership"]:
            self._place(user, options)
        if options["end_membership"] is not None:
            self._end(user, options)
        for line in _told(user):
            self.stdout.write(line)

    def _set_rights(self, user, options):
        before = _rights(user)
        user.groups.add(*(_found(Group.objects, "nhóm quyền", name=name) for name in options["group"]))
        user.groups.remove(*(_found(Group.objects, "nhóm quyền", name=name) for name in options["no_group"]))
        for flag, column in FLAGS.items():
            if options[flag] is not None:
                setattr(user, column, options[flag])
        after = _rights(user)
        changes = {label: [before[label], after[label]] for label in after if before[label] != after[label]}
        if changes:
            user.version += 1  # a page of the admin that was opened before is no longer current
            user.save(update_fields=[*FLAGS.values(), "version"])
            record(AuditEvent.Kind.USER_CHANGED, object=user, changes=changes, by=getuser())

    def _place(self, user, options):
        if not options["role"]:
            raise CommandError("Hãy ghi vai trò: --role viewer, officer hoặc leader.")
        body = _found(Department.objects, "cơ quan, đơn vị", name=options["membership"])
        start = options["start"] or clock.today()
        row = Membership(user=user, department=body, role=options["role"], position=options["position"])
        row.valid_from, row.valid_to = start, options["end"]
        _save(row, [None, None])

    def _end(self, user, options):
        if options["end"] is None:
            raise CommandError("Hãy ghi ngày cuối của phân công: --to 31/12/2026.")
        rows = user.memberships.select_for_update()  # what an administrator edits meanwhile is not undone
        row = _found(rows, "phân công của tài khoản này", pk=options["end_membership"])
        before, row.valid_to = row.valid_to, options["end"]
        _save(row, [before, row.valid_to])


def _found(rows, what, **values):
    try:
        return rows.get(**values)
    except rows.model.DoesNotExist as error:
        raise CommandError(f"Không có {what} «{next(iter(values.values()))}».") from error
    except rows.model.MultipleObjectsReturned as error:
        raise CommandError(f"Có nhiều {what} cùng tên «{next(iter(values.values()))}».") from error


def _save(row, ends):
    try:
        row.full_clean()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    added = row.pk is None
    row.save()
    columns = [
        field for field in Membership._meta.concrete_fields if field.editable and not field.primary_key
    ]
    changes = {field.verbose_name: [shown(None), shown(getattr(row, field.name), field)] for field in columns}
    if not added:
        changes = {"đến hết ngày": [shown(value) for value in ends]}
    record(AuditEvent.Kind.MEMBERSHIP_CHANGED, object=f"phân công: {row}", changes=changes, by=getuser())


def _rights(user) -> dict[str, str]:
    return {
        "Nhóm quyền": shown(list(user.groups.order_by("name"))),
        "Vào trang quản trị": shown(user.is_staff),
        "Quản trị toàn hệ thống": shown(user.is_superuser),
    }


def _told(user):
    yield f"{user}"
    yield from (f"  {label}: {value}" for label, value in _rights(user).items())
    for row in user.memberships.select_related("department"):
        yield (
            f"  Phân công số {row.pk}: {row.department}, {row.get_role_display()}, "
            f"{shown(row.valid_from)} đến {shown(row.valid_to)}"
        )
