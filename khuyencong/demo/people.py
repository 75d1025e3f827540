"""Brings the accounts of a demo into the database, and says how to sign in."""

from django.contrib.auth.models import Group, Permission
from django.contrib.auth.password_validation import validate_password

from accounts import clock
from accounts.models import User
from khuyencong.demo.roles import ADMINISTRATOR, ADMINISTRATOR_NAME, PASSWORD, PEOPLE, Person
from programs.choices import DepartmentKind
from programs.models import Department, Membership

ORGANISERS = "Tổ chức hội nghị"  # the group that may keep conferences in the admin


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
            User(username=ADMINISTRATOR, full_name=ADMINISTRATOR_NAME, is_staff=True, is_superuser=True)
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
        lines.append((ADMINISTRATOR, ADMINISTRATOR_NAME, "tài khoản, danh mục, hội nghị"))
    if not lines:
        return ""
    first, second = (max(len(line[column]) for line in lines) for column in (0, 1))
    rows = [f"  {name:<{first}}  {what:<{second}}  {note}" for name, what, note in lines]
    return "\n".join([f"Đăng nhập (mật khẩu chung của dữ liệu minh họa: {PASSWORD})", *rows])
