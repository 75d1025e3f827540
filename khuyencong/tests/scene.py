"""One small country for the tests of the whole portal: the same rows twice, and everybody who may come to the door.

"Own" is what Đắk Nông left to Lâm Đồng, "other" belongs to Gia Lai. The rows of the other province carry a mark in
every text that a person may type, and amounts that occur nowhere else: where Lâm Đồng sees one of them, it leaks.
"""

from datetime import date, timedelta
from types import SimpleNamespace

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile

from accounts import clock
from accounts.models import User
from accounts.text import fold
from conferences.models import (
    Conference,
    ConferenceSeries,
    Delegate,
    DelegateGroup,
    Delegation,
    ParticipatingUnit,
)
from programs.choices import ClosureState, DepartmentKind, Happening, LegalForm, Level, Role, Source, Stage
from programs.ledger import entries
from programs.models import (
    Activity,
    Beneficiary,
    Business,
    Department,
    Indicator,
    Membership,
    MoneyEntry,
    Project,
    ProjectEvent,
    Province,
    Region,
    ResultEntry,
)
from programs.projects import beneficiaries, register, steps
from programs.tests.cast import GIA_LAI, LAM_DONG, MINISTRY, administrator, enter
from programs.tests.factories import stand
from reports.closing.books import set_books
from reports.published.load import load_published

OWN, OTHER = "P63-67", "P34-52"
TODAY = date(2026, 5, 20)  # the day of the scene and of its tests
THIS_YEAR, TODAY_TYPED = TODAY.year, f"{TODAY:%d/%m/%Y}"
MARK = "Khuỷu Khoằm"  # a name that no place, person or law has
MARK_PHONE = "0909 787 343"
MARK_TAX = "0909787343"
MARK_AMOUNT = 7_878_343_000
MARK_QUANTITY = 78_783
# As they may show: text, digits, printed in đồng, in triệu; and folded, as keys of search hold them.
TRACES = (MARK, fold(MARK), MARK_PHONE, MARK_TAX, "7878343000", "7.878.343.000", "7.878,3", "78783", "78.783")

ROLES = (
    "anonymous",  # nobody signed in
    "nobody",  # signed in, works nowhere
    "viewer",  # of Lâm Đồng
    "officer",  # of Lâm Đồng
    "leader",  # of Lâm Đồng
    "keeper",  # officer of Lâm Đồng, may come into the admin with every right there is
    "gia_lai",  # officer of Gia Lai
    "centre",  # the regional centre
    "ministry",  # reads for the whole country
    "chief",  # leads the ministry's department; keeps conferences in the admin
    "staff",  # may come into the admin, without any right
    "root",  # superuser
    "ministry_officer",
    "ended",  # was an officer of Lâm Đồng until yesterday
)


def set_scene(*, mark=MARK):
    """Everything, above the reference data that is loaded already. Returns people by role and the two sides."""
    people = make_people(mark)
    Group.objects.create(name="Tổ chức hội nghị")
    load_published()
    conference = make_conference()
    own = make_side(OWN, "P34-68", people["leader"], people["chief"], conference, "Đắk Song")
    other = make_side(OTHER, OTHER, people["gia_lai_leader"], people["chief"], conference, mark, foreign=True)
    return SimpleNamespace(people=people, own=own, other=other, conference=conference)


# ------------------------------------------------------------------------------------------------------ people


