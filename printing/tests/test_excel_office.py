"""What LibreOffice makes of our workbooks: the same values when it calculates them itself, nothing cut off."""

import csv

import pytest
from openpyxl import load_workbook

from printing.excel import Workbook
from printing.tests.readback import formula_cells
from printing.tests.samples import projects, provinces


@pytest.fixture(params=[False, True], ids=["whole", "streaming"])
def workbook(request, tmp_path):
    book = Workbook("Báo cáo", streaming=request.param)
    first, second = book.add(provinces()), book.add(projects())
    cells = [first.cell("region", "pq"), second.cell("A", "q")]
    book.check(first, "PL II = PL IV", cells)
    book.check(first, "PL II = PL II", cells[:1] * 2)
    path = tmp_path / "report.xlsx"
    path.write_bytes(book.close())
    return path


@pytest.mark.office
def test_recalculated_equals_carried(workbook, office, tmp_path):
    formulas = load_workbook(workbook)
    carried = load_workbook(workbook, data_only=True)
    bare = tmp_path / "bare.xlsx"  # without the carried values, so that they cannot simply be passed on
    formulas.save(bare)
    assert load_workbook(bare, data_only=True)["PL II"]["C13"].value is None

    recalculated = load_workbook(office(bare, "xlsx"), data_only=True)

    addresses = [(sheet.title, address) for sheet in formulas for address in formula_cells(sheet)]
    assert len(addresses) == 27
    for title, address in addresses:
        value = carried[title][address].value
        expected = value if isinstance(value, str) else pytest.approx(value, rel=1e-12)
        assert recalculated[title][address].value == expected, (title, address)


@pytest.mark.office
def test_a_sheet_opens_without_an_error(workbook, office):
    first_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false"
    rows = list(csv.reader(office(workbook, first_sheet).read_text("utf-8").splitlines()))

    assert rows[12][:6] == ["", "TỔNG VÙNG", "3500", "500", "4000", "1230.067891"]
    assert [cell for row in rows for cell in row if cell.startswith(("#", "Err:"))] == []
