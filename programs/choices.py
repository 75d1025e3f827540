"""The closed lists of the programme: stored in English, shown in Vietnamese.

What changes with the law (activities, indicators, norms, closing dates) is data, not a choice here.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    VIEWER = "viewer", "Người xem"
    OFFICER = "officer", "Chuyên viên"
    LEADER = "leader", "Lãnh đạo"


class DepartmentKind(TextChoices):
    MINISTRY = "ministry", "Cơ quan quản lý trung ương"
    REGIONAL_CENTRE = "regional_centre", "Trung tâm khuyến công vùng"
    PROVINCE_DEPARTMENT = "province_department", "Sở Công Thương"
    PROVINCE_CENTRE = "province_centre", "Trung tâm khuyến công tỉnh"
    OTHER_IMPLEMENTER = "other_implementer", "Đơn vị thực hiện khác"


class ProvinceKind(TextChoices):
    PROVINCE = "province", "Tỉnh"
    CITY = "city", "Thành phố trực thuộc trung ương"


class Level(TextChoices):
    KCQG = "kcqg", "Khuyến công quốc gia"
    KCDP = "kcdp", "Khuyến công địa phương"


class ProjectKind(TextChoices):
    SINGLE = "single", "Đề án thường"
    GROUP = "group", "Đề án nhóm"
    FLAGSHIP = "flagship", "Đề án điểm"
    OFF_PROJECT = "off_project", "Ngoài đề án"


class Source(TextChoices):
    """Where money comes from; the family of a source decides KCQG or KCĐP, not the project's level."""

    KCQG = "kcqg", "KCQG (ngân sách trung ương)"
    KCDP_PROVINCE = "kcdp_province", "KCĐP – ngân sách tỉnh"
    KCDP_REVOLVING = "kcdp_revolving", "KCĐP – vốn thu hồi quay vòng"
    KCDP_DISTRICT = "kcdp_district", "KCĐP – ngân sách huyện"
    KCDP_COMMUNE = "kcdp_commune", "KCĐP – ngân sách xã"
    OWN = "own", "Vốn đối ứng của cơ sở"
    OTHER = "other", "Vốn khác (tài trợ, lồng ghép)"


class Family(TextChoices):
    KCQG = "kcqg", "KCQG"
    KCDP = "kcdp", "KCĐP"
    OWN = "own", "Đối ứng"
    OTHER = "other", "Khác"


FAMILY_OF_SOURCE = {
    Source.KCQG: Family.KCQG,
    Source.KCDP_PROVINCE: Family.KCDP,
    Source.KCDP_REVOLVING: Family.KCDP,
    Source.KCDP_DISTRICT: Family.KCDP,
    Source.KCDP_COMMUNE: Family.KCDP,
    Source.OWN: Family.OWN,
    Source.OTHER: Family.OTHER,
}


class Stage(TextChoices):
    ASSIGNED = "assigned", "Kế hoạch giao"
    CARRIED = "carried", "Năm trước chuyển sang"
    CONTRACTED = "contracted", "Giá trị ký hợp đồng"
    ADVANCED = "advanced", "Tạm ứng"
    PAID = "paid", "Thanh toán"
    ACCEPTED = "accepted", "Giá trị nghiệm thu"
    PARTLY_SETTLED = "part_settled", "Quyết toán một phần"
    SETTLED = "settled", "Quyết toán (hoàn tất)"
    RECOVERED = "recovered", "Thu hồi"


class Phase(TextChoices):
    """The phases that reports ask for; the steps between them are data of a chain."""

    REGISTERED = "registered", "Đã đăng ký"
    APPRAISED = "appraised", "Đã thẩm định"
    APPROVED = "approved", "Đã phê duyệt"
    CONTRACTED = "contracted", "Đã ký hợp đồng"
    RUNNING = "running", "Đang triển khai"
    ACCEPTED = "accepted", "Đã nghiệm thu"
    SETTLED = "settled", "Đã thanh lý, quyết toán"
    STOPPED = "stopped", "Ngừng triển khai"


UNDER_WAY = (Phase.APPROVED, Phase.CONTRACTED, Phase.RUNNING)


class Happening(TextChoices):
    """What one project event says happened."""

    REGISTERED = "registered", "Đăng ký"
    APPRAISED = "appraised", "Thẩm định"
    APPROVED = "approved", "Phê duyệt"
    CONTRACTED = "contracted", "Ký hợp đồng"
    RUNNING = "running", "Triển khai"
    ACCEPTED = "accepted", "Nghiệm thu"
    SETTLED = "settled", "Thanh lý, quyết toán"
    ADJUSTED = "adjusted", "Điều chỉnh"
    STOPPED = "stopped", "Ngừng triển khai"


