"""What happens to a project, written in one word."""

from datetime import date

import pytest

from programs.choices import Outcome
from programs.ledger import entries
from programs.models import ProjectEvent
from programs.projects import steps


@pytest.fixture
def post(an, project, money):
    """Write a line of money of the project and give it back."""
    return lambda stage, amount, **values: entries.add_money(
        entry=money(project, stage=stage, amount=amount, **values), by=an
    )


@pytest.fixture
def step(an, project):
    def take(happening, outcome=Outcome.DONE, on=date(2023, 4, 3)):
        event = ProjectEvent(
            project=project, happening=happening, outcome=outcome, budget_year=2023, on=on, document="1/QĐ"
        )
        return steps.record_event(event=event, by=an)

    return take
