"""Roman numerals, as editions of a conference are counted. Pure."""

_NUMERALS = (
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)


def roman(number: int) -> str:
    """13 -> XIII. From 1 to 399: no series of conferences has gone further."""
    if not 1 <= number <= 399:
        raise ValueError(f"Không viết được {number} bằng số La Mã.")
    written = []
    for value, numeral in _NUMERALS:
        times, number = divmod(number, value)
        written.append(numeral * times)
    return "".join(written)
