"""Every figure that is worked out of the ledgers, each said once: its row here.

The command `figures`, the pages "Nguồn số liệu", the annexes and the overview all take a figure from its row. What
people type has no row: reports.figures.indicators makes a figure of the indicator itself.

Money comes in whole đồng, counts as whole numbers, ratios as a Fraction, which is stated times a hundred where the unit
is per cent. None is "–": nothing to divide by, or a plan asked by date alone.
"""

from printing.numbers import DONG
from printing.table import COUNT, PERCENT, QUANTITY, Kind
from programs.choices import FAMILY_OF_SOURCE, Family, Happening, Level, Stage
from programs.measures import (
    DISBURSED,
    DISBURSED_WORDS,
    DONE_WORDS,
    OWN_DONE_WORDS,
    PLAN_OF_RANGE_WORDS,
    PLAN_WORDS,
    PROMOTION_SOURCES,
    PROMOTION_WORDS,
    SERVED_WORDS,
    SETTLED,
    SETTLED_WORDS,
    sources_of,
)
from reports.figures.definitions import Definition, Part, Place, Rows
from reports.figures.figures import Tally, ratio

KCQG = Part("KCQG", sources_of(Family.KCQG), lambda tally, _: tally.kcqg)
KCDP = Part("KCĐP", sources_of(Family.KCDP), lambda tally, _: tally.kcdp)
PROMOTION = Part(PROMOTION_WORDS, PROMOTION_SOURCES, Tally.at)
OWN = Part("vốn đối ứng", sources_of(Family.OWN), Tally.own_at)
OTHER = Part("vốn khác", sources_of(Family.OTHER), lambda tally, _: tally.other)
EVERYTHING = Part(
    "mọi nguồn vốn, kể cả đối ứng và vốn khác", frozenset(FAMILY_OF_SOURCE), lambda tally, _: tally.everything
)
OFF_PROJECT = Part(
    "các khoản ngoài đề án (chi phí quản lý)",
    PROMOTION_SOURCES,
    lambda tally, _: tally.off_project,
    off_project=True,
)


def _plan(code: str, part: Part, words: str = "", carried: bool = False, **options) -> Definition:
    """`carried`: of the plan only what came from the years before."""
    sentence = (words or "{plan}, của {part}; {range}").format(
        plan=_capital(PLAN_WORDS), part=part.words, range=PLAN_OF_RANGE_WORDS
    )
    read = part.read(lambda m: m.plan - m.of(Stage.ASSIGNED) if carried else m.plan)
    stages = (Stage.CARRIED,) if carried else ()
    return Definition(code, f"{sentence}.", Rows.PLAN, read, stages=stages, **part.limits, **options)


def _done(code: str, part: Part, words: str = DONE_WORDS, **options) -> Definition:
    sentence = f"Thực hiện của {part.words}: {words}."
    return Definition(code, sentence, Rows.DONE, part.read(lambda m: m.done), **part.limits, **options)


def _entries(code: str, part: Part, *stages: Stage, **options) -> Definition:
    sentence = f"Cộng các bút toán {' và '.join(stage.label.lower() for stage in stages)}, {part.words}."
    read = part.read(lambda m: m.of(*stages))
    return Definition(code, sentence, Rows.ENTRIES, read, stages=stages, **part.limits, **options)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


# --- counts and ratios -----------------------------------------------------------------------------------------------


def _events(code: str, what: str, happening: Happening, **options) -> Definition:
    sentence = (
        f"Số đề án có bước {what} trong kỳ, mỗi đề án đếm một lần; không kể bước đã hủy và khoản ngoài đề án."
    )

    def read(figures, level):
        return figures.count_of(happening, level)

    return Definition(code, sentence, Rows.EVENTS, read, COUNT, unit="đề án", happening=happening, **options)


def _planned(code: str, of: str, only: Level | None = None, **options) -> Definition:
    sentence = f"Số đề án {of} có kế hoạch ({PLAN_WORDS}) lớn hơn 0 trong năm ngân sách; cấp theo đề án."

    def read(figures, level):
        return figures.project_count(only or level)

    return Definition(code, sentence, Rows.PLANNED, read, COUNT, unit="đề án", level=only or "", **options)


def _businesses(code: str, words: str, held: str, **options) -> Definition:
    sentence = (
        f"Số cơ sở đang là đơn vị thụ hưởng của các đề án có {words} trong kỳ; dòng của năm sau, ngày sau không tính. "
        "Mỗi cơ sở đếm một lần, nên tổng có thể nhỏ hơn cộng các dòng."
    )

    def read(figures, level):
        return figures.businesses(getattr(figures, held), level)

    return Definition(code, sentence, Rows.BUSINESSES, read, COUNT, unit="cơ sở", **options)


def _ratio(code: str, words: str, part: str, whole: str, kind: Kind = PERCENT, **options) -> Definition:
    terms = (ADDED[part], ADDED[whole])

    def read(figures, level):
        return ratio(*(term.value(figures, level=level) for term in terms))

    sentence = f"{words} x 100." if kind is PERCENT else f"{words}."
    return Definition(code, sentence, Rows.RATIO, read, kind, terms=terms, **options)


def _by_code(*definitions: Definition) -> dict[str, Definition]:
    return {definition.code: definition for definition in definitions}


# --- the list --------------------------------------------------------------------------------------------------------

