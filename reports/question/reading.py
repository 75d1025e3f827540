"""From the address of a page to the question it asks, within what the person may see.

A province out of sight is a 404 like a missing one; what cannot be understood is told at its field; what is left out
takes a sensible default: the latest period with entries, the officer's province, the ministry's region.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from accounts import clock
from conferences.models import Conference, ParticipatingUnit
from programs.access import Scope
from programs.choices import Stage
from programs.ledger.asof import meant_by, state_of
from programs.measures import PLANNING
from programs.models import Boundaries, MoneyEntry
from programs.pages.understood import faults_of, show_what_was_asked
from programs.standing import standing_of
from reports.question.asked import DEFAULT_BOUNDARIES, Asked, ask
from reports.question.form import EVERYTHING, QuestionForm, default_months, regions_seen
from reports.question.territory import Territory


@dataclass(frozen=True)
class Guests:
    """A conference whose participants stand in place of a region's members."""

    code: str
    name: str
    url: str
    units: frozenset[int] | None  # None: no list is known, the region's members stand
    defaults: dict[str, str]

    @property
    def words(self) -> str:
        return f"Gồm {len(self.units)} tỉnh, thành phố dự {self.name}." if self.units else ""


class Reading:
    """One request read: the form as it is shown, and what it asks (None where it has errors).

    `also` names what the page reads from its address beside the form.
    """

    def __init__(self, request, form_class=QuestionForm, also=()):
        self.request = request
        self.faults = faults_of(request.GET, [*form_class.base_fields, *also])
        self.scope = Scope.of(request.user)
        self.state = state_of(request, meant_by(request.GET.get("as_of", "")))
        self.posting, self.recorded = self.state["meant"] or (self.state["number"], self.state["at"])
        self.guests = None
        if "conference" in form_class.base_fields:
            self.guests = read_guests(request, self.posting)
        self.data = request.GET.copy()
        for name, value in (self.guests.defaults if self.guests else {}).items():
            self.data.setdefault(name, value)
        self._take_defaults()
        self.form = form_class(self.data)
        self.asked = self._ask()

    def _take_defaults(self):
        missing = [name for name in ("year", "place") if name not in self.data]
        self.latest = latest_entry(self.scope) if missing else None
        if "year" in missing:
            year, last = (self.latest[0], self.latest[1]) if self.latest else (clock.today().year, None)
            self.data["year"] = str(year)
            if not self.data.get("months"):
                self.data["months"] = str(default_months(last, year)) if last else "12"
        self.data.setdefault("months", "12")
        self.data.setdefault("boundaries", DEFAULT_BOUNDARIES)

    def _ask(self) -> Asked | None:
        form = self.form
        period = form.period if form.is_valid() else None
        day = form.cleaned_data.get("region_on") or (period.end if period else clock.today())
        try:
            drawing = self.data["boundaries"] or DEFAULT_BOUNDARIES
            territory = Territory.read(drawing, day, self.posting, with_drawings=True)
        except Boundaries.DoesNotExist:
            form.add_error("boundaries", "Hãy chọn một cách thể hiện địa giới trong danh sách.")
            territory = Territory.read(DEFAULT_BOUNDARIES, day, self.posting, with_drawings=True)
        if not self.data.get("place"):
            self.data["place"] = default_place(territory, self.scope, self.latest)
        place = place_options(territory, self.scope, self.data["place"])
        form.offer(territory, self.scope, self.listed)
        if self.form.cleaned_data.get("as_of") and self.state["meant"] is None:
            form.add_error("as_of", "Ghi số bút toán hoặc ngày, ví dụ 1234 hoặc 26/10/2023.")
        for fault in self.faults:
            form.add_error(None, fault)
        show_what_was_asked(form)
        if form.errors:
            return None
        asked = ask(
            period=period,
            region_on=day,
            posting=self.posting,
            recorded=self.recorded,
            territory=territory,
            scope=self.scope,
            units=self.guests.units if self.guests else None,
            units_words=self.guests.words if self.guests else "",
            listed=self.listed,
            **place,
        )
        if not asked.territory.unit_ids:
            form.add_error("place", self.nothing_here(asked))
            return None
        return asked

    @property
    def listed(self) -> str:
        """The conference whose list stands in place of a region's members."""
        return self.guests.name if self.guests and self.guests.units else ""

    def nothing_here(self, asked: Asked) -> str:
        """Why there is no figure at all: zeros would look like figures."""
        if standing := standing_of(self.request.user):
            return standing.text
        return f"Nơi này không có tỉnh, thành phố nào thuộc phạm vi của {asked.whose}. Hãy chọn nơi khác."

    @cached_property
    def parameters(self) -> dict[str, str]:
        """What was understood, for links to the figures behind: the as-of is fixed to its number."""
        values = self.form.cleaned_data
        kept = {
            "place": self.data["place"],
            "year": str(values["year"]),
            "boundaries": self.asked.boundaries.code,
        }
        kept["until" if values.get("until") else "months"] = (
            f"{values['until']:%d/%m/%Y}" if values.get("until") else str(values["months"])
        )
        if values.get("from_year"):
            kept["from_year"] = str(values["from_year"])
        if values.get("region_on"):
            kept["region_on"] = f"{values['region_on']:%d/%m/%Y}"
        if self.guests:
            kept["conference"] = self.guests.code
        return kept | {"as_of": str(self.asked.posting)}

    def address(self, **changes) -> str:
        """The same question with changes, as the part of an address after "?"."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (self.parameters | changes).items() if value != ""})
        return query.urlencode()


def latest_entry(scope: Scope) -> tuple[int, date, int] | None:
    """Budget year, day and unit of the latest entry that is more than a plan, in a year that has a plan of its own.

    A year into which money was only carried over is no year to begin with. Where there is none: of any entry.
    """
    seen = scope.limit(MoneyEntry.objects.all(), "unit")
    planned = seen.filter(budget_year=OuterRef("budget_year"), stage=Stage.ASSIGNED)
    rows = seen.order_by("-budget_year", "-on").values_list("budget_year", "on", "unit_id")
    done = rows.exclude(stage__in=PLANNING).filter(Exists(planned))
    return done.first() or rows.first()


def default_place(territory: Territory, scope: Scope, latest) -> str:
    """An officer's own province, a regional centre's region, for the ministry the region of the latest entry."""
    today = [pk for pk in territory.provinces if scope.sees(pk) and territory.provinces[pk].valid_to is None]
    if not scope.nationwide and len(today) == 1:
        return territory.provinces[today[0]].key
    if scope.nationwide and latest:
        return territory.regions[territory.region_of[latest[2]]].code
    regions = regions_seen(territory, scope)
    return territory.regions[regions.pop()].code if len(regions) == 1 else EVERYTHING


def place_options(territory: Territory, scope: Scope, place: str) -> dict[str, str]:
    """The place in the words of ask(). A province out of sight, an unknown place: 404."""
    if place == EVERYTHING:
        return {}
    if any(region.code == place for region in territory.regions.values()):
        return {"region": place}
    for pk, province in territory.provinces.items():
        if province.key == place and scope.sees(pk):
            return {"province": place}
    raise Http404("Không có vùng, tỉnh này.")


def read_guests(request, posting: int) -> Guests | None:
    """The conference named in the address, with the units that take part, as known at a posting.

    One without a list counts as its region.
    """
    code = request.GET.get("conference")
    if not code:
        return None
    rows = ParticipatingUnit.objects.known_at(posting).filter(conference__code=code)
    rows = list(rows.select_related("conference__series", "conference__region"))
    if rows:
        conference = rows[0].conference
    else:
        conference = get_object_or_404(Conference.objects.select_related("series", "region"), code=code)
    defaults = {
        "place": conference.region.code if conference.region else EVERYTHING,
        "year": str(
            conference.year if conference.review_months else conference.review_year or conference.year
        ),
        "months": str(conference.review_months or 12),
    }
    units = frozenset(row.unit_id for row in rows) or None
    return Guests(code, conference.name, conference.get_absolute_url(), units, defaults)