class Outcome(TextChoices):
    DONE = "done", "Hoàn thành"
    RETURNED = "returned", "Trả lại"
    REFUSED = "refused", "Không đạt"
    UNDONE = "undone", "Hủy bỏ"


class ResultKind(TextChoices):
    PLAN = "plan", "Kế hoạch"
    ACTUAL = "actual", "Thực hiện"


class BeneficiaryChange(TextChoices):
    """What one line of the ledger of beneficiaries says of one business in one project."""

    JOINED = "joined", "Thêm đơn vị thụ hưởng"
    REPLACED = "replaced", "Thay bằng cơ sở khác"
    WITHDRAWN = "withdrawn", "Rút đơn vị thụ hưởng"
    SUPPORT = "support", "Đổi kinh phí hỗ trợ"
    ACCEPTED = "accepted", "Nghiệm thu"


# How many more benefit by such a line: what stands is what they add up to.
STEP_OF_CHANGE = {
    BeneficiaryChange.JOINED: 1,
    BeneficiaryChange.REPLACED: -1,
    BeneficiaryChange.WITHDRAWN: -1,
    BeneficiaryChange.SUPPORT: 0,
    BeneficiaryChange.ACCEPTED: 0,
}
LEAVING = tuple(change for change, step in STEP_OF_CHANGE.items() if step < 0)


class IndicatorKind(TextChoices):
    FLOW = "flow", "Phát sinh trong kỳ"
    STOCK = "stock", "Tại thời điểm"
    COUNT = "count", "Đếm"
    DISTINCT = "distinct", "Đếm không trùng"
    MONEY = "money", "Tiền"
    RATIO = "ratio", "Tỷ lệ"


class PostingKind(TextChoices):
    ENTRY = "entry", "Ghi sổ"
    CORRECTION = "correction", "Điều chỉnh bút toán"
    STEP = "step", "Ghi bước thực hiện"
    BENEFICIARY = "beneficiary", "Thay đổi đơn vị thụ hưởng"
    LATE = "late", "Bổ sung sau chốt"
    CLOSING = "closing", "Chốt số liệu"
    REOPENING = "reopening", "Mở lại số liệu"
    IMPORT = "import", "Nhập số liệu"
    PROJECT = "project", "Đăng ký, sửa đề án"
    BUSINESS = "business", "Thêm, sửa cơ sở"
    REFERENCE = "reference", "Sửa dữ liệu tham chiếu"
    DEPARTMENT = "department", "Sửa đơn vị"
    SYSTEM = "system", "Hệ thống ghi"


class ClosureState(TextChoices):
    CLOSED = "closed", "Đã chốt"
    REOPENED = "reopened", "Đã mở lại"


class LegalForm(TextChoices):
    COMPANY_LIMITED = "company_limited", "Công ty TNHH"
    COMPANY_LIMITED_ONE = "company_limited_one", "Công ty TNHH MTV"
    JOINT_STOCK = "joint_stock", "Công ty cổ phần"
    PRIVATE = "private", "Doanh nghiệp tư nhân"
    COMPANY = "company", "Doanh nghiệp, loại hình khác"
    COOPERATIVE = "cooperative", "Hợp tác xã"
    COOPERATIVE_UNION = "cooperative_union", "Liên hiệp hợp tác xã"
    COOPERATIVE_GROUP = "cooperative_group", "Tổ hợp tác"
    HOUSEHOLD = "household", "Hộ kinh doanh"
    PUBLIC_UNIT = "public_unit", "Đơn vị sự nghiệp, cơ quan"
    OTHER = "other", "Khác"


class Sector(TextChoices):
    """Điều 5 NĐ 45/2012/NĐ-CP, by letter; an additional line of 2025 is O."""

    FOOD = "a", "a) Công nghiệp chế biến nông - lâm - thủy sản, thực phẩm"
    CONSUMER = "b", "b) Hàng tiêu dùng, hàng xuất khẩu, hàng thay thế nhập khẩu"
    CHEMICAL = "c", "c) Hóa chất phục vụ nông nghiệp, vật liệu xây dựng"
    MACHINERY = "d", "d) Sản phẩm, phụ tùng, lắp ráp, sửa chữa máy móc; công nghiệp hỗ trợ"
    HANDICRAFT = "dd", "đ) Tiểu thủ công nghiệp"
    MINERAL = "e", "e) Khai thác, chế biến khoáng sản ở địa bàn khó khăn"
    CLEANER = "g", "g) Sản xuất sạch hơn, xử lý ô nhiễm môi trường"
    ADDED = "o", "Ngành bổ sung từ năm 2025"


class DatabaseKind(TextChoices):
    DEMO = "demo", "Dữ liệu minh họa"
    REAL = "real", "Dữ liệu thật"
