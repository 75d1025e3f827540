"""What amounts of money come to: the plan, giải ngân, thực hiện. Each rule stands here once, with its words.

A rule reads sums of entries by stage, in đồng: {stage: amount}. Lists, pages, reports, their SQL and their sentences
are all made of what stands here. Pure: asks no database.
"""

import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Sum, Value, When
from django.db.models.expressions import Combinable

from programs.choices import FAMILY_OF_SOURCE, Family, Source, Stage

Sums = Mapping[str, int]


def total(sums: Sums, names: Iterable[str]) -> int:
    return sum(sums[name] for name in names)


def stage_sum(stages: Iterable[Stage], of: Q | None = None, default: int | None = 0) -> Sum:
    """The sum of the entries of these stages within a group; `of` narrows which, `default` stands where there is none."""
    first, *more = stages
    chosen = Q(stage__in=(first, *more)) if more else Q(stage=first)
    return Sum("amount", filter=chosen & of if of else chosen, default=default)


# --- sources ---------------------------------------------------------------------------------------------------------


def sources_of(*families: Family) -> frozenset[Source]:
    return frozenset(source for source, family in FAMILY_OF_SOURCE.items() if family in families)


PROMOTION = (
    Family.KCQG,
    Family.KCDP,
)  # kinh phí khuyến công; other capital is promised and confirmed, never disbursed
PROMOTION_SOURCES = sources_of(*PROMOTION)
PROMOTION_WORDS = "kinh phí khuyến công (KCQG + KCĐP)"


# --- kế hoạch --------------------------------------------------------------------------------------------------------

PLAN_WORDS = "kế hoạch giao + kinh phí năm trước chuyển sang"


def plan_stages(one_year: bool) -> tuple[Stage, ...]:
    """The stages that make the plan: over several years giao alone, as carried money would count twice."""
    return (Stage.ASSIGNED, Stage.CARRIED) if one_year else (Stage.ASSIGNED,)


PLANNING = frozenset(plan_stages(one_year=True))  # stages that say what is meant to be spent, not what was


def plan_of(sums: Sums, one_year: bool) -> int:
    return total(sums, plan_stages(one_year))


def plan_sum(one_year: bool, of: Q | None = None, default: int | None = 0) -> Sum:
    return stage_sum(plan_stages(one_year), of, default)


# --- giải ngân -------------------------------------------------------------------------------------------------------

DISBURSED: tuple[Stage, ...] = (Stage.ADVANCED, Stage.PAID)
DISBURSED_WORDS = "giải ngân (tạm ứng + thanh toán)"


def disbursed_of(sums: Sums) -> int:
    return total(sums, DISBURSED)


# --- thực hiện: judged for each project, source and budget year, then added ------------------------------------------


@dataclass(frozen=True)
class Ground:
    """What thực hiện may be taken from: the sum of `stages`, where `left` compares with `right`.

    `left` and `right` name sums that are added; no name is zero. Without a sign it is what remains.
    """

    words: str
    stages: tuple[Stage, ...]
    left: tuple[str, ...] = ()
    sign: str = ""
    right: tuple[str, ...] = ()


SETTLEMENTS = "settlements"  # beside the sums by stage: how many settlements stand; one of zero đồng counts
GROUNDS = (  # the first that holds
    Ground("Quyết toán", (Stage.SETTLED,), (SETTLEMENTS,), ">"),
    Ground("Nghiệm thu", (Stage.ACCEPTED,), (Stage.ACCEPTED,), ">=", DISBURSED),
    Ground("Giải ngân", DISBURSED),
)
DECIDING = tuple(dict.fromkeys(str(name) for ground in GROUNDS for name in (*ground.left, *ground.right)))
SIGNS = {">": (operator.gt, "gt"), ">=": (operator.ge, "gte")}  # in Python, as a lookup

DONE_WORDS = (
    "quyết toán nếu đã quyết toán (kể cả 0 đồng), nếu chưa thì số lớn hơn giữa giá trị nghiệm thu và "
    f"{DISBURSED_WORDS}; tính theo từng đề án, nguồn vốn, năm ngân sách rồi cộng lại"
)
OWN_DONE_WORDS = (  # the same rule where nothing is ever disbursed
    "quyết toán nếu đã có, nếu chưa thì giá trị đã xác nhận khi nghiệm thu; tính theo từng đề án, năm ngân sách"
)
SERVED_WORDS = (
    "kinh phí khuyến công đã giải ngân, nghiệm thu hoặc quyết toán (khoản ghi tên đơn vị nào chỉ tính cho đơn vị đó, "
    "khoản không ghi tên ai tính cho mọi đơn vị của đề án)"
)


def ground_of(sums: Sums) -> Ground:
    """What thực hiện is taken from; the sums hold SETTLEMENTS too."""
    *judged, last = GROUNDS
    for ground in judged:
        holds, _ = SIGNS[ground.sign]
        if holds(total(sums, ground.left), total(sums, ground.right)):
            return ground
    return last


def done_of(sums: Sums) -> int:
    return total(sums, ground_of(sums).stages)


def settlements_sum() -> Sum:
    """SETTLEMENTS within a group of entries: a settlement taken back counts one less."""
    each = Case(When(reverses__isnull=True, then=1), default=-1, output_field=IntegerField())
    return Sum(each, filter=Q(stage=Stage.SETTLED), default=0)


def judged_sums() -> dict[str, Sum]:
    """What the rules read, within a group of entries: {stage or SETTLEMENTS: sum}."""
    return {stage.value: stage_sum([stage]) for stage in Stage} | {SETTLEMENTS: settlements_sum()}


def done_expression() -> Case:
    """thực hiện of rows annotated with judged_sums(), one row a project, source and budget year."""
    *judged, last = GROUNDS
    whens = []
    for ground in judged:
        [left] = ground.left
        _, lookup = SIGNS[ground.sign]
        whens.append(When(**{f"{left}__{lookup}": _added(ground.right)}, then=_added(ground.stages)))
    return Case(*whens, default=_added(last.stages))


def _added(names: Iterable[str]) -> Combinable:
    fields = [F(str(name)) for name in names]
    added: Combinable = fields[0] if fields else Value(0)
    for field in fields[1:]:
        added = added + field
    return added


def done_sql(deciding: str = "{}") -> str:
    """thực hiện as SQL text over columns named as in judged_sums().

    `deciding` names the columns that decide where a row is a part only of what is judged: "{}_all".
    """

    def plus(names, pattern="{}"):
        return " + ".join(pattern.format(str(name)) for name in names) or "0"

    *judged, last = GROUNDS
    whens = (
        f"WHEN {plus(g.left, deciding)} {g.sign} {plus(g.right, deciding)} THEN {plus(g.stages)}"
        for g in judged
    )
    return f"CASE {' '.join(whens)} ELSE {plus(last.stages)} END"


# Served: giải ngân, nghiệm thu and quyết toán together come to something. Money that names a beneficiary serves that one,
# money that names nobody all that stand.

SERVED: tuple[Stage, ...] = tuple(dict.fromkeys(stage for ground in GROUNDS for stage in ground.stages))


def served_sum() -> Sum:
    return stage_sum(SERVED)
