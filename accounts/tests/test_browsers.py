import pytest

from accounts.browsers import in_words

EDGE, COC_COC = "Chrome/126.0 Safari/537.36 Edg/126.0", "coc_coc_browser/126 Chrome/120.0 Safari/537.36"
IPHONE = "iPhone; CPU iPhone OS 17_5 like Mac OS X"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} {EDGE}", "Edge trên Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} {COC_COC}", "Cốc Cốc trên Windows"),
        (f"Mozilla/5.0 (Linux; Android 14; SM-A546E) {WEBKIT} Chrome/126.0 Mobile Safari/537.36", "Chrome trên Android"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox trên Linux"),
        (f"Mozilla/5.0 ({IPHONE}) {WEBKIT} Version/17.5 Safari/604.1", "Safari trên iPhone"),
        (f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/17.5 Safari/605.1", "Safari trên Mac"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Windows"),
        ("<script>alert(1)</script>", "Trình duyệt không rõ"),
        ("", "Trình duyệt không rõ"),
    ],
)  # fmt: skip
def test_browser_is_told_in_words(sent, words):
    assert in_words(sent) == words
