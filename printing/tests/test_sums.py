from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from printing.sums import Body
from printing.table import (
    BY_ROW,
    COUNT,
    EMPTY,
    MONEY,
    NOT_REPORTED,
    PERCENT,
    QUANTITY,
    SERIAL,
    Column,
    Ratio,
    Share,
    Table,
    heading,
    line,
    note,
    subtotal,
    total,
)
from printing.tests.samples import projects, provinces


def values(body, row):
    keys = [column.key for column in body.table.columns]
    return dict(zip(keys, body.lines[body.at[row]].values, strict=True))


def test_a_region_adds_up_and_recomputes_its_shares():
    assert values(Body(provinces()), "region") == {
        "STT": EMPTY,
        "name": "TỔNG VÙNG",
        "pq": 3_500_000_000,
        "pd": 500_000_000,
        "p": 4_000_000_000,
        "d": 1_230_067_891,
        "rate": Fraction(1_230_067_891, 4_000_000_000),
        "growth": Fraction(1056, 1000),
        "share": 1,
    }


def test_unknown_and_nothing_and_zero_stay_apart():
    body = Body(provinces())

    assert values(body, "dn")["pd"] == 0
    assert (values(body, "kt")["p"], values(body, "kt")["rate"]) == (None, None)
    assert (values(body, "ld")["d"], values(body, "ld")["rate"]) == (NOT_REPORTED, None)
    assert values(body, "of country")["d"] == Fraction(1_230_067_891, 24_601_357_820)
    assert values(body, "of country")["rate"] is EMPTY


def test_groups_add_their_lines_once_and_leave_notes_out():
    body = Body(projects())

    assert {key: values(body, key)["q"] for key in ("A", "I", "II", "all")} == {
        "A": 600_000_006,
        "I": 300_000_003,
        "II": 300_000_003,
        "all": 600_000_006,
    }
    assert [body.lines[body.at[key]].parts for key in ("A", "I", "all")] == [(1, 5), (2, 4), (0,)]
    assert [line.values[0] for line in body.lines] == ["A", "I", 1, EMPTY, 2, "II", 1, EMPTY]


def test_a_subtotal_may_close_its_group_and_a_total_may_name_its_rows():
    columns = [Column("Nội dung", lambda n: str(n)), Column("Số", lambda n: n, COUNT, key="n")]
    rows = [
        heading("Một"), line(1, key="one"), line(2), subtotal("Cộng một", head=False, key="I"),
        heading("Hai"), line(4, key="four"), subtotal("Cộng hai", head=False, key="II"),
        line(8), total(key="all"), total("Trong đó", of=("one", "four"), key="some"),
    ]  # fmt: skip
    body = Body(Table("Bảng", columns, rows))

    assert [values(body, key)["n"] for key in ("I", "II", "all", "some")] == [3, 4, 15, 5]


def test_shares_are_of_the_enclosing_group():
    columns = [
        Column("Tỉnh", str),
        Column("Số", lambda n: n, COUNT, key="n"),
        Column("Trong vùng", Share("n", level=1), PERCENT, key="region"),
        Column("Cả nước", Share("n"), PERCENT, key="country"),
    ]
    rows = [subtotal("Bắc", key="B"), line(1, key=1), line(3), subtotal("Nam"), line(4), total("CẢ NƯỚC")]
    body = Body(Table("Bảng", columns, rows))

    assert (values(body, 1)["region"], values(body, 1)["country"]) == (Fraction(1, 4), Fraction(1, 8))
    assert (values(body, "B")["region"], values(body, "B")["country"]) == (1, Fraction(1, 2))


def test_a_group_without_a_sum_is_no_whole_its_lines_share_the_next_one_up():
    columns = [
        Column("Tỉnh", str),
        Column("Số", lambda n: n, COUNT, key="n"),
        Column("Trong nhóm", Share("n", level=2), PERCENT, key="share"),
    ]
    rows = [
        subtotal("Vùng", 1), heading("Nhóm chỉ có tên", 2), line(1, key="named"), line(3),
        subtotal("Nhóm có số", 2), line(2, key="summed"), line(6), total("CẢ NƯỚC"),
    ]  # fmt: skip
    body = Body(Table("Bảng", columns, rows))

    assert (values(body, "named")["share"], values(body, "summed")["share"]) == (
        Fraction(1, 12),
        Fraction(2, 8),
    )


