"""The accounts of a demo: roles, not people, all with one password that anybody may read."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password

from accounts import clock
from accounts.models import User
from programs.choices import DepartmentKind, Role
from programs.models import Department, Membership

PASSWORD = "buoi-sang-tren-cao-nguyen"  # noqa: S105 for a demo alone; load_demo refuses anything else
ORGANISERS = "Tổ chức hội nghị"  # the group that may keep conferences in the admin


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
ADMINISTRATOR = "quantri"


def make_people() -> int:
    """The accounts that are missing, with their places; returns how many were new."""
    today = clock.today()
    known = set(
        User.objects.filter(username__in=[ADMINISTRATOR, *(p.username for p in PEOPLE)]).values_list(
            "username", flat=True
        )
    )
    missing = [person for person in PEOPLE if person.username not in known]
    for person in missing:
        department = department_of(person, today)
        user = User(username=person.username, full_name=person.full_name)
        set_demo_password(user)
        Membership.objects.create(
            user=user, department=department, role=person.role, valid_from=department.valid_from
        )
        if department.is_ministry:
            user.is_staff = True
            user.save(update_fields=["is_staff"])
            user.groups.add(organisers())
    if ADMINISTRATOR not in known:
        set_demo_password(
            User(username=ADMINISTRATOR, full_name="Quản trị hệ thống", is_staff=True, is_superuser=True)
        )
    return len(missing) + (ADMINISTRATOR not in known)


def set_demo_password(user: User) -> None:
    validate_password(PASSWORD, user)
    user.set_password(PASSWORD)
    user.save()


def department_of(person: Person, today) -> Department:
    bodies = Department.objects.in_force(today).filter(kind=person.kind)
    if person.kind == DepartmentKind.REGIONAL_CENTRE:
        bodies = bodies.filter(region__code=person.place)
    elif person.place:
        bodies = bodies.filter(unit__key=person.place)
    return bodies.get()


def organisers() -> Group:
    """May keep conferences, delegations and delegates in the admin."""
    group, made = Group.objects.get_or_create(name=ORGANISERS)
    if made:
        rights = Permission.objects.filter(content_type__app_label="conferences")
        hosts = Permission.objects.filter(
            codename="view_province"
        )  # hosts and participants are looked up there
        group.permissions.set(rights | hosts)
    return group


def table_of_people() -> str:
    """What run.py prints at its start: how to sign in."""
    known = {user.username: user for user in User.objects.filter(is_active=True)}
    lines = [
        (person.username, person.full_name, person.note) for person in PEOPLE if person.username in known
    ]
    if ADMINISTRATOR in known:
        lines.append((ADMINISTRATOR, "Quản trị hệ thống", "tài khoản, danh mục, hội nghị"))
    if not lines:
        return ""
    first, second = (max(len(line[column]) for line in lines) for column in (0, 1))
    rows = [f"  {name:<{first}}  {what:<{second}}  {note}" for name, what, note in lines]
    return "\n".join([f"Đăng nhập (mật khẩu chung của dữ liệu minh họa: {PASSWORD})", *rows])
