"""The page «Số liệu được tính thế nào» is true: its examples are written, asked, and answer what it says."""

import pytest
from django.core.exceptions import ValidationError

from printing.table import MONEY
from programs.choices import ClosureState, Level, Outcome, Source
from programs.ledger.closing import set_closure
from programs.ledger.dimensions import reversal_of
from programs.ledger.posting import post
from programs.models import Beneficiary, Business, Indicator, MoneyEntry, ProjectEvent, Province, ResultEntry
from programs.projects.beneficiaries import joining
from programs.tests.factories import business
from reports.figures.evidence import find_figure
from reports.question.asked import ask
from reports.tests.explained import CODES, UNITS, Deed, examples, question

EXAMPLES = examples()


class Books:
    """Writes the rows of an example; remembers the posting and the entry of each."""

    def __init__(self, writer, closer, make_project):
        self.writer, self.closer, self.make_project = writer, closer, make_project
        self.projects, self.entries, self.postings, self.named = {}, {}, {}, {}

    def write(self, deed: Deed) -> None:
        if deed.what.startswith("Chốt năm "):
            made = set_closure(
                unit=Province.objects.get(key=UNITS["Đắk Nông"]),
                budget_year=deed.year,
                cut_off=deed.on,
                state=ClosureState.CLOSED,
                by=self.closer,
            )
            self.postings[deed.number] = made.number
            return
        rows = self.rows(deed)
        made = post(by=self.writer, kind=deed.kind, reason="Theo ví dụ", **rows)
        self.postings[deed.number] = made.number
        self.entries[deed.number] = next(iter(rows.get("entries", [])), None)

    def rows(self, deed: Deed) -> dict:
        if deed.undone:
            mirror = reversal_of(self.entries[deed.undone])
            if isinstance(mirror, ProjectEvent):
                mirror.outcome = Outcome.UNDONE
            return {"entries": [mirror]}
        if deed.indicator:
            return {"entries": [self.statement(deed)]}
        project = deed.project(self.projects, self.make_project)
        if deed.what == "Thêm cơ sở":
            joined = joining(self.beneficiary(deed, project), on=deed.on, budget_year=deed.year)
            return {"entries": [joined]}
        values = {"project": project, "on": deed.on, "budget_year": deed.year}
        if deed.step:
            happening, outcome = deed.step
            return {"entries": [ProjectEvent(happening=happening, outcome=outcome, **values)]}
        stage, carried_from = deed.stage
        name = deed.row.get("Cơ sở")
        entry = MoneyEntry(
            stage=stage,
            carried_from=carried_from,
            source=Source.KCDP_PROVINCE,
            amount=deed.amount,
            beneficiary=self.named[project, name] if name else None,
            **values,
        )
        return {"entries": [entry]}

    def beneficiary(self, deed: Deed, project) -> Beneficiary:
        name = deed.row["Cơ sở"]
        firm = Business.objects.filter(name=name).first() or business(project.unit, name)
        self.named[project, name] = Beneficiary(project=project, business=firm)
        return self.named[project, name]

    def statement(self, deed: Deed) -> ResultEntry:
        return ResultEntry(
            unit=Province.objects.get(key=UNITS["Đắk Nông"]),
            level=Level.KCDP,
            indicator=Indicator.objects.get(code=deed.indicator),
            kind="actual",
            budget_year=deed.year,
            on=deed.on,
            quantity=0,
            level_stated=int(deed.row["Số"]),
        )

    def answer(self, words: str, figure: str) -> str:
        wanted = question(words)
        number = self.postings[wanted.row] if wanted.row else None
        asked = ask(period=wanted.period, posting=number, **wanted.options)
        found = find_figure(CODES.get(figure, figure), asked.query(), None)
        value = found.value()
        if value is None:
            return "–"
        return f"{value / 1_000_000 if found.definition.kind is MONEY else value:g}"


@pytest.fixture
def books(writer, minh, make_project):
    return Books(writer, minh, make_project)


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_an_example_of_the_page_answers_what_the_page_says(books, example):
    for deed in map(Deed, example.written):
        if deed.is_refused:
            with pytest.raises(ValidationError):
                books.write(deed)
        else:
            books.write(deed)
    answers = [books.answer(row["Hỏi"], row["Số liệu"]) for row in example.asked]

    assert list(zip(example.asked, answers, strict=True)) == [(row, row["Trả lời"]) for row in example.asked]


def test_every_rule_but_the_last_has_an_example():
    sections = {example.section.partition(".")[0] for example in EXAMPLES}
    assert sections == {str(n) for n in range(1, 12)}
    assert all(example.written and example.asked for example in EXAMPLES)