def make_people(mark):
    """The cast, and who else may come to the door; those of the other province bear its mark in their names."""
    gia_lai = Department.objects.get(valid_to=None, **dict(GIA_LAI))
    ministry = Department.objects.get(valid_to=None, **dict(MINISTRY))
    lam_dong = Department.objects.get(valid_to=None, **dict(LAM_DONG))
    people = {
        "nobody": person("khach", "Lê Văn Khách"),
        "viewer": enter("dung"),
        "officer": enter("an"),
        "leader": enter("lan"),
        "keeper": person("giu.lamdong", "Hồ Thị Giữ", lam_dong, Role.OFFICER, is_staff=True),
        "gia_lai": enter("binh", full_name=f"Nguyễn Văn Bình {mark}"),
        "gia_lai_leader": person("ly.gialai", f"Đoàn Thị Lý {mark}", gia_lai, Role.LEADER),
        "centre": enter("vu"),
        "ministry": enter("chi"),
        "chief": enter("minh", is_staff=True),
        "staff": person("phu.bct", "Lý Văn Phụ", is_staff=True),
        "root": administrator(),
        "ministry_officer": person("nam.bct", "Phan Văn Nam", ministry, Role.OFFICER),
        "ended": person("hoa.lamdong", "Mai Thị Hoa", lam_dong, Role.OFFICER),
    }
    people["ended"].memberships.update(valid_to=clock.today() - timedelta(days=1))
    rights = Permission.objects.all()
    people["keeper"].user_permissions.set(rights)
    conferences = rights.filter(content_type__app_label="conferences")
    people["chief"].user_permissions.set(conferences | rights.filter(codename="view_province"))
    return people


def person(username, full_name, department=None, role=None, **values):
    made = User.objects.create_user(username, f"{username}@example.vn", full_name=full_name, **values)
    if department:
        Membership.objects.create(
            user=made, department=department, role=role, valid_from=department.valid_from
        )
    return made


# --------------------------------------------------------------------------------------------------- conference


def make_conference():
    series = ConferenceSeries.objects.create(
        code="khuyen-cong", name="Khuyến công vùng", title="Hội nghị khuyến công khu vực {vung}"
    )
    made = Conference.objects.create(
        code="MTTN-THU",
        series=series,
        region=Region.objects.get(code="MTTN"),
        edition=13,
        year=2025,
        starts_on=date(2025, 12, 5),
        host=Province.objects.get(key=OTHER),
        review_year=2024,
        review_months=9,
    )
    for order, key in enumerate([OTHER, "P34-68"], start=1):
        ParticipatingUnit.objects.create(conference=made, unit=Province.objects.get(key=key), order=order)
    DelegateGroup.objects.create(
        code="lanh-dao-so", name="Lãnh đạo Sở Công Thương", order=1, valid_from=date(2010, 1, 1)
    )
    return made


# ---------------------------------------------------------------------------------------------------- one side


def make_side(key, home_key, leader, chief, conference, mark, foreign=False):
    """A province's rows, one of each kind and one more of what may be undone or put right."""
    unit, home = Province.objects.get(key=key), Province.objects.get(key=home_key)
    side = SimpleNamespace(unit=unit, home=home, leader=leader, mark=mark)
    side.amount = MARK_AMOUNT if foreign else 120_000_000
    side.quantity = MARK_QUANTITY if foreign else 3
    side.business = make_business(unit, mark, foreign)
    side.spare = make_business(home, f"{mark} thứ hai", foreign=False)
    side.project = make_project(unit, leader, mark)
    write_ledgers(side)
    close_books(side, chief)
    side.posting = side.money.posting
    side.delegation = Delegation.objects.create(
        conference=conference, unit=home, order=2, head=mark, deputy=mark, contact=mark, letter_number=mark, note=mark
    )  # fmt: skip
    side.delegate = Delegate.objects.create(
        conference=conference,
        delegation=side.delegation,
        group=DelegateGroup.objects.get(),
        full_name=f"Đinh Văn {mark}",
        position=mark,
        workplace=mark,
        note=mark,
    )
    side.department = Department(
        kind=DepartmentKind.OTHER_IMPLEMENTER,
        name=f"Ban quản lý {mark}",
        unit=home,
        valid_from=date(2012, 1, 1),
    )
    stand(side.department)
    side.user = person(f"them.{home.slug}", f"Cao Thị {mark}")
    side.membership = Membership.objects.create(
        user=side.user,
        department=side.department,
        role=Role.VIEWER,
        position=mark,
        valid_from=date(2012, 1, 1),
    )
    return side


