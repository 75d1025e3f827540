"""A closing then and now: each figure as it was closed, as today's rules work it out, and as it stands today."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from printing.table import COUNT, MONEY, QUANTITY, Kind
from programs.choices import Level
from programs.models import Closure
from reports.closing.values import Amount, Key, Listed, Values, listed, worked_out
from reports.figures.definitions import Rows
from reports.models import ClosedFigure


@dataclass(frozen=True)
class Compared:
    """One figure of a closing, at one level or both. None: nothing to divide by, or a figure that is listed no more."""

    closure: Closure
    key: Key
    figure: Listed | None
    closed: Fraction | None
    again: Fraction | None  # as of the closing's posting, by the rules of today
    now: Fraction | None  # as of the head

    @property
    def code(self) -> str:
        return self.key[0]

    @property
    def name(self) -> str:
        return self.figure.name if self.figure else "(không còn trong danh mục)"

    @property
    def unit(self) -> str:
        return self.figure.unit if self.figure else ""

    @property
    def level(self) -> str:
        return Level(self.key[2]).label if self.key[2] else "Cả hai cấp"

    @property
    def kind(self) -> Kind:
        """How its numbers are written; per cent to the digits that are stored."""
        kind = self.figure.definition.kind if self.figure else QUANTITY
        return kind if kind in (MONEY, COUNT) else QUANTITY

    @property
    def by_rule(self) -> Fraction | None:
        """What a rule that changed since makes of it: tính lại less đã chốt."""
        return difference(self.again, self.closed)

    @property
    def by_entries(self) -> Fraction | None:
        """hiện nay less đã chốt."""
        return difference(self.now, self.closed)

    @property
    def rule_changed(self) -> bool:
        return self.again != self.closed

    @property
    def changed(self) -> bool:
        return not self.closed == self.again == self.now


def difference(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one - other


def compare(closures: Sequence[Closure], head: int) -> list[Compared]:
    """Every figure that is or was not nought, of closings whose figures are stored. Six queries for any number."""
    figures = listed()
    of_key = {(figure.code, figure.kind): figure for figure in figures}
    order = {(figure.code, figure.kind, level or ""): None for figure in figures for level in figure.levels}
    then_and_now = [(row, number) for row in closures for number in (row.posting_id, head)]
    found = worked_out(then_and_now, figures)
    stored = stored_values(closures)
    answer = []
    for at, closure in enumerate(closures):
        closed, again, now = stored.get(closure.pk, {}), found[2 * at], found[2 * at + 1]
        for key in {**order, **closed}:
            if key in closed or key in again or key in now:
                figure = of_key.get(key[:2])
                answer.append(
                    Compared(
                        closure, key, figure, *(value(part, key, figure) for part in (closed, again, now))
                    )
                )
    return answer


def stored_values(closures: Sequence[Closure]) -> dict[int, Values]:
    """Closing -> its figures as they were stored. One query."""
    values: dict[int, Values] = {}
    rows = ClosedFigure.objects.filter(books__closure__in=closures).order_by("pk")
    for closure, *key, steps, scale in rows.values_list(
        "books__closure", "code", "kind", "level", "value", "scale"
    ):
        values.setdefault(closure, {})[key[0], key[1], key[2]] = (steps, scale)
    return values


def value(values: Values, key: Key, figure: Listed | None) -> Fraction | None:
    """In its unit; what is not there is nought, of a ratio nothing to divide by."""
    found: Amount | None = values.get(key)
    if found is not None:
        return Fraction(found[0], 10 ** found[1])
    return None if figure is None or figure.definition.rows is Rows.RATIO else Fraction(0)


def printable(value: Fraction | None, kind: Kind) -> int | Decimal | None:
    """As tables print and files hold it; the denominators are powers of ten, so nothing is rounded."""
    if value is None:
        return None
    return Decimal(value.numerator) / value.denominator if kind is QUANTITY else int(value)
