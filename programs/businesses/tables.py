"""The columns of the list of businesses, said once for the screen and for the file."""

from collections import defaultdict
from dataclasses import dataclass

from printing.table import COUNT
from programs.models import Business
from programs.pages.lists import ListColumn, batched


@dataclass
class BusinessRow:
    """A business of the list with how many projects it benefits from."""

    business: Business
    projects: int = 0


def business_rows(businesses, benefits) -> list[BusinessRow]:
    """The businesses with the number of projects among `benefits`, already narrowed to what the person sees."""
    businesses = list(businesses)
    projects = defaultdict(set)
    for some in batched(businesses):
        pairs = benefits.standing().filter(business__in=some)
        for business, project in pairs.values_list("business_id", "project_id"):
            projects[business].add(project)
    return [BusinessRow(business, len(projects[business.pk])) for business in businesses]


BUSINESS_COLUMNS = (
    ListColumn("Tên cơ sở", lambda r: r.business.name, key="name", width=44, sort="name", card="title"),
    ListColumn(
        "Loại hình",
        lambda r: r.business.get_legal_form_display(),
        key="form",
        width=22,
        sort="form",
        card="fact",
    ),
    ListColumn("Mã số thuế", lambda r: r.business.tax_code or None, key="tax", width=16),
    ListColumn("Tỉnh, thành phố", lambda r: str(r.business.unit), key="unit", width=24, sort="unit"),
    ListColumn("Địa bàn", lambda r: r.business.place or None, key="place", width=28, card="fact"),
    ListColumn(
        "Địa chỉ sản xuất", lambda r: r.business.production_address, key="address", width=40, file_only=True
    ),
    ListColumn(
        "Ngành nghề", lambda r: r.business.get_sector_display(), key="sector", width=30, file_only=True
    ),
    ListColumn("Sản phẩm chính", lambda r: r.business.products or None, key="products", width=36),
    ListColumn("Lao động", lambda r: r.business.workers, COUNT, key="workers", sort="workers"),
    ListColumn("Số đề án", lambda r: r.projects, COUNT, key="projects", card="fact"),
    ListColumn("Điện thoại", lambda r: r.business.phone, key="phone", width=16, file_only=True),
    ListColumn(
        "Dữ liệu minh họa",
        lambda r: "Minh họa" if r.business.illustrative else "",
        key="illustrative",
        file_only=True,
    ),
)