def make_business(unit, mark, foreign):
    made = Business(
        unit=unit,
        name=f"Hợp tác xã {mark}",
        legal_form=LegalForm.COOPERATIVE,
        tax_code=MARK_TAX if foreign else "",
        phone=MARK_PHONE if foreign else "",
        capital=MARK_AMOUNT if foreign else None,
        revenue=MARK_AMOUNT if foreign else None,
        workers=MARK_QUANTITY if foreign else 12,
        **dict.fromkeys(
            ["registration_number", "district", "commune", "production_address", "seat_address"], mark
        ),
        **dict.fromkeys(["products", "note", "source"], mark),
    )
    return stand(made)


def make_project(unit, leader, mark):
    texts = dict.fromkeys(["place", "implementer_name", "aim", "outcome", "note", "source"], mark)
    return register.register(
        project=Project(
            unit=unit,
            name=f"Hỗ trợ máy sấy {mark}",
            level=Level.KCDP,
            activity=Activity.objects.get(code="III.c"),
            first_year=last_day(unit).year,
            **texts,
        ),
        by=leader,
    )


def last_day(unit):
    return min(clock.today(), unit.valid_to or date.max)


def write_ledgers(side):
    """Of the year that may be written today: money, results with and without a project, steps, a beneficiary."""
    today, mark, by = clock.today(), side.mark, side.leader
    begun = {"on": last_day(side.unit), "budget_year": last_day(side.unit).year}
    entries.add_money(entry=money(side, Stage.ASSIGNED, side.amount, **begun), by=by, reason=mark)
    side.event = happen(side, Happening.APPROVED)
    side.event.file.save("quyet-dinh.pdf", ContentFile(b"%PDF-1.7\n"), save=False)
    steps.record_event(event=side.event, by=by)
    joined = Beneficiary(project=side.project, business=side.business, amount=side.amount, place=mark)
    side.beneficiary = beneficiaries.add_beneficiary(
        beneficiary=joined, by=by, on=today, budget_year=today.year
    )
    side.beneficiary_line = side.beneficiary.entries.get()
    wrong = entries.add_money(entry=money(side, Stage.ASSIGNED, side.amount * 2), by=by)
    entries.correct(
        entry=wrong, by=by, reason=f"Ghi nhầm {mark}", replacement=money(side, Stage.ASSIGNED, side.amount)
    )
    side.money = entries.add_money(entry=money(side, Stage.PAID, side.amount), by=by)
    common = {"kind": "actual", "quantity": side.quantity, "document": mark, "note": mark}
    machines = Indicator.objects.filter(feed="ResultEntry", kind="flow", scale=0).first()
    side.result = entries.add_result(
        entry=ResultEntry(
            project=side.project, indicator=machines, on=today, budget_year=today.year, **common
        ),
        by=by,
    )
    common |= {"on": last_day(side.unit), "budget_year": last_day(side.unit).year, "level": Level.KCDP}
    side.province_result = entries.add_result(
        entry=ResultEntry(unit=side.unit, indicator=machines, **common), by=by, reason=mark
    )


def money(side, stage, amount, **when):
    today = clock.today()
    return MoneyEntry(
        project=side.project,
        source=Source.KCDP_PROVINCE,
        stage=stage,
        **{"budget_year": today.year, "on": today} | when,
        amount=amount,
        document=side.mark,
        holder=side.mark,
        note=side.mark,
    )


def happen(side, happening):
    today = clock.today()
    return ProjectEvent(
        project=side.project,
        happening=happening,
        budget_year=today.year,
        on=today,
        document_on=today,
        document=side.mark,
        signer=side.mark,
        note=side.mark,
    )


def close_books(side, chief):
    """Two years ago: what is written this year stays open."""
    year = clock.today().year - 2
    whole = {"unit": side.home, "budget_year": year, "cut_off": date(year, 12, 31)}
    side.closing = set_books(**whole, state=ClosureState.CLOSED, by=chief, reason=side.mark)
    side.closure = side.closing.closures.filter(unit=side.unit).get()
