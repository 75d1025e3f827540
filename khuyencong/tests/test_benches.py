"""What the benches read out of pages and figures, by hand-made examples."""

import pytest

from benchmarks.closing_day import WAIT, percentile, waited
from benchmarks.visitors import Form

pytestmark = pytest.mark.once

PAGE = """
<form><input type="search" name="q" value="x"></form>
<form method="post"><input type="hidden" name="key" value="k-1"><input name="amount"><textarea name="note">a</textarea>
<input type="radio" name="outcome" value="done" checked><input type="radio" name="outcome" value="refused">
<input type="checkbox" name="late" value="1"><input type="file" name="file"><input type="submit" name="go" value="Lưu">
<select name="source"><option value="a">A</option><option value="b" selected>B</option></select></form>
"""
FIGURES = """
khuyencong_write_wait_seconds_bucket{le="0.001"} %s
khuyencong_write_wait_seconds_bucket{le="0.1"} %s
khuyencong_write_wait_seconds_bucket{le="+Inf"} %s
khuyencong_write_wait_seconds_count %s
"""


def test_form_is_sent_as_a_browser_would_send_it():
    assert Form(PAGE).values == {"key": "k-1", "amount": "", "note": "a", "outcome": "done", "source": "b"}


def test_waits_are_those_between_two_readings():
    before, after = (
        {float(most): float(count) for most, count in WAIT.findall(FIGURES % counts)}
        for counts in ((100, 100, 100, 100), (150, 195, 200, 200))
    )
    assert (waited(before, after, 0.5), waited(before, after, 0.95)) == (0.001, 0.1)
    assert waited(before, after, 0.96) == float("inf")


def test_percentile_is_of_what_was_measured():
    assert percentile([float(n) for n in range(101)]) == 95.0
    assert percentile([3.0]) == 3.0
