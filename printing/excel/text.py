"""Text that a workbook may hold: NFC, without control characters, never a formula."""

import re
import unicodedata

# Control characters, lone surrogates and the two code points that XML forbids; line ends and tabs may stay.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
LONGEST = 32_767  # what one cell holds, in UTF-16 units
LOOKS_LIKE_FORMULA = frozenset("=+-@\t")


def clean_text(value: object) -> str:
    text = value if value.__class__ is str else str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " "))
    if len(text) > LONGEST // 2:
        text = text.encode("utf-16-le")[: LONGEST * 2].decode("utf-16-le", "ignore")
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # the writer takes exactly such a string for ready-made mark-up
    return text
