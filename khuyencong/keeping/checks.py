"""What `check --deploy` says of the database itself: which promises its engine or its roles do not keep."""

from django.core.checks import Warning as Doubt
from django.db import DatabaseError, connection

from khuyencong.keeping.roles import excesses

ON_SQLITE = (
    "SQLite không có vai trò: ai ghi được vào tệp cơ sở dữ liệu, kể cả tiến trình của cổng, thì gỡ được trigger và sửa "
    "được sổ, lịch sử, nhật ký; cũng không có bản sao nóng ở máy khác."
)
WITHOUT_ROLES = (
    "Dùng thật thì dùng PostgreSQL với hai vai trò; nếu không, chỉ tài khoản chạy cổng được đọc, ghi tệp."
)
TWO_ROLES = (
    "Tạo hai vai trò (một là chủ cơ sở dữ liệu, một cho cổng), đặt DATABASE_URL cho cổng, DATABASE_OWNER_URL khi chạy "
    "lệnh của chủ, rồi chạy migrate: xem docs/van-hanh-sao-luu.md."
)


def promises_of_the_database(app_configs, **kwargs) -> list[Doubt]:
    """Asks the database as the portal enters it."""
    if connection.vendor == "sqlite":
        return [Doubt(ON_SQLITE, hint=WITHOUT_ROLES, id="khuyencong.W011")]
    try:
        found = excesses(connection)
    except DatabaseError as error:
        told = f"Không hỏi được cơ sở dữ liệu về quyền của vai trò: {str(error).strip()}"
        return [Doubt(told, hint="Chạy lại khi cơ sở dữ liệu trả lời.", id="khuyencong.W012")]
    finally:
        if not connection.in_atomic_block:
            connection.close()
    return [Doubt(f"PostgreSQL: {one}.", hint=TWO_ROLES, id="khuyencong.W010") for one in found]
