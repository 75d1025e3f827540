from conferences.models import Delegate
from conferences.tables import COLUMNS, delegate_table
from printing.table import printed


def test_delegate_table_tells_of_each_person_in_the_order_given(make_delegation, make_delegate):
    make_delegate("Nguyễn Bá Út", make_delegation(), position="Giám đốc Sở", workplace="Sở Công Thương")
    make_delegate("Đại biểu 01", answer="attends", illustrative=True)
    table = delegate_table(list(Delegate.objects.in_protocol_order()))
    told = [
        [printed(column.value(person), column.kind) for column in COLUMNS if column.value]
        for person in table.rows
    ]
    leaders = "Lãnh đạo Sở Công Thương"
    assert told == [
        ["Đại biểu 01", "", "", "Trung ương", leaders, "Tham dự", "Minh họa"],
        ["Nguyễn Bá Út", "Giám đốc Sở", "Sở Công Thương", "Lâm Đồng", leaders, "Chưa phản hồi", ""],
    ]
