"""The accounts of a demo: roles, not people, all with one password that anybody may read."""

from dataclasses import dataclass

from accounts.passwords import PUBLISHED
from programs.choices import DepartmentKind, Role

PASSWORD = PUBLISHED[0]


@dataclass(frozen=True)
class Person:
    """One demo account: where it works (a kind of department, in a province or region) and what it is for."""

    username: str
    full_name: str
    role: str
    kind: str
    place: str = ""  # key of a province, code of a region
    note: str = ""


PEOPLE = (
    Person("lamdong", "Chuyên viên Lâm Đồng", Role.OFFICER, DepartmentKind.PROVINCE_DEPARTMENT, "P34-68",
           "nhập số liệu; thấy cả Đắk Nông, Bình Thuận cũ"),
    Person("lamdong-lanhdao", "Lãnh đạo Sở Lâm Đồng", Role.LEADER, DepartmentKind.PROVINCE_DEPARTMENT, "P34-68",
           "như trên, được bổ sung sau chốt"),
    Person("lamdong-xem", "Người xem Lâm Đồng", Role.VIEWER, DepartmentKind.PROVINCE_CENTRE, "P34-68", "chỉ xem"),
    Person("danang", "Chuyên viên Đà Nẵng", Role.OFFICER, DepartmentKind.PROVINCE_DEPARTMENT, "P34-48",
           "nhập số liệu; thấy cả Quảng Nam cũ"),
    Person("trungtam-vung", "Trung tâm vùng Miền Trung", Role.VIEWER, DepartmentKind.REGIONAL_CENTRE, "MTTN",
           "xem cả vùng Miền Trung - Tây Nguyên"),
    Person("cuc", "Chuyên viên Cục", Role.OFFICER, DepartmentKind.MINISTRY, "",
           "xem cả nước, báo cáo vùng; quản lý hội nghị"),
    Person("cuc-lanhdao", "Lãnh đạo Cục", Role.LEADER, DepartmentKind.MINISTRY, "", "như trên, chốt và mở lại số liệu"),
)  # fmt: skip
ADMINISTRATOR, ADMINISTRATOR_NAME = "quantri", "Quản trị hệ thống"
