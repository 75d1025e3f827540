"""Where a project stands, what the next step still needs, and what does not fit together. Pure: reads a ProjectStory."""

from dataclasses import dataclass

from printing.numbers import format_date, format_money
from programs.choices import UNDER_WAY, Family, Happening, Outcome, Phase, ProjectKind, Stage
from programs.projects.story import ProjectStory

PATH = [
    (Happening.REGISTERED, Phase.REGISTERED),
    (Happening.APPRAISED, Phase.APPRAISED),
    (Happening.APPROVED, Phase.APPROVED),
    (Happening.CONTRACTED, Phase.CONTRACTED),
    (Happening.RUNNING, Phase.RUNNING),
    (Happening.ACCEPTED, Phase.ACCEPTED),
    (Happening.SETTLED, Phase.SETTLED),
]


@dataclass(frozen=True)
class Need:
    """One thing that the next step asks for, whether it is there, and where it is entered."""

    text: str
    met: bool
    section: str


@dataclass(frozen=True)
class NextStep:
    happening: str
    needs: list[Need]

    @property
    def label(self) -> str:
        return Happening(self.happening).label

    @property
    def missing(self) -> list[Need]:
        return [need for need in self.needs if not need.met]


def stepper(story: ProjectStory) -> list[dict]:
    """The steps as templates/components/stepper.html wants them; empty for money outside any đề án."""
    if story.project.kind == ProjectKind.OFF_PROJECT:
        return []
    phases = [phase for _, phase in PATH]
    phase = story.project.phase
    stopped = phase == Phase.STOPPED
    done_phases = [phases.index(p) for h, p in PATH if h in story.done]
    reached = max(done_phases, default=0) if stopped else phases.index(phase)
    steps = []
    for place, (happening, at) in enumerate(PATH):
        event = story.done.get(happening)
        current = place == reached and not stopped and at != Phase.SETTLED
        step = {
            "name": Phase(at).label,
            "state": "current" if current else "done" if place <= reached else "todo",
        }
        if event and place <= reached:
            step["since"] = f"từ {format_date(event.on)}" if current else format_date(event.on)
        elif 0 < place <= reached:
            step["note"] = "không ghi bước này"
        steps.append(step)
    if stopped:
        event = story.done.get(Happening.STOPPED)
        steps.insert(reached + 1, {"name": Phase.STOPPED.label, "state": "stopped"})
        if event:
            steps[reached + 1]["since"] = f"từ {format_date(event.on)}"
        return steps[: reached + 2]
    return steps


def next_step(story: ProjectStory) -> NextStep | None:
    """The step that comes next with its needs; None at the end of the way."""
    if story.project.kind == ProjectKind.OFF_PROJECT:
        return None
    plan = Need("Kế hoạch giao kinh phí", story.plan > 0, "kinh-phi")
    contract = Need("Giá trị ký hợp đồng", story.promotion_sum(Stage.CONTRACTED) > 0, "kinh-phi")
    businesses = Need("Đơn vị thụ hưởng (nếu có)", bool(story.standing_beneficiaries), "thu-huong")
    results = Need("Kết quả thực hiện theo chỉ tiêu", story.has_results, "ket-qua")
    accepted = Need("Giá trị nghiệm thu", story.promotion_sum(Stage.ACCEPTED) > 0, "kinh-phi")
    settled = Need("Số quyết toán hoàn tất (0 đồng cũng ghi)", story.is_settled_in_money, "kinh-phi")
    ahead = {
        Phase.REGISTERED: (Happening.APPRAISED, [businesses]),
        Phase.APPRAISED: (Happening.APPROVED, [businesses]),
        Phase.APPROVED: (Happening.CONTRACTED, [plan, contract, businesses]),
        Phase.CONTRACTED: (Happening.RUNNING, [plan, contract]),
        Phase.RUNNING: (Happening.ACCEPTED, [plan, results, accepted]),
        Phase.ACCEPTED: (Happening.SETTLED, [results, accepted, settled]),
    }.get(story.project.phase)
    if ahead is None:
        return None
    happening, needs = ahead
    return NextStep(
        happening, [*needs, Need(f"Văn bản {Happening(happening).label.lower()}", False, "cac-buoc")]
    )


