"""What the database refused, in words: for races that no form could foresee."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError

TAKEN = "Chưa lưu được: có người vừa lưu một dòng trùng. Hãy kiểm tra danh sách rồi thử lại."
GONE = "Chưa lưu được: một dòng được chọn vừa bị người khác xóa. Hãy mở lại trang rồi chọn lại."


def refused_by(error: IntegrityError, model) -> ValidationError:
    """In the words of the constraint or trigger. The code of the answer is the name of the constraint."""
    text = str(error).splitlines()[0]
    if constraint := _constraint_behind(error, text, model):
        return ValidationError(constraint.get_violation_error_message(), code=constraint.name)
    if "constraint" in text:
        text = GONE if "foreign key" in text.lower() else TAKEN
    return ValidationError(text, code="refused")  # a trigger speaks Vietnamese itself


def _constraint_behind(error, text, model):
    """PostgreSQL names the constraint beside its text; SQLite after a colon, or there the columns of a unique one."""
    named = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    subject = text.partition("constraint failed: ")[2]
    table = model._meta.db_table
    for constraint in model._meta.constraints:
        columns = [model._meta.get_field(name).column for name in getattr(constraint, "fields", ())]
        unique = ", ".join(f"{table}.{column}" for column in columns) or None
        if constraint.name == named or subject in (constraint.name, f"index '{constraint.name}'", unique):
            return constraint
    return None
