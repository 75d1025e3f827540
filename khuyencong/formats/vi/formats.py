"""Vietnamese dates and numbers, in and out. A day comes before its month, always: 5/6/2023 is 5 June."""

DATE_FORMAT = "d/m/Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "H:i d/m/Y"
YEAR_MONTH_FORMAT = r"\t\há\n\g m/Y"
MONTH_DAY_FORMAT = "d/m"
SHORT_DATE_FORMAT = "d/m/Y"
SHORT_DATETIME_FORMAT = "H:i d/m/Y"
FIRST_DAY_OF_WEEK = 1  # Monday

_DATES = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]
_TIMES = ["%H:%M:%S", "%H:%M", "%H:%M:%S.%f"]

# The first of each list is how a value is written back into its field. No two-digit years: 5/6/23 is asked again.
DATE_INPUT_FORMATS = _DATES
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H:%M:%S.%f"]
DATETIME_INPUT_FORMATS = [f"{date} {time}" for date in _DATES for time in _TIMES] + _DATES

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "."
NUMBER_GROUPING = 3
