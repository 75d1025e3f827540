"""Pages that write into the ledgers: money, results, and corrections of both."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from programs.access import may
from programs.choices import PostingKind
from programs.ledger import entries
from programs.ledger.entry_forms import WITHDRAW
from programs.ledger.money_forms import MoneyCorrectForm, MoneyForm
from programs.ledger.result_forms import (
    LevelCorrectForm,
    LevelForm,
    ProjectResultForm,
    ProvinceResultForm,
    ResultCorrectForm,
)
from programs.models import MoneyEntry, Project, ResultEntry
from programs.pages.views import CreatePage

REFUSAL = (
    "Anh/chị xem được đề án này nhưng không được ghi số liệu. Người ghi là chuyên viên, lãnh đạo của tỉnh."
)


class ActPage(CreatePage):
    """A page that writes one posting. `subject` is the row that the act is about: out of sight 404, not theirs 403."""

    template_name = "programs/entry_form.html"
    title = ""
    act = PostingKind.ENTRY  # what kind of act it is: whose it is, programs.access knows
    section = ""  # where on the project's page one comes back to
    from_address: tuple[str, ...] = ()  # fields that a link may fill in

    def dispatch(self, request, *args, **kwargs):
        self.subject = self.find_subject()
        if self.subject is not None and not may(request.user, self.act, self.subject.unit_id):
            raise PermissionDenied(REFUSAL)
        return super().dispatch(request, *args, **kwargs)

    def find_subject(self):
        raise NotImplementedError

    @property
    def project(self) -> Project | None:
        return self.subject if isinstance(self.subject, Project) else self.subject.project

    def get_initial(self):
        asked = {name: self.request.GET[name] for name in self.from_address if name in self.request.GET}
        return super().get_initial() | asked

    def back(self) -> str:
        """The section of the project's page that tells what was written."""
        return project_section(self.project, self.section)

    def get_cancel_url(self):
        return self.back()

    def get_crumbs(self):
        if self.project is None:
            return [("Kết quả chung của tỉnh", reverse("result_list")), (self.title, "")]
        return [
            ("Đề án", reverse("project_list")),
            (self.project.code, reverse("project_detail", args=[self.project.code])),
            (self.title, ""),
        ]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            title=self.title,
            project=self.project,
            file_lost=bool(self.request.FILES),
            **kwargs,
        )


def project_section(project, section) -> str:
    return reverse("project_detail", args=[project.code]) + (f"#{section}" if section else "")


class OfProject:
    """The act is about the project whose code is in the address."""

    def find_subject(self):
        rows = Project.objects.visible_to(self.request.user).select_related("unit__successor", "activity")
        return get_object_or_404(rows, code=self.kwargs["code"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"project": self.subject}


class OfEntry:
    """The act is about a line already written; what was taken back before is not taken back again."""

    def find_subject(self):
        rows = self.model.objects.visible_to(self.request.user).select_related(
            "unit", "project__unit", "project__activity", "posting__recorded_by"
        )
        return get_object_or_404(rows.filter(reverses__isnull=True), pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"entry": self.subject}

    def get_context_data(self, **kwargs):
        mirror = self.model.objects.filter(reverses=self.subject).select_related("posting").first()
        return super().get_context_data(entry=self.subject, mirror=mirror, withdraw_value=WITHDRAW, **kwargs)


# ------------------------------------------------------------------------------------------------------ money


class MoneyAdd(OfProject, ActPage):
    model = MoneyEntry
    form_class = MoneyForm
    title = "Ghi kinh phí"
    section = "kinh-phi"
    success_message = "Đã ghi một dòng kinh phí."
    submit_label = "Ghi vào sổ"
    from_address = ("stage", "source", "budget_year")

    def write(self, form):
        entries.add_money(entry=form.instance, by=self.request.user, reason=form.reason)
        return self.back()


class MoneyCorrect(OfEntry, ActPage):
    model = MoneyEntry
    form_class = MoneyCorrectForm
    act = PostingKind.CORRECTION
    template_name = "programs/entry_correct.html"
    title = "Điều chỉnh dòng kinh phí"
    section = "kinh-phi"
    success_message = "Đã điều chỉnh: dòng cũ được đảo, lý do hiện ở sổ."
    submit_label = "Lưu điều chỉnh"

    def write(self, form):
        replacement = None if form.withdraws else form.instance
        entries.correct(
            entry=self.subject,
            by=self.request.user,
            reason=form.reason,
            replacement=replacement,
            late=form.late,
        )
        return self.back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            what=self.subject.get_stage_display(), amount=self.subject.amount, **kwargs
        )


# ---------------------------------------------------------------------------------------------------- results


class ProjectResultAdd(OfProject, ActPage):
    model = ResultEntry
    form_class = ProjectResultForm
    title = "Ghi kết quả"
    section = "ket-qua"
    success_message = "Đã ghi một dòng kết quả."
    submit_label = "Ghi vào sổ"
    from_address = ("kind", "budget_year", "indicator")

    def write(self, form):
        entries.add_result(entry=form.instance, by=self.request.user, reason=form.reason)
        return self.back()


class ProvinceResultAdd(ActPage):
    """A result that belongs to no project; written for a province of one's own."""

    model = ResultEntry
    form_class = ProvinceResultForm
    title = "Ghi kết quả chung của tỉnh"
    success_message = "Đã ghi một dòng kết quả."
    submit_label = "Ghi vào sổ"
    from_address = ("unit", "kind", "budget_year", "indicator")
    project = None

    def find_subject(self):
        """None: of which province it is, the form asks."""

    def back(self):
        return reverse("result_list")

    def write(self, form):
        entries.add_result(entry=form.instance, by=self.request.user, reason=form.reason)
        return self.back()


class LevelAdd(ProvinceResultAdd):
    """The level that a stock of a province has reached on a day."""

    form_class = LevelForm
    title = "Ghi mức"
    success_message = "Đã ghi mức."
    from_address = ("unit", "kind", "indicator")


class ResultCorrect(OfEntry, ActPage):
    model = ResultEntry
    form_class = ResultCorrectForm
    act = PostingKind.CORRECTION
    template_name = "programs/entry_correct.html"
    section = "ket-qua"
    success_message = "Đã điều chỉnh: dòng cũ được đảo, lý do hiện ở sổ."
    submit_label = "Lưu điều chỉnh"

    @property
    def title(self):
        return "Điều chỉnh dòng kết quả" if self.subject.level_stated is None else "Điều chỉnh mức"

    def get_form_class(self):
        return ResultCorrectForm if self.subject.level_stated is None else LevelCorrectForm

    def back(self):
        return super().back() if self.project else reverse("result_list")

    def write(self, form):
        entries.correct(
            entry=self.subject,
            by=self.request.user,
            reason=form.reason,
            replacement=None if form.withdraws else form.instance,
            late=form.late,
        )
        return self.back()

    def get_context_data(self, **kwargs):
        return super().get_context_data(what=str(self.subject.indicator), **kwargs)
