"""The closed lists of conferences: stored in English, shown in Vietnamese."""

from django.db.models import IntegerChoices, TextChoices


class DatePrecision(TextChoices):
    """How much of a conference's date is known."""

    DAY = "day", "Biết ngày"
    MONTH = "month", "Biết tháng"
    BEFORE = "before", "Trước ngày"
    YEAR = "year", "Chỉ biết năm"


class DayPart(TextChoices):
    MORNING = "morning", "Buổi sáng"
    AFTERNOON = "afternoon", "Buổi chiều"
    WHOLE_DAY = "whole_day", "Cả ngày"


class EditionBasis(TextChoices):
    """Where the number of an edition comes from. It is stored, never computed: four years lie between X and XIII."""

    PUBLISHED = "published", "Theo nguồn công bố"
    INFERRED = "inferred", "Suy ra, cần kiểm chứng"


class Side(TextChoices):
    CENTRE = "centre", "Trung ương"
    HOST = "host", "Địa phương đăng cai"


class DelegationStatus(TextChoices):
    """How far a delegation has come."""

    DRAFTED = "drafted", "Đang soạn"
    INVITED = "invited", "Đã mời"
    NOMINATED = "nominated", "Đã cử"
    CONFIRMED = "confirmed", "Đã xác nhận"
    CLOSED = "closed", "Đã chốt"


class Answer(TextChoices):
    """What a delegate answered to the invitation."""

    NONE = "none", "Chưa phản hồi"
    ATTENDS = "attends", "Tham dự"
    DECLINES = "declines", "Không tham dự"
    SUBSTITUTE = "substitute", "Cử người dự thay"


class PositionRank(IntegerChoices):
    """The order of positions inside a group, from high to low; gaps leave room."""

    MINISTER = 10, "Lãnh đạo Bộ; lãnh đạo UBND cấp tỉnh"
    BUREAU = 20, "Lãnh đạo Cục, Vụ, Viện"
    DIRECTOR = 30, "Giám đốc Sở"
    DEPUTY_DIRECTOR = 40, "Phó Giám đốc Sở"
    HEAD = 50, "Giám đốc Trung tâm; Trưởng phòng của Sở"
    DEPUTY_HEAD = 60, "Phó Giám đốc Trung tâm; Phó Trưởng phòng của Sở"
    DISTRICT = 70, "Lãnh đạo UBND cấp huyện"
    DISTRICT_OFFICE = 80, "Lãnh đạo phòng Kinh tế, phòng Kinh tế và Hạ tầng"
    STAFF = 90, "Chuyên viên"
    BUSINESS = 95, "Đại diện doanh nghiệp, cơ sở CNNT"
    OTHER = 99, "Chức vụ khác"