ADDED = _by_code(
    _events(
        "F.1", "phê duyệt", Happening.APPROVED, place=Place("A", "Đề án được phê duyệt", plan="projects")
    ),
    _events("F.2", "nghiệm thu", Happening.ACCEPTED, place=Place("A", "Đề án nghiệm thu")),
    _events("F.3", "điều chỉnh", Happening.ADJUSTED, place=Place("A", "Đề án điều chỉnh")),
    _events("F.4", "ngừng triển khai", Happening.STOPPED, place=Place("A", "Đề án ngừng thực hiện")),
    _plan("F.5", KCQG),
    _done("F.6", KCQG),
    _plan("F.7", KCDP),
    _done("F.8", KCDP),
    _plan("F.16", PROMOTION),
    _done("F.11", PROMOTION, place=Place("B", "Kinh phí khuyến công", "1", plan="F.16")),
    _plan(
        "F.29",
        PROMOTION,
        "Trong kế hoạch: cộng các bút toán năm trước chuyển sang, {part}; {range}",
        carried=True,
        place=Place("B", "Trong đó: năm trước chuyển sang", "1.1", is_plan=True),
    ),
    _entries("F.18", KCQG, Stage.CONTRACTED),
    _entries("F.19", KCDP, Stage.CONTRACTED),
    _entries(
        "contracted",
        PROMOTION,
        Stage.CONTRACTED,
        name=Stage.CONTRACTED.label,
        place=Place("B", Stage.CONTRACTED.label, "1.2", base="F.11"),
    ),
    _entries("F.20", KCQG, Stage.ADVANCED),
    _entries("F.21", KCDP, Stage.ADVANCED),
    _entries(
        "advanced",
        PROMOTION,
        Stage.ADVANCED,
        name=Stage.ADVANCED.label,
        place=Place("B", Stage.ADVANCED.label, "1.3", base="F.11"),
    ),
    _entries("paid", PROMOTION, Stage.PAID, name=Stage.PAID.label),
    _entries("F.22", KCQG, *DISBURSED),
    _entries("F.23", KCDP, *DISBURSED),
    _entries(
        "disbursed",
        PROMOTION,
        *DISBURSED,
        name="Giải ngân kinh phí khuyến công",
        place=Place("B", _capital(DISBURSED_WORDS), "1.4", base="F.11"),
    ),
    _entries("accepted", PROMOTION, Stage.ACCEPTED, name=Stage.ACCEPTED.label),
    _entries("F.24", KCQG, *SETTLED),
    _entries("F.25", KCDP, *SETTLED),
    _entries("settled", PROMOTION, *SETTLED, name=_capital(SETTLED_WORDS)),
    _entries("F.31", PROMOTION, Stage.RECOVERED),
    _done("F.30", OFF_PROJECT),
    _plan("F.28", OWN, "Cộng {part} đã cam kết"),
    _done(
        "F.9",
        OWN,
        OWN_DONE_WORDS,
        place=Place(
            "B", "Vốn đối ứng của cơ sở CNNT (cam kết; đã xác nhận)", "2", plan="F.28", by_level=False
        ),
    ),
    _plan("other_planned", OTHER, "Cộng {part} đã cam kết", name="Vốn khác – cam kết"),
    _done(
        "F.10",
        OTHER,
        OWN_DONE_WORDS,
        place=Place("B", "Vốn khác (tài trợ, lồng ghép)", "3", plan="other_planned", by_level=False),
    ),
    _plan("everything_planned", EVERYTHING, name="Tổng vốn của đề án – kế hoạch"),
    _done(
        "F.17",
        EVERYTHING,
        place=Place(
            "B",
            "Tổng vốn thực hiện đề án (1 + 2 + 3)",
            "4",
            plan="everything_planned",
            by_level=False,
            adds=("F.11", "F.9", "F.10"),
        ),
    ),
    _planned("projects", "KCQG và KCĐP", name="Số đề án có kế hoạch"),
    _planned("F.26", "KCQG", Level.KCQG),
    _planned("F.27", "KCĐP", Level.KCDP),
    _businesses(
        "planned_businesses",
        f"kế hoạch ({PLAN_WORDS}) kinh phí khuyến công",
        "planned_businesses",
        of_plan=True,
        name="Số cơ sở CNNT có trong kế hoạch",
    ),
    _businesses(
        "S.1",
        SERVED_WORDS,
        "served_businesses",
        place=Place("A", "Cơ sở CNNT thụ hưởng (không trùng)", plan="planned_businesses"),
    ),
)
RATIOS = _by_code(
    _ratio("F.12", "Thực hiện / kế hoạch", "F.11", "F.16"),
    _ratio("F.13", "Thực hiện KCQG / thực hiện kinh phí khuyến công", "F.6", "F.11"),
    _ratio("F.14", "Giải ngân / kế hoạch", "disbursed", "F.16"),
    Definition(
        "F.15",
        "Thực hiện kinh phí khuyến công của vùng / của cả nước x 100.",
        Rows.COUNTRY,
        None,
        PERCENT,
    ),
    _ratio(
        "S.5",
        "Vốn đối ứng / kinh phí khuyến công, đều là thực hiện",
        "F.9",
        "F.11",
        QUANTITY,
        unit=DONG,
        place=Place("D", "Đồng vốn đối ứng trên một đồng kinh phí khuyến công", by_level=False),
    ),
)
CATALOGUE = ADDED | RATIOS
