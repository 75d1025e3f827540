"""The list of delegates as a file: columns said once."""

from printing.table import SERIAL, Column, Table

COLUMNS = (
    Column("STT", kind=SERIAL),
    Column("Họ và tên", lambda person: person.full_name, width=26),
    Column("Chức vụ", lambda person: person.position, width=30),
    Column("Đơn vị công tác", lambda person: person.workplace, width=34),
    Column("Đoàn", lambda person: person.delegation.name if person.delegation_id else "Trung ương", width=18),
    Column("Nhóm", lambda person: person.group.name, width=34),
    Column("Phản hồi", lambda person: person.get_answer_display(), width=16),
    Column("Ghi chú", lambda person: "Minh họa" if person.illustrative else "", width=14),
)


def delegate_table(delegates) -> Table:
    """In the order in which they are given."""
    return Table(title="Danh sách đại biểu", columns=COLUMNS, rows=delegates, sheet="Đại biểu")
