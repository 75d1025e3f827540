"""Two records of one establishment: said by a posting, undone by a posting, one step deep."""

from collections.abc import Iterator

from django.db.models import Q

from programs.choices import PostingKind
from programs.ledger.acts import Act
from programs.ledger.closed import Closed
from programs.ledger.refusal import Objection
from programs.models import BeneficiaryEntry, SameBusiness


def against_same(row: SameBusiness, act: Act) -> Iterator[Objection]:
    """What speaks against a row that is said or undone; the database's triggers refuse the same on other paths."""
    if row.pk is None:
        yield from _against_chain(row)
    if act.kind != PostingKind.LATE:
        yield from _against_closure(row)


def _against_chain(row: SameBusiness) -> Iterator[Objection]:
    if row.business_id == row.same_as_id:
        yield "same_as", "Hãy chọn hai cơ sở khác nhau.", "same"
        return
    pair = (row.business_id, row.same_as_id)
    together = SameBusiness.objects.filter(undone_posting__isnull=True).select_related("business", "same_as")
    for found in together.filter(Q(business__in=pair) | Q(same_as=row.business_id)):
        words = f"«{found.business}» đang được tính là «{found.same_as}»; hãy tách lại trước, hoặc chọn cơ sở kia."
        yield (
            "business" if row.business_id in (found.business_id, found.same_as_id) else "same_as",
            words,
            "chain",
        )


def _against_closure(row: SameBusiness) -> Iterator[Objection]:
    """It would change what is counted in a closed period in which either benefits."""
    lines = BeneficiaryEntry.objects.filter(business__in=(row.business_id, row.same_as_id)).order_by()
    told = list(lines.values_list("unit_id", "on"))
    closed = Closed.read({unit_id for unit_id, _ in told})
    for (unit_id, year), cut_off in sorted(closed.last_days.items()):
        if any(unit == unit_id and on <= cut_off for unit, on in told):
            words = (
                f"Cơ sở này được đếm trong số liệu năm ngân sách {year} đã chốt đến hết ngày {cut_off:%d/%m/%Y}. "
                "Lãnh đạo đơn vị có thể bổ sung sau chốt, có ghi lý do."
            )
            yield "", words, "closed"
            return
