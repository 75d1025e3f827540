"""What officers type means the same to the server and to the page: one table of cases for both readers.

readings.json holds what is typed and what it means: đồng, a day, or null where it is refused.
"""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError

from programs.readings import read_day, read_money

CASES = json.loads(Path(__file__).with_name("readings.json").read_text())
SCRIPT = settings.BASE_DIR / "static" / "js" / "readings.js"
READ_IN_PAGE = {
    "money": "typed => typed.map(text => readings.readMoney(text)?.toString() ?? null)",
    "day": "typed => typed.map(text => readings.readDay(text))",
}


def as_read(reader, typed):
    try:
        return reader(typed)
    except ValidationError:
        return None


@pytest.mark.parametrize(("typed", "amount"), CASES["money"], ids=ascii)
def test_server_reads_money(typed, amount):
    assert as_read(read_money, typed) == amount


@pytest.mark.parametrize(("typed", "day"), CASES["day"], ids=ascii)
def test_server_reads_days(typed, day):
    read = as_read(read_day, typed)
    assert (read and read.isoformat()) == day


@pytest.fixture
def read_in_page(browser):
    """read_in_page("money") gives what the script of the portal reads in each case of the table."""
    page = browser.new_page(timezone_id="Asia/Ho_Chi_Minh")
    page.add_script_tag(content=SCRIPT.read_text())
    yield lambda kind: page.evaluate(READ_IN_PAGE[kind], [typed for typed, _ in CASES[kind]])
    page.close()


@pytest.mark.browser
def test_page_reads_money_as_the_server_does(read_in_page):
    read = [amount if amount is None else int(amount) for amount in read_in_page("money")]
    assert list(zip([typed for typed, _ in CASES["money"]], read, strict=True)) == [
        tuple(c) for c in CASES["money"]
    ]


@pytest.mark.browser
def test_page_reads_days_as_the_server_does(read_in_page):
    read = [day and f"{day['year']}-{day['month']:02}-{day['day']:02}" for day in read_in_page("day")]
    assert list(zip([typed for typed, _ in CASES["day"]], read, strict=True)) == [
        tuple(c) for c in CASES["day"]
    ]


@pytest.mark.browser
def test_page_writes_amounts_as_officials_do(browser):
    page = browser.new_page()
    page.add_script_tag(content=SCRIPT.read_text())
    spelled = page.evaluate("() => [0n, 999n, 1000n, -1234500000n].map(readings.spell)")
    page.close()
    assert spelled == ["0", "999", "1.000", "−1.234.500.000"]
