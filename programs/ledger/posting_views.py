"""The page of one posting."""

from dataclasses import dataclass

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from programs.access import Scope, may
from programs.choices import PostingKind
from programs.ledger.acts import NOUN_OF_KIND
from programs.ledger.lines import LedgerLine
from programs.ledger.nouns import states_of
from programs.ledger.tables import MONEY_COLUMNS, RESULT_COLUMNS, project_money
from programs.models import (
    BeneficiaryEntry,
    Business,
    Closure,
    MoneyEntry,
    PostedRow,
    Posting,
    Project,
    ProjectEvent,
    ResultEntry,
    SameBusiness,
)
from programs.pages.history import Change, changes_by
from programs.pages.lists import ShownTable

SHOWN_LINES = 300  # of one ledger: a loaded file may be one posting of thousands


@dataclass(frozen=True)
class Edit:
    """What the posting made of one project, business or department, and where it stands now ("" for no page)."""

    change: Change
    name: str
    url: str


class PostingDetail(TemplateView):
    """One act of writing: who, when, why, and those of its lines that the person may see."""

    template_name = "programs/posting_detail.html"

    def of_scope(self, model, *related, **conditions):
        rows = model.objects.visible_to(self.request.user).filter(**conditions)
        return list(rows.select_related(*related).order_by("pk")[:SHOWN_LINES])

    def lines(self, model, *related) -> list[LedgerLine]:
        rows = self.of_scope(model, "unit", "project", "reversed_by__posting", *related, posting=self.posting)
        user, correction = self.request.user, PostingKind.CORRECTION
        return [LedgerLine(row, may_correct=may(user, correction, row.unit_id)) for row in rows]

    def reference(self) -> list[tuple[str, str]]:
        """What was ended and added of reference data, in words; everybody may read them."""
        if self.posting.kind != PostingKind.REFERENCE:
            return []
        told = []
        for model in apps.get_models():
            if issubclass(model, PostedRow):
                ended, added = (self.of_scope(model, **{name: self.posting}) for name in ("ended", "added"))
                told += [
                    (f"{verb} {model._meta.verbose_name}", words) for verb, words in edited(ended, added)
                ]
        return told

    def edits(self) -> list[Edit]:
        """Of the table that the kind of the posting names; what stood before the first act is of all."""
        kind, scope = self.posting.kind, Scope.of(self.request.user)
        tables = (
            NOUN_OF_KIND.values() if kind == PostingKind.SYSTEM else filter(None, [NOUN_OF_KIND.get(kind)])
        )
        found = []
        for model in tables:
            changes = changes_by(states_of(self.posting, model, scope)[:SHOWN_LINES])
            ways = addresses(model, [change.record.id for change in changes])
            found += [Edit(change, change.record.name, ways.get(change.record.id, "")) for change in changes]
        return found

    def get_context_data(self, **kwargs):
        rows = Posting.objects.visible_to(self.request.user).select_related("recorded_by")
        self.posting = get_object_or_404(rows, number=self.kwargs["number"])
        shown = {
            "money": self.lines(MoneyEntry, "beneficiary__business"),
            "results": self.lines(ResultEntry, "indicator"),
            "events": self.lines(ProjectEvent),
            "closures": self.of_scope(Closure, "unit", posting=self.posting),
            "beneficiaries": self.lines(BeneficiaryEntry, "business"),
            "same": self.of_scope(SameBusiness, "business", "same_as", posting=self.posting),
            "apart": self.of_scope(SameBusiness, "business", "same_as", undone_posting=self.posting),
            "reference": self.reference(),
            "edits": self.edits(),
        }
        scope = Scope.of(self.request.user)
        if not any(shown.values()) and not scope.nationwide:
            raise Http404  # everything in it belongs to others: the reason, too
        return super().get_context_data(
            posting=self.posting,
            money_table=ShownTable("Kinh phí", MONEY_COLUMNS, shown["money"], project_money),
            results_table=ShownTable("Kết quả", RESULT_COLUMNS, shown["results"]),
            cut=SHOWN_LINES if any(len(rows) == SHOWN_LINES for rows in shown.values()) else 0,
            crumbs=[(f"Bút toán số {self.posting.number}", "")],
            **shown,
            **kwargs,
        )


def edited(ended: list[PostedRow], added: list[PostedRow]) -> list[tuple[str, str]]:
    """One row in the place of another is an edit, told by what it changed; several are told one by one."""
    if len(ended) == len(added) == 1:
        (old,), (new,) = ended, added
        told = [f"{name}: {before} → {after}" for name, before, after in old.changes_to(new)]
        return [("sửa", f"{new} ({'; '.join(told)})")]
    return [*(("bỏ", str(row)) for row in ended), *(("thêm", str(row)) for row in added)]


def addresses(model, pks) -> dict[int, str]:
    """The pages of these nouns, by number of row; none for a department."""
    if model is Project:
        codes = Project.objects.filter(pk__in=pks).values_list("pk", "code")
        return {pk: reverse("project_detail", args=[code]) for pk, code in codes}
    if model is Business:
        return {pk: reverse("business_detail", args=[pk]) for pk in pks}
    return {}
