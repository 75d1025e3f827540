"""Every report of the portal: what it is called, what it answers, where it lies."""

from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class Report:
    title: str
    description: str
    address: str  # name of its page
    who: str

    @property
    def url(self) -> str:
        return reverse(self.address)


REPORTS = (
    Report(
        "Tổng quan",
        "Kế hoạch, thực hiện, giải ngân của vùng, tỉnh trong một kỳ, so với cùng kỳ; những điểm cần lưu ý.",
        "overview",
        "Mọi người, trong phạm vi của mình",
    ),
    Report(
        "Báo cáo hội nghị",
        "Phụ lục I đến IV: một năm và các tháng đầu năm sau, theo tỉnh, nội dung, đề án. Xem trên trang, tải Excel.",
        "conference_report",
        "Mọi người, trong phạm vi của mình",
    ),
    Report(
        "Số liệu đã công bố",
        "Số liệu báo chí, cơ quan đã công bố, kèm nguồn; đặt cạnh số liệu trong sổ, không trộn lẫn.",
        "published_list",
        "Mọi người",
    ),
)
