"""Loads what is published of past conferences, and illustrative delegates for a demo.

Only rows that are missing are added: a second run adds nothing, and what people have edited stays as they left it.
"""

import csv
from datetime import date
from pathlib import Path

from django.db import transaction

from conferences.choices import Answer, DelegationStatus, PositionRank
from conferences.models import (
    Conference,
    ConferenceChair,
    ConferenceSeries,
    ConferenceSource,
    Delegate,
    DelegateGroup,
    Delegation,
    DelegationPlaces,
    ParticipatingUnit,
)
from programs.choices import DatabaseKind
from programs.ledger.reference import bring_in
from programs.models import Installation, Province, Region

FOLDER = Path(__file__).parent
LINES = "|"  # stands between the lines of a text block in the files

NUMBERS = frozenset(
    ["order", "year", "edition", "review_year", "review_months", "count", "named", "places"]
    + ["position_rank", "regional", "host_only", "date_estimated"]
)
DATES = frozenset(["starts_on", "valid_from", "valid_to"])
BLOCKS = frozenset(["organisers", "topics"])

# What an illustrative person of each group is called: a role, never a name.
ROLES = {
    "trung-uong": ("Đại diện cơ quan trung ương", PositionRank.BUREAU),
    "lanh-dao-so": ("Lãnh đạo Sở Công Thương", PositionRank.DEPUTY_DIRECTOR),
    "don-vi-su-nghiep": ("Lãnh đạo Trung tâm Khuyến công", PositionRank.DEPUTY_HEAD),
    "phong-chuyen-mon": ("Lãnh đạo phòng chuyên môn của Sở", PositionRank.DEPUTY_HEAD),
    "trung-tam-chu-nha": ("Chuyên viên Trung tâm Khuyến công", PositionRank.STAFF),
    "ubnd-huyen": ("Lãnh đạo UBND huyện", PositionRank.DISTRICT),
    "phong-kt-ktht": ("Lãnh đạo phòng Kinh tế và Hạ tầng", PositionRank.DISTRICT_OFFICE),
    "doanh-nghiep-tieu-bieu": ("Đại diện doanh nghiệp", PositionRank.BUSINESS),
    "co-so-cnnt": ("Đại diện cơ sở công nghiệp nông thôn", PositionRank.BUSINESS),
}
# Most attend; every list also has those who have not answered, decline or send somebody else.
ANSWERS = (*[Answer.ATTENDS] * 6, Answer.NONE, Answer.ATTENDS, Answer.SUBSTITUTE, Answer.DECLINES)


@transaction.atomic
def load_conferences(*, illustrative=True) -> dict[str, int]:
    """Adds what is missing and returns how many rows of each table are new.

    `illustrative` adds delegates who are roles, not people, for a demo; a database of real data refuses them.
    """
    if illustrative and Installation.objects.filter(kind=DatabaseKind.REAL).exists():
        raise ValueError("Cơ sở dữ liệu thật không nhận đại biểu minh họa.")
    loader = _Loader()
    loader.load_published()
    if illustrative:
        loader.load_illustrative()
    return loader.added


class _Loader:
    """One run: keeps the rows that others name, by the name that the files use, and counts what it has added."""

    def __init__(self):
        provinces = {row.key: row for row in Province.objects.prefetch_related("names")}
        self.named = {
            "region": {row.code: row for row in Region.objects.all()},
            "host": provinces,
            "unit": provinces,
        }
        self.added = {}

    def load_published(self):
        self._each("series.csv", ConferenceSeries, ["code"])
        self.named["series"] = {row.code: row for row in ConferenceSeries.objects.all()}
        self._each("groups.csv", DelegateGroup, ["code", "valid_from"])
        self.named["group"] = {row.code: row for row in DelegateGroup.objects.all()}
        self._each("conferences.csv", Conference, ["code"])
        self.named["conference"] = {row.code: row for row in Conference.objects.select_related("host")}
        self._each("sources.csv", ConferenceSource, ["conference", "url"])
        self._each("chairs.csv", ConferenceChair, ["conference", "full_name"])
        self._bring_in_participants()
        self._each("delegations.csv", Delegation, ["conference", "unit"])
        self.named["delegation"] = {
            f"{row.conference.code}/{row.unit.key}": row
            for row in Delegation.objects.select_related("conference", "unit")
        }
        self._each("places.csv", DelegationPlaces, ["delegation", "group"])
        self._each("delegates.csv", Delegate, ["conference", "delegation", "full_name"])

    def load_illustrative(self):
        """Once for each delegation: where an illustrative person stands already, nobody is added."""
        peopled = set(
            Delegate.objects.filter(illustrative=True).values_list("conference_id", "delegation_id")
        )
        numbers = {}
        for row in map(self._ready, _rows("illustrative.csv")):
            delegation = row.get("delegation")
            owner = (row["conference"].pk, delegation.pk if delegation else None)
            if owner in peopled:
                continue
            if delegation:
                self._illustrate(delegation, row)
            for _ in range(row["named"]):
                numbers[owner] = numbers.get(owner, 0) + 1
                self._add_role(row, numbers[owner])

    def _illustrate(self, delegation, row):
        if delegation.status == DelegationStatus.INVITED:
            delegation.status = DelegationStatus.NOMINATED
            delegation.illustrative = True
            delegation.save()
        if "places" in row:
            DelegationPlaces.objects.get_or_create(
                delegation=delegation,
                group=row["group"],
                defaults={"count": row["places"], "illustrative": True},
            )

    def _add_role(self, row, number):
        delegation, group = row.get("delegation"), row["group"]
        position, rank = ROLES[group.code]
        Delegate.objects.create(
            conference=row["conference"],
            delegation=delegation,
            group=group,
            full_name=f"Đại biểu {number:02}",
            position=position,
            workplace=f"{delegation.name if delegation else 'Trung ương'} (minh họa)",
            position_rank=rank,
            answer=ANSWERS[number % len(ANSWERS)],
            illustrative=True,
        )
        self._count(Delegate)

    def _each(self, file, model, key):
        """Every row of the file is in the table."""
        for row in map(self._ready, _rows(file)):
            natural = {name: row.pop(name) for name in key}
            if model.objects.get_or_create(**natural, defaults=row)[1]:
                self._count(model)

    def _bring_in_participants(self):
        """Those that were never on the list: what people took off it is not brought back."""
        told = set(ParticipatingUnit.objects.values_list("conference_id", "unit_id"))
        rows = [ParticipatingUnit(**row) for row in map(self._ready, _rows("participants.csv"))]
        missing = [row for row in rows if (row.conference_id, row.unit_id) not in told]
        if missing:
            bring_in(missing)
            self._count(ParticipatingUnit, len(missing))

    def _count(self, model, rows=1):
        name = model._meta.verbose_name
        self.added[name] = self.added.get(name, 0) + rows

    def _ready(self, raw) -> dict:
        """The row's values as the model wants them; empty ones are left to the model's defaults."""
        return {
            name: self.named[name][text] if name in self.named else _value(name, text)
            for name, text in raw.items()
            if text
        }


def _value(name, text):
    if name in NUMBERS:
        return int(text)
    if name in DATES:
        return date.fromisoformat(text)
    return "\n".join(text.split(LINES)) if name in BLOCKS else text


def _rows(file):
    with (FOLDER / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
