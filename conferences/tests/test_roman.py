import pytest
from hypothesis import given
from hypothesis import strategies as st

from conferences.roman import roman

VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def read(numeral):
    """The other way, by the rule that a smaller sign before a greater one is taken away."""
    values = [VALUES[sign] for sign in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "I"),
        (4, "IV"),
        (7, "VII"),
        (9, "IX"),
        (13, "XIII"),
        (14, "XIV"),
        (19, "XIX"),
        (40, "XL"),
        (90, "XC"),
    ],
)
def test_roman_writes_editions_as_they_are_announced(number, numeral):
    assert roman(number) == numeral


@given(st.integers(1, 399))
def test_roman_reads_back_as_the_same_number(number):
    assert read(roman(number)) == number


@pytest.mark.parametrize("number", [0, -1, 400])
def test_roman_refuses_what_it_cannot_write(number):
    with pytest.raises(ValueError, match="số La Mã"):
        roman(number)
