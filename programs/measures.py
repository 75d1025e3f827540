"""What amounts of money come to: the plan, giải ngân, thực hiện. Each rule stands here once, with its words.

A rule reads sums of entries by stage, in đồng: {stage: amount}. Lists, pages, reports, their SQL and their sentences
are all made of what stands here. Pure: asks no database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, Sum, When
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
PLAN_OF_RANGE_WORDS = "kỳ nhiều năm chỉ kể phần chuyển sang từ trước năm đầu"
PLANNING = (Stage.ASSIGNED, Stage.CARRIED)  # stages that say what is meant to be spent, not what was


def planned(first_year: int | Combinable) -> Q:
    """The entries that make the plan of the budget years from `first_year` on: giao, and what came from before them.

    What was carried from one of these years into another was given in them already. Of one year all carried money
    counts, as none is carried from a year into itself.
    """
    return Q(stage=Stage.ASSIGNED) | Q(stage=Stage.CARRIED, carried_from__lt=first_year)


def plan_sum(first_year: int) -> Sum:
    return Sum("amount", filter=planned(first_year), default=0)


# --- giải ngân -------------------------------------------------------------------------------------------------------

DISBURSED: tuple[Stage, ...] = (Stage.ADVANCED, Stage.PAID)
DISBURSED_WORDS = "giải ngân (tạm ứng + thanh toán)"


def disbursed_of(sums: Sums) -> int:
    return total(sums, DISBURSED)


# --- quyết toán ------------------------------------------------------------------------------------------------------

SETTLED: tuple[Stage, ...] = (Stage.PARTLY_SETTLED, Stage.SETTLED)
SETTLED_WORDS = "quyết toán (một phần + hoàn tất)"

# --- thực hiện: judged part by part, then added ----------------------------------------------------------------------


@dataclass(frozen=True)
class Ground:
    """What thực hiện may be taken from: the sum of `stages`."""

    words: str
    stages: tuple[Stage, ...]


GROUNDS = (  # the largest; of equal ones the first
    Ground("Nghiệm thu", (Stage.ACCEPTED,)),
    Ground("Giải ngân", DISBURSED),
    Ground("Quyết toán một phần", SETTLED),
)
COMPLETE = Ground("Quyết toán", SETTLED)  # before all others, once a complete settlement stands
JUDGED = tuple(
    dict.fromkeys(stage for ground in GROUNDS for stage in ground.stages)
)  # from advance to settlement
# Beside the sums by stage, how many entries stand:
SETTLEMENTS = "settlements"  # complete settlements; one of zero đồng counts
NAMELESS = "nameless"  # entries from advance to settlement that name no beneficiary

DONE_WORDS = (
    "số đã quyết toán nếu đã quyết toán hoàn tất (kể cả 0 đồng), nếu chưa thì số lớn nhất trong giá trị nghiệm thu, "
    f"{DISBURSED_WORDS} và quyết toán một phần; tính theo từng đề án, nguồn vốn, năm ngân sách, nội dung "
    "(theo từng đơn vị thụ hưởng nếu mọi dòng từ tạm ứng đến quyết toán đều ghi tên) rồi cộng lại; "
    "giữa hai ngày là số đến ngày cuối trừ số đến hết ngày liền trước ngày đầu"
)
OWN_DONE_WORDS = (  # the same rule where nothing is ever disbursed
    "số đã quyết toán nếu đã quyết toán hoàn tất, nếu chưa thì số lớn hơn giữa giá trị đã xác nhận khi nghiệm thu và "
    "quyết toán một phần; tính theo từng đề án, năm ngân sách"
)
SERVED_WORDS = (
    "kinh phí khuyến công đã giải ngân, nghiệm thu hoặc quyết toán (khoản ghi tên đơn vị nào chỉ tính cho đơn vị đó, "
    "khoản không ghi tên ai tính cho mọi đơn vị của đề án)"
)


def ground_of(sums: Sums) -> Ground:
    """What thực hiện of one part is taken from; the sums hold SETTLEMENTS too."""
    if sums[SETTLEMENTS] > 0:
        return COMPLETE
    return max(GROUNDS, key=lambda ground: total(sums, ground.stages))


def done_of(sums: Sums) -> int:
    return total(sums, ground_of(sums).stages)


def standing_count(of: Q) -> Sum:
    """How many of these entries stand, within a group that keeps an entry and its mirror together.

    A mirror repeats every column of its one original that a rule here may read, the database sees to it: what it takes
    away is that entry and nothing else.
    """
    each = Case(When(reverses__isnull=True, then=1), default=-1, output_field=IntegerField())
    return Sum(each, filter=of, default=0)


def judged_sums() -> dict[str, Sum]:
    """What the rules read, within a group of entries of one beneficiary, or of none."""
    return {stage.value: stage_sum([stage]) for stage in Stage} | {
        SETTLEMENTS: standing_count(Q(stage=Stage.SETTLED)),
        NAMELESS: standing_count(Q(stage__in=JUDGED, beneficiary__isnull=True)),
    }


def done_sql(column: str = "{}") -> str:
    """thực hiện of one part as SQL text, over columns named as in judged_sums(); `column`: how each is written."""

    def added(ground):
        return " + ".join(column.format(stage.value) for stage in ground.stages)

    whens = [f"WHEN {column.format(SETTLEMENTS)} > 0 THEN {added(COMPLETE)}"]
    for n, ground in enumerate(GROUNDS[:-1], start=1):
        largest = " AND ".join(f"{added(ground)} >= {added(other)}" for other in GROUNDS[n:])
        whens.append(f"WHEN {largest} THEN {added(ground)}")
    return f"CASE {' '.join(whens)} ELSE {added(GROUNDS[-1])} END"


def judged_sql() -> str:
    """thực hiện of a group of rows, one a beneficiary: of each by itself where all entries name theirs, else of all."""
    return f"CASE WHEN SUM({NAMELESS}) > 0 THEN {done_sql('SUM({})')} ELSE SUM({done_sql()}) END"
