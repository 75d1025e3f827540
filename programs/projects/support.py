"""What support a business got by projects, and its page that tells it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html

from accounts.personal import seen
from printing.table import MONEY
from programs.models import Beneficiary, Business, MoneyEntry
from programs.pages.lists import ListColumn, ShownTable
from programs.pages.views import DetailPage


@dataclass
class Benefit:
    """One support that a business got: by which project, how much for it, how much of it paid."""

    beneficiary: Beneficiary
    amount: int | None
    disbursed: int | None


def benefits_of(business, user) -> list[Benefit]:
    """What the person may see of the support that a business got; newest projects first. Two queries."""
    rows = list(
        Beneficiary.objects.standing()
        .visible_to(user)
        .filter(business=business)
        .select_related("project__unit", "project__activity")
        .order_by("-project__first_year", "project__code")
    )
    entries = MoneyEntry.objects.visible_to(user).filter(beneficiary__in=rows)
    sums = entries.planned_and_disbursed(by="beneficiary_id")
    answer = []
    for row in rows:
        own = sums.get(row.pk, {})
        amount = row.amount if row.amount is not None else own.get("planned")
        answer.append(Benefit(row, amount, own.get("disbursed")))
    return answer


def project_of(benefit) -> str:
    return reverse("project_detail", args=[benefit.beneficiary.project.code])


def name_year_and_content(benefit) -> str:
    project = benefit.beneficiary.project
    facts = f"{project.first_year} · {project.activity.name}"
    return format_html('{}<span class="d-block muted small">{}</span>', project.name, facts)


BENEFIT_COLUMNS = (
    ListColumn("Đề án", lambda b: b.beneficiary.project.name, card="title", show=name_year_and_content),
    ListColumn("Kinh phí hỗ trợ", lambda b: b.amount, MONEY, card="fact"),
    ListColumn("Đã giải ngân", lambda b: b.disbursed, MONEY, card="fact"),
)


class BusinessDetail(DetailPage):
    model = Business
    template_name = "programs/business_detail.html"

    def get(self, request, *args, **kwargs):
        """A household's telephone, number and home: who looked is in the log."""
        response = super().get(request, *args, **kwargs)
        seen(request, Business, object=self.object)
        return response

    def get_queryset(self):
        return super().get_queryset().select_related("unit")

    def get_crumbs(self):
        return [("Cơ sở CNNT", reverse("business_list")), (self.object.name, "")]

    def get_context_data(self, **kwargs):
        benefits = benefits_of(self.object, self.request.user)
        return super().get_context_data(
            benefits=benefits,
            table=ShownTable("Bảng hỗ trợ đã nhận", BENEFIT_COLUMNS, benefits, project_of),
            total_amount=sum(benefit.amount or 0 for benefit in benefits),
            total_disbursed=sum(benefit.disbursed or 0 for benefit in benefits),
            **kwargs,
        )
