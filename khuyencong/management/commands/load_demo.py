"""Everything a demo needs, once: reference data, accounts, published facts, illustrative projects."""

import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import transaction

from accounts import clock
from accounts.commands import PortalCommand
from conferences.reference.load import load_conferences
from khuyencong.demo.people import make_people
from khuyencong.demo.projects import load_projects
from programs.demo.volume import Volume, analyze, illustrative_writer
from programs.installation import settle_database_kind
from programs.models import Project, Region
from programs.reference.loader import load as load_reference
from reports.published.load import load_published

SEED = 7
REGION = "MTTN"
# Nothing is published row by row for 2022 and nine months of 2023: these years are filled most.
COUNTS = {2021: 230, 2022: 235, 2023: 240, 2024: 100, 2025: 110, 2026: 100}


class Command(PortalCommand):
    help = "Nạp dữ liệu minh họa: chạy lại được, phần đã có không nạp lại. Không chạy trên dữ liệu thật."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            raise CommandError("Chỉ nạp dữ liệu minh họa khi DEBUG=1: mật khẩu của nó ai cũng biết.")
        started = time.monotonic()
        try:
            settle_database_kind(None, illustrative=True)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from error
        if not Region.objects.exists():
            load_reference()
        done = {
            "tài khoản": make_people(),
            "số liệu đã công bố": load_published().added,
            "dòng về các hội nghị": sum(load_conferences().values()),
            "đề án đã công bố": load_projects(),
            "đề án minh họa": make_projects(),
        }
        if any(done.values()):
            analyze()
        news = ", ".join(f"{count} {what}" for what, count in done.items() if count) or "không có gì mới"
        self.stdout.write(f"Dữ liệu minh họa: {news} ({time.monotonic() - started:.1f} giây).")


@transaction.atomic
def make_projects() -> int:
    """All illustrative projects or, if some are there already, none."""
    if Project.objects.filter(illustrative=True).exists():
        return 0
    today = clock.today()
    counts = {year: number for year, number in COUNTS.items() if year <= today.year}
    return Volume(counts, SEED, Region.objects.get(code=REGION), illustrative_writer(), today).run()
