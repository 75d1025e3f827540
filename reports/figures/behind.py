"""How each figure is made, in words and in the entries that it adds: for the pages "Nguồn số liệu"."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from printing.table import COUNT, MONEY
from programs.choices import FAMILY_OF_SOURCE, PROMOTION_SOURCES, Family, Happening, Source, Stage
from reports.figures.figures import LineFigures

KCQG = frozenset({Source.KCQG})
KCDP = frozenset(source for source, family in FAMILY_OF_SOURCE.items() if family == Family.KCDP)
OWN, OTHER = frozenset({Source.OWN}), frozenset({Source.OTHER})
ANY = frozenset(FAMILY_OF_SOURCE)
PLAN = (Stage.ASSIGNED, Stage.CARRIED)
DISBURSED = (Stage.ADVANCED, Stage.PAID)

PLAN_WORDS = "Kế hoạch giao + kinh phí năm trước chuyển sang, của {of}."
DONE_WORDS = (
    "Thực hiện của {of}, tính theo từng đề án, nguồn vốn, năm ngân sách rồi cộng lại: quyết toán nếu đã quyết toán "
    "(kể cả 0 đồng), nếu chưa thì số lớn hơn giữa giá trị nghiệm thu và giải ngân (tạm ứng + thanh toán)."
)
OWN_WORDS = (
    "{of}: quyết toán nếu đã có, nếu chưa thì giá trị đã xác nhận khi nghiệm thu; tính theo từng đề án."
)


@dataclass(frozen=True)
class Behind:
    """How one code is made: from entries of money (sources and stages, or worked out as done), of others, or of codes."""

    words: str
    kind: str  # entries, done, events, planned, businesses, results, ratio
    sources: frozenset = frozenset()
    stages: tuple = ()
    off_project: bool = False
    happening: str = ""
    level: str = ""
    parts: tuple[str, ...] = ()


def _plan(of, sources):
    return Behind(PLAN_WORDS.format(of=of), "entries", sources, PLAN)


def _done(of, sources, words=DONE_WORDS, **options):
    return Behind(words.format(of=of), "done", sources, **options)


def _stage(what, sources, *stages):
    return Behind(f"Cộng các bút toán {what}.", "entries", sources, stages)


def _events(what, happening):
    words = (
        f"Số đề án có bước {what} trong kỳ, mỗi đề án đếm một lần; không kể bước đã hủy và khoản ngoài đề án."
    )
    return Behind(words, "events", happening=happening)


def _planned(of, level):
    words = f"Số đề án {of} có kế hoạch giao + chuyển nguồn lớn hơn 0 trong năm ngân sách; cấp theo đề án."
    return Behind(words, "planned", level=level)


BEHIND: dict[str, Behind] = {
    "F.1": _events("phê duyệt", Happening.APPROVED),
    "F.2": _events("nghiệm thu", Happening.ACCEPTED),
    "F.3": _events("điều chỉnh", Happening.ADJUSTED),
    "F.4": _events("ngừng triển khai", Happening.STOPPED),
    "F.5": _plan("KCQG", KCQG),
    "F.6": _done("KCQG", KCQG),
    "F.7": _plan("KCĐP", KCDP),
    "F.8": _done("KCĐP", KCDP),
    "F.9": _done("Vốn đối ứng", OWN, OWN_WORDS),
    "F.10": _done("Vốn khác", OTHER, OWN_WORDS),
    "F.11": _done("kinh phí khuyến công (KCQG + KCĐP)", PROMOTION_SOURCES),
    "F.12": Behind("Thực hiện / kế hoạch x 100.", "ratio", parts=("F.11", "F.16")),
    "F.13": Behind("Thực hiện KCQG / thực hiện kinh phí khuyến công x 100.", "ratio", parts=("F.6", "F.11")),
    "F.14": Behind("Giải ngân / kế hoạch x 100.", "ratio", parts=("disbursed", "F.16")),
    "F.16": _plan("kinh phí khuyến công (KCQG + KCĐP)", PROMOTION_SOURCES),
    "F.17": _done("mọi nguồn vốn, kể cả đối ứng và vốn khác", ANY),
    "F.18": _stage("giá trị ký hợp đồng, KCQG", KCQG, Stage.CONTRACTED),
    "F.19": _stage("giá trị ký hợp đồng, KCĐP", KCDP, Stage.CONTRACTED),
    "F.20": _stage("tạm ứng, KCQG", KCQG, Stage.ADVANCED),
    "F.21": _stage("tạm ứng, KCĐP", KCDP, Stage.ADVANCED),
    "F.22": _stage("tạm ứng và thanh toán, KCQG", KCQG, *DISBURSED),
    "F.23": _stage("tạm ứng và thanh toán, KCĐP", KCDP, *DISBURSED),
    "F.24": _stage("quyết toán, KCQG", KCQG, Stage.SETTLED),
    "F.25": _stage("quyết toán, KCĐP", KCDP, Stage.SETTLED),
    "F.26": _planned("KCQG", "kcqg"),
    "F.27": _planned("KCĐP", "kcdp"),
    "F.28": Behind("Cộng vốn đối ứng đã cam kết.", "entries", OWN, (Stage.ASSIGNED,)),
    "F.29": _stage("năm trước chuyển sang, kinh phí khuyến công", PROMOTION_SOURCES, Stage.CARRIED),
    "F.30": _done("các khoản ngoài đề án (chi phí quản lý)", PROMOTION_SOURCES, off_project=True),
    "F.31": _stage("thu hồi, kinh phí khuyến công", PROMOTION_SOURCES, Stage.RECOVERED),
    "S.1": Behind(
        "Số cơ sở thụ hưởng của các đề án có kinh phí khuyến công đã giải ngân, nghiệm thu hoặc quyết toán trong kỳ; "
        "mỗi cơ sở đếm một lần, nên tổng có thể nhỏ hơn cộng các dòng.",
        "businesses",
    ),
    "S.5": Behind("Vốn đối ứng / kinh phí khuyến công, đều là thực hiện.", "ratio", parts=("F.9", "F.11")),
    "projects": Behind("Số đề án KCQG và KCĐP có kế hoạch trong năm ngân sách lớn hơn 0.", "planned"),
    "contracted": _stage("giá trị ký hợp đồng, KCQG và KCĐP", PROMOTION_SOURCES, Stage.CONTRACTED),
    "advanced": _stage("tạm ứng, KCQG và KCĐP", PROMOTION_SOURCES, Stage.ADVANCED),
    "paid": _stage("thanh toán, KCQG và KCĐP", PROMOTION_SOURCES, Stage.PAID),
    "disbursed": _stage("tạm ứng và thanh toán, KCQG và KCĐP", PROMOTION_SOURCES, *DISBURSED),
    "accepted": _stage("giá trị nghiệm thu, KCQG và KCĐP", PROMOTION_SOURCES, Stage.ACCEPTED),
    "settled": _stage("quyết toán, KCQG và KCĐP", PROMOTION_SOURCES, Stage.SETTLED),
}
# Codes of our own beside those of the indicators: name, unit, how the figure is read.
EXTRA: dict[str, tuple[str, Callable[[LineFigures], Any]]] = {
    "projects": ("Số đề án có kế hoạch", lambda f: f.project_count()),
    "contracted": ("Giá trị ký hợp đồng", lambda f: f.tally.promotion.contracted),
    "advanced": ("Tạm ứng", lambda f: f.tally.promotion.advanced),
    "paid": ("Thanh toán", lambda f: f.tally.promotion.paid),
    "disbursed": ("Giải ngân kinh phí khuyến công", lambda f: f.tally.promotion.disbursed),
    "accepted": ("Giá trị nghiệm thu", lambda f: f.tally.promotion.accepted),
    "settled": ("Quyết toán", lambda f: f.tally.promotion.settled),
}
KINDS = {"entries": MONEY, "done": MONEY, "events": COUNT, "planned": COUNT, "businesses": COUNT}
