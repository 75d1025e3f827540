"""Formulas of totals and shares, made once a column and filled in a row. `{c}` is a column, `{r}` a row."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from printing.numbers import NOTHING

ARGUMENTS = 200  # Excel takes 255 in one SUM
LONGEST = 8_000  # and 8,192 characters in a formula
# Amounts in triệu đồng are fractions to a spreadsheet, so a sum of nothing may be a trace beside zero: rounded
# to the đồng before it is divided by.
RATIO = f'=IF(AND(ISNUMBER({{over}}),ROUND(N({{under}}),{{places}})<>0),{{over}}/{{under}}*100,"{NOTHING}")'


def runs(positions: Sequence[int]) -> list[tuple[int, int]]:
    """1 2 3 7 -> (1, 3) (7, 7): neighbours are one range, in whatever order they come."""
    found: list[list[int]] = []
    for position in sorted(positions):
        if found and position == found[-1][1] + 1:
            found[-1][1] = position
        else:
            found.append([position, position])
    return [(first, last) for first, last in found]


def rows_below(parts: Sequence[int], first_row: int) -> list[str]:
    """The ranges of a column that hold these lines; first_row is the sheet's row (from 1) of line 0."""
    return [
        f"{{c}}{first + first_row}" + (f":{{c}}{last + first_row}" if last > first else "")
        for first, last in runs(parts)
    ]


def cells_beside(columns: Sequence[int]) -> list[str]:
    return [
        xl_col_to_name(first) + "{r}" + (f":{xl_col_to_name(last)}{{r}}" if last > first else "")
        for first, last in runs(columns)
    ]


def adding(ranges: Sequence[str], unknown: str = "") -> str:
    """SUM of the ranges; where all of them hold words so far, `unknown` stands until a number comes.

    Empty where Excel could not hold it: then the value alone is written.
    """
    chunks = [",".join(ranges[at : at + ARGUMENTS]) for at in range(0, len(ranges), ARGUMENTS)]
    total = "+".join(f"SUM({chunk})" for chunk in chunks)
    if unknown and chunks:
        count = "+".join(f"COUNT({chunk})" for chunk in chunks)
        total = f'IF({count}=0,"{unknown}",{total})'
    return f"={total}" if chunks and len(total) < LONGEST else ""


def dividing(over: str, under: str, places: int) -> str:
    """over/under in percent; `places` is how many decimals an amount may have in the sheet's unit."""
    return RATIO.replace("{over}", over).replace("{under}", under).replace("{places}", str(places))


def equal(cells: Sequence[tuple[str, int]]) -> str:
    """True where all cells, each multiplied by its unit, say the same to the last đồng."""
    (first, unit), *others = cells
    tests = [f"ROUND(N({first})*{unit}-N({other})*{times},0)=0" for other, times in others]
    return f"AND({','.join(tests)})"
