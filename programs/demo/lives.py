"""The life of one illustrative project: its acts with their dates, from the plan to the settlement."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from programs.choices import Happening, Level, Outcome, ProjectKind, ResultKind, Source, Stage
from programs.ledger.dimensions import reversal_of
from programs.models import Beneficiary, MoneyEntry, Project, ProjectEvent, ResultEntry
from programs.projects.beneficiaries import joining

MILLION = 1_000_000


@dataclass
class DatedAct:
    """What is posted on one day."""

    on: date
    entries: list = field(default_factory=list)
    reason: str = ""


class ProjectLife:
    """Writes the acts of one project into a list; `rng` makes the same story for the same seed."""

    def __init__(self, project: Project, source: str, amount: int, rng: random.Random):
        self.project, self.source, self.rng = project, source, rng
        self.year = project.first_year
        self.plan = amount
        self.acts: list[DatedAct] = []
        self.serial = rng.randint(10, 990)
        self.named: list[Beneficiary | None] = [None]  # whose parts the money is: of a group each has one

    def act(self, on: date, *entries, reason="") -> DatedAct:
        act = DatedAct(on, list(entries), reason=reason)
        self.acts.append(act)
        return act

    def money(self, stage, amount, on, year=None, source=None, **values) -> MoneyEntry:
        return MoneyEntry(
            project=self.project, stage=stage, amount=amount, on=on, budget_year=year or self.year,
            source=source or self.source, document=values.pop("document", ""), **values,
        )  # fmt: skip

    def shares(self, amount: int) -> list[int]:
        """An amount in equal parts, to the hundred thousand đồng; the last takes the rest."""
        each = amount // len(self.named) // 100_000 * 100_000
        return [each] * (len(self.named) - 1) + [amount - each * (len(self.named) - 1)]

    def parts(self, stage, amounts: list[int], on, year=None) -> list[MoneyEntry]:
        return [
            self.money(stage, amount, on, year=year, beneficiary=named)
            for named, amount in zip(self.named, amounts, strict=True)
            if amount
        ]

    def event(self, happening, on, document="", outcome=Outcome.DONE) -> ProjectEvent:
        return ProjectEvent(
            project=self.project, happening=happening, on=on, budget_year=self.year, document=document,
            document_on=on if document else None, outcome=outcome,
        )  # fmt: skip

    def decision(self, office: str) -> str:
        self.serial += 1
        return f"{self.serial}/QĐ-{office}"

    def day(self, after: date, least: int, most: int) -> date:
        return after + timedelta(days=self.rng.randint(least, most))

    def until(self, day: date, latest: date) -> date:
        """The day, or a day of the last weeks before `latest`: what is due is done just in time."""
        return day if day <= latest else latest - timedelta(days=self.rng.randint(0, 25))

    def part(self, amount: int, low: float, high: float) -> int:
        """A share of an amount, to the hundred thousand đồng."""
        return max(100_000, round(amount * self.rng.uniform(low, high) / 100_000) * 100_000)

    # --- the life ---

    def tell(self, results, own_capital: int, beneficiaries) -> list[DatedAct]:
        approved = self.day(date(self.year - 1, 12, 5), 0, 110)
        office = "BCT" if self.project.level == Level.KCQG else "UBND"
        document = self.decision(office)
        opening = self.act(
            approved,
            self.event(Happening.APPROVED, approved, document),
            self.money(Stage.ASSIGNED, self.plan, approved, document=f"{document} ngày {approved:%d/%m/%Y}"),
            *self.quantities(results, ResultKind.PLAN, approved, 1, 1),
        )
        opening.entries += [joining(row, on=approved, budget_year=self.year) for row in beneficiaries]
        if self.project.kind == ProjectKind.GROUP:
            self.named = list(beneficiaries)
        if own_capital:
            opening.entries.append(self.money(Stage.ASSIGNED, own_capital, approved, source=Source.OWN))
        fate = self.rng.random()
        if fate < 0.03:
            return self.stop(approved)
        if fate < 0.09:
            self.adjust(approved, office)
        self.contract(
            approved,
            results,
            own_capital,
            carried=0.09 <= fate < 0.13 and self.source != Source.KCDP_DISTRICT,
        )
        return self.acts

    def stop(self, approved):
        day = self.day(approved, 60, 150)
        document = self.decision("SCT")
        self.act(
            day,
            self.event(Happening.STOPPED, day, document),
            self.money(
                Stage.ASSIGNED,
                -self.plan,
                day,
                document=document,
                note="Thu hồi kế hoạch do ngừng triển khai",
            ),
        )
        return self.acts

    def adjust(self, approved, office):
        day = self.day(approved, 40, 90)
        change = self.part(self.plan, 0.05, 0.2) * self.rng.choice((-1, 1))
        document = self.decision(office)
        self.act(
            day,
            self.event(Happening.ADJUSTED, day, document),
            self.money(Stage.ASSIGNED, change, day, document=document, note="Điều chỉnh kế hoạch"),
        )
        self.plan += change

    def contract(self, approved, results, own_capital, carried):
        signed = self.day(max(approved, date(self.year, 2, 1)), 20, 130)
        value = self.plan if self.rng.random() < 0.7 else self.part(self.plan, 0.9, 1.0)
        self.act(
            signed,
            self.event(Happening.CONTRACTED, signed, f"{self.serial}/HĐ-KC"),
            self.money(Stage.CONTRACTED, value, signed, document=f"{self.serial}/HĐ-KC"),
        )
        advance = 0
        if self.rng.random() < 0.6:
            advance = self.part(value, 0.3, 0.7)
            day = self.day(signed, 10, 60)
            self.act(day, *self.parts(Stage.ADVANCED, self.shares(advance), day))
        if carried:
            self.carry_over(signed, value, advance, results, own_capital)
        else:
            accepted = self.until(self.day(signed, 50, 190), date(self.year, 12, 28))
            self.accept(accepted, value, advance, results, own_capital, self.year)

    def carry_over(self, signed, value, advance, results, own_capital):
        """Not finished in its year: what is left comes over and is done in the year after."""
        day = self.day(date(self.year + 1, 1, 5), 0, 40)
        left = value - advance
        self.act(
            day,
            self.money(
                Stage.CARRIED, left, day, year=self.year + 1, carried_from=self.year, document="Chuyển nguồn"
            ),
        )
        self.accept(self.day(day, 60, 200), left, 0, results, own_capital, self.year + 1)

    def accept(self, day, value, advance, results, own_capital, year):
        accepted = value if self.rng.random() < 0.75 else self.part(value, 0.88, 0.99)
        act = self.act(
            day,
            self.event(Happening.ACCEPTED, day, f"{self.serial}/BB-NT"),
            *self.parts(Stage.ACCEPTED, self.shares(accepted), day, year),
            *self.quantities(results, ResultKind.ACTUAL, day, 0.85, 1.15),
        )
        if own_capital:
            confirmed = self.part(own_capital, 0.95, 1.1)
            act.entries.append(self.money(Stage.ACCEPTED, confirmed, day, year=year, source=Source.OWN))
        if self.rng.random() < 0.05:
            return  # accepted, but not yet paid: reported as done all the same
        paid_on = self.until(self.day(day, 10, 60), max(day, date(year + 1, 1, 20)))
        self.pay(paid_on, accepted, advance, year)
        if self.rng.random() < 0.75:
            settled_on = max(paid_on, self.until(self.day(paid_on, 5, 40), date(year + 1, 1, 30)))
            self.act(
                settled_on,
                self.event(Happening.SETTLED, settled_on, f"{self.serial}/TLHĐ"),
                *self.parts(Stage.SETTLED, self.shares(accepted), settled_on, year),
            )

    def pay(self, day, accepted, advance, year):
        """What was accepted less what was advanced, to each."""
        amount = accepted - advance
        if amount == 0:
            return
        pairs = zip(self.shares(accepted), self.shares(advance), strict=True)
        paid = self.act(day, *self.parts(Stage.PAID, [one - other for one, other in pairs], day, year))
        if (
            self.rng.random() < 0.02 and amount > MILLION
        ):  # typed wrongly at first, corrected a few days later
            entry = paid.entries[-1]
            right = self.money(Stage.PAID, entry.amount, day, year=year, beneficiary=entry.beneficiary)
            entry.amount += self.part(amount, 0.05, 0.2)
            self.act(self.day(day, 2, 8), ("mirror", entry), right, reason="Nhập nhầm số tiền")

    def quantities(self, results, kind, on, low, high):
        for indicator, planned in results:
            quantity = max(1, round(planned * self.rng.uniform(low, high)))
            yield ResultEntry(
                project=self.project,
                indicator=indicator,
                kind=kind,
                budget_year=self.year,
                on=on,
                quantity=quantity,
            )


def mirrored(entries: list) -> list:
    """Turn the marks that stand for a reversal into reversals; their originals are saved by now."""
    return [reversal_of(entry[1]) if isinstance(entry, tuple) else entry for entry in entries]
