"""The second factor from the server: taken from the last administrator who lost it, sealed anew under a new key."""

from django.core.management.base import CommandError

from accounts.commands import PortalCommand
from accounts.factor import remove_factor, reseal_all
from accounts.models import User


class Command(PortalCommand):
    help = "Bước xác thực thứ hai: bỏ của một tài khoản, hoặc mã hóa lại mọi khóa sau khi đổi FACTOR_KEYS."

    def add_arguments(self, parser):
        parser.add_argument("user", nargs="?", help="Tên đăng nhập.")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument(
            "--remove",
            action="store_true",
            help="Bỏ bước xác thực thứ hai và kết thúc mọi phiên của tài khoản.",
        )
        what.add_argument(
            "--reseal", action="store_true", help="Mã hóa lại mọi khóa bằng khóa đứng đầu FACTOR_KEYS."
        )

    def handle(self, *, user, remove, **options):
        if remove:
            self.remove(user)
        elif user:
            raise CommandError("--reseal làm với mọi tài khoản: hãy bỏ tên đăng nhập.")
        else:
            self.reseal()

    def remove(self, username):
        if not username:
            raise CommandError("Thiếu tên đăng nhập: python manage.py second_factor TÊN --remove")
        user = User.objects.filter(username=User.normalize_username(username)).first()
        if user is None:
            raise CommandError(f"Không có tài khoản «{username}».")
        if not remove_factor(user):
            raise CommandError(
                f"Tài khoản «{user.username}» chưa đặt bước xác thực thứ hai: không có gì để bỏ."
            )
        self.stdout.write(
            f"Đã bỏ bước xác thực thứ hai của {user.username}, mọi phiên đăng nhập đã kết thúc."
        )

    def reseal(self):
        done, lost = reseal_all()
        self.stdout.write(f"Đã mã hóa lại {done} khóa.")
        if lost:
            raise CommandError(
                f"Không mở được khóa của: {', '.join(lost)}. Hãy thêm khóa cũ vào cuối FACTOR_KEYS rồi chạy lại, "
                "hoặc bỏ của từng người bằng --remove."
            )
