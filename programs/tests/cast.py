"""Whom all tests know by name; the fixtures of these names stand in the root conftest.py.

An (officer) and Lan (leader) work for Lâm Đồng, Dung only reads beside them; Bình is an officer of Gia Lai. Vũ reads for
the regional centre, Chi for the whole country; Minh leads the ministry's department and closes the books.
"""

from dataclasses import dataclass

from accounts.models import User
from programs.choices import DepartmentKind, Role
from programs.models import Department, Membership

PASSWORD = "mùa-xuân-ở-Tây-Bắc-67"


@dataclass(frozen=True)
class Person:
    username: str
    full_name: str
    role: str
    place: tuple[tuple[str, str], ...]  # what finds the department, among those that stand today


def province(key):
    return (("kind", DepartmentKind.PROVINCE_DEPARTMENT), ("unit__key", key))


LAM_DONG, GIA_LAI = province("P34-68"), province("P34-52")
CENTRE = (("kind", DepartmentKind.REGIONAL_CENTRE), ("region__code", "MTTN"))
MINISTRY = (("kind", DepartmentKind.MINISTRY),)
CAST = {
    "an": Person("an.lamdong", "Trần Thị An", Role.OFFICER, LAM_DONG),
    "lan": Person("lan.lamdong", "Lê Thị Lan", Role.LEADER, LAM_DONG),
    "dung": Person("dung.lamdong", "Phạm Thị Dung", Role.VIEWER, LAM_DONG),
    "binh": Person("binh.gialai", "Nguyễn Văn Bình", Role.OFFICER, GIA_LAI),
    "vu": Person("vu.vung", "Võ Văn Vũ", Role.VIEWER, CENTRE),
    "chi": Person("chi.bct", "Đỗ Thị Chi", Role.VIEWER, MINISTRY),
    "minh": Person("minh.bct", "Vũ Quang Minh", Role.LEADER, MINISTRY),
}


def account(name, **values):
    """The person's account alone: for tests that know no province."""
    person = CAST[name]
    values = {"email": f"{name}@example.vn", "full_name": person.full_name, "password": PASSWORD} | values
    return User.objects.create_user(person.username, **values)


def enter(name, **values):
    """The person with an account and a place of work; its department must be there already."""
    person = CAST[name]
    department = Department.objects.get(valid_to=None, **dict(person.place))
    made = account(name, **values)
    Membership.objects.create(
        user=made, department=department, role=person.role, valid_from=department.valid_from
    )
    return made


def administrator(**values):
    return User.objects.create_user(
        "root", full_name="Lê Quản Trị", password=PASSWORD, is_staff=True, is_superuser=True, **values
    )
