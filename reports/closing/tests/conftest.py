"""Closings of the year 2023 up to 30/9, in the world of report tests."""

from datetime import date

import pytest

from programs.choices import ClosureState
from programs.models import Closure, Province
from reports.closing.books import set_books

CUT_OFF = date(2023, 9, 30)


@pytest.fixture
def close(minh, reference):
    """close("P34-68") -> the closing of the province itself; its predecessors are closed with it."""

    def close(key="P34-68", state=ClosureState.CLOSED, year=2023, cut_off=CUT_OFF) -> Closure:
        unit = Province.objects.get(key=key)
        posting = set_books(
            unit=unit, budget_year=year, cut_off=cut_off, state=state, by=minh, reason="Hội nghị lần thứ XIII"
        )
        return posting.closures.get(unit=unit)

    return close