def test_a_row_says_its_kind_its_blanks_and_its_denominators():
    columns = [
        Column("STT", kind=SERIAL),
        Column("Chỉ tiêu", lambda pair: "", key="name"),
        Column("KH", lambda pair: pair[0], BY_ROW, key="p"),
        Column("TH", lambda pair: pair[1], BY_ROW, key="d"),
        Column("%", Ratio("d", "p"), PERCENT, key="rate"),
    ]
    rows = [
        line((200, 150), label="Kinh phí", mark="1", key="money", measure=MONEY),
        line(
            (None, 50), label="Tạm ứng", mark="1.1", key="advance", measure=MONEY, base="money", without={"p"}
        ),
        line((2, 1), label="Số lớp", key="classes", measure=COUNT),
    ]
    body = Body(Table("Bảng", columns, rows))

    assert body.lines[1].values == ["1.1", "Tạm ứng", EMPTY, 50, Fraction(1, 4)]
    assert [body.kind(line.row, columns[3]) for line in body.lines] == [MONEY, MONEY, COUNT]


def test_quantities_add_exactly():
    table = Table("Bảng", [Column("Tên", str), Column("Số", lambda n: n, QUANTITY, key="n")], [
        Decimal("0.1"), Decimal("0.2"), total(key="all"),
    ])  # fmt: skip

    assert values(Body(table), "all")["n"] == Decimal("0.3")


def test_row_keys_are_unique_and_a_total_never_holds_itself():
    columns = [Column("Tên", str), Column("Số", lambda n: n, COUNT)]
    for rows, words in (
        ([line(1, key="a"), line(2, key="a")], "^Hai dòng có cùng khóa: 'a'$"),
        ([total(key="a", of=("b",)), total(key="b", of=("a",))], "^Dòng cộng chứa chính nó$"),
    ):
        with pytest.raises(ValueError, match=words):
            Body(Table("Bảng", columns, rows))


def groups_of(amounts):
    """Drawn groups: whether the subtotal stands above, and the rows: an amount, and whether it is only a note."""
    known = some.one_of(amounts, some.none(), some.just(NOT_REPORTED))
    rows = some.lists(some.tuples(known, some.booleans()), max_size=5)
    return some.lists(some.tuples(some.booleans(), rows), max_size=5)


groups = groups_of(some.integers(-(10**13), 10**13))


def grouped_table(drawn):
    """Groups with their subtotal above or below; a true flag makes a row a note, which no total holds."""
    columns = [
        Column("Tên", lambda n: "tên", key="name"),
        Column("Tiền", lambda item: item[0], MONEY, key="n"),
        Column("Tỷ trọng", Share("n"), PERCENT, key="share"),
    ]
    rows = []
    for number, (head, members) in enumerate(drawn):
        rows.append(subtotal("Nhóm", key=number) if head else heading("Nhóm"))
        rows += [note((n,), "gồm") if is_note else line((n,)) for n, is_note in members]
        if not head:
            rows.append(subtotal("Cộng", key=number, head=False))
    return Table("Bảng", columns, [*rows, total(key="all")], "triệu đồng")


def counted(members):
    """The sum by hand: what is known, else why nothing is."""
    lines = [n for n, is_note in members if not is_note]
    known = [n for n in lines if isinstance(n, int)]
    return sum(known) if known else NOT_REPORTED if lines and None not in lines else None


@given(groups)
def test_every_line_is_in_its_group_and_in_the_total_once(drawn):
    body = Body(grouped_table(drawn))

    assert [values(body, number)["n"] for number in range(len(drawn))] == [
        counted(members) for _, members in drawn
    ]
    whole = [counted(members) for _, members in drawn]
    assert values(body, "all")["n"] == counted([(n, False) for n in whole])


def test_a_column_may_divide_in_its_totals_alone():
    """Typed on the lines, worked out anew of the sums."""
    columns = [
        Column("Tỉnh", lambda item: item[0], key="name"),
        Column("A", lambda item: item[1], MONEY, key="a"),
        Column("B", lambda item: item[2], MONEY, key="b"),
        Column("A/B", lambda item: item[3], PERCENT, key="share", total=Ratio("a", "b")),
    ]
    rows = [line(("x", 1, 2, "ước"), key="x"), line(("y", 2, 4, None), key="y"), total(key="all")]
    body = Body(Table("Bảng", columns, rows))

    assert [values(body, key)["share"] for key in ("x", "y", "all")] == ["ước", None, Fraction(1, 2)]
    assert body.operands(0, 3) is None
    assert body.operands(2, 3) == ((2, 1), (2, 2))


def test_a_line_without_values_is_blank_but_for_its_words():
    columns = [Column("Tỉnh", lambda item: item, key="name"), Column("A", len, MONEY, key="a")]
    body = Body(Table("Bảng", columns, [note(label="– Ghi chú", key="note")]))

    assert values(body, "note") == {"name": "– Ghi chú", "a": EMPTY}