def warnings(story: ProjectStory) -> list[str]:
    """What does not fit together, in full sentences; most weighty first."""
    found = [text for money in story.promotion for text in _money_warnings(money)]
    project, done = story.project, story.done
    if project.kind == ProjectKind.OFF_PROJECT:
        return found
    accepted = story.promotion_sum(Stage.ACCEPTED)
    if accepted and Happening.ACCEPTED not in done:
        found.append("Đã ghi giá trị nghiệm thu nhưng chưa ghi bước nghiệm thu (số, ngày văn bản).")
    if Happening.ACCEPTED in done and not accepted:
        found.append("Đã nghiệm thu nhưng chưa ghi giá trị nghiệm thu.")
    if story.is_settled_in_money and Happening.SETTLED not in done:
        found.append("Đã ghi số quyết toán nhưng chưa ghi bước thanh lý, quyết toán.")
    if (
        story.plan > 0
        and Happening.APPROVED not in done
        and project.phase in (Phase.REGISTERED, Phase.APPRAISED)
    ):
        found.append("Đã giao kế hoạch kinh phí nhưng đề án chưa được phê duyệt.")
    if project.phase in UNDER_WAY and project.ends_on and project.ends_on < story.today:
        found.append(
            f"Đã quá thời gian thực hiện (đến {format_date(project.ends_on)}) mà chưa nghiệm thu, điều chỉnh hay ngừng."
        )
    if project.kind == ProjectKind.GROUP and not story.standing_beneficiaries:
        found.append("Đề án nhóm chưa có đơn vị thụ hưởng nào.")
    given = sum(row.amount or 0 for row in story.standing_beneficiaries)
    if story.plan > 0 and given > story.plan:
        found.append(
            f"Kinh phí hỗ trợ các đơn vị thụ hưởng ({format_money(given)} đồng) lớn hơn kế hoạch "
            f"({format_money(story.plan)} đồng)."
        )
    last = next((line.entry for line in reversed(story.events) if line.stands), None)
    if last and last.outcome in (Outcome.RETURNED, Outcome.REFUSED):
        found.append(
            f"Bước {last.get_happening_display().lower()} ngày {format_date(last.on)}: "
            f"{last.get_outcome_display().lower()}."
        )
    return found


def _money_warnings(money) -> list[str]:
    name, plan = Family(money.family).label, money.plan
    contracted, accepted = money.by_stage[Stage.CONTRACTED], money.by_stage[Stage.ACCEPTED]
    pairs = [
        ("Giải ngân", money.disbursed, "kế hoạch", plan),
        ("Giá trị ký hợp đồng", contracted, "kế hoạch", plan),
        ("Giá trị nghiệm thu", accepted, "kế hoạch", plan),
        ("Số quyết toán", money.settled, "kế hoạch", plan),
    ]
    if contracted > 0:
        pairs.append(("Giải ngân", money.disbursed, "giá trị hợp đồng", contracted))
    if money.is_complete:
        pairs.append(("Giải ngân", money.disbursed, "quyết toán", money.settled))
    found = [
        f"{name}: {what.lower()} ({format_money(amount)} đồng) lớn hơn {limit_name} ({format_money(limit)} đồng)."
        for what, amount, limit_name, limit in pairs
        if amount > limit
    ]
    sums = [
        ("kế hoạch", plan),
        ("giá trị ký hợp đồng", contracted),
        ("tạm ứng", money.by_stage[Stage.ADVANCED]),
    ]
    sums += [
        ("giải ngân", money.disbursed),
        ("giá trị nghiệm thu", accepted),
    ]  # thanh toán alone may be a pay-back
    found += [
        f"{name}: {what} cộng lại là số âm ({format_money(amount)} đồng)."
        for what, amount in sums
        if amount < 0
    ]
    if money.is_complete and not (contracted or accepted or money.disbursed):
        found.append(f"{name}: đã quyết toán khi chưa có hợp đồng, giải ngân hay nghiệm thu nào.")
    return found
