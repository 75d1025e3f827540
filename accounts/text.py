"""Vietnamese text: one spelling inside, keys to search, compare and sort by. Pure; knows no table.

Stock software gets each of these wrong: đ is no accented d to Unicode, code points put Đ after Z, the same name
comes composed (NFC) and decomposed (NFD), and the tone of "hòa" may sit on either vowel.
"""

import re
import unicodedata

_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_CONTROLS = _INVISIBLE | {code: " " for code in range(0x20)} | {0x7F: None}
_CONTROLS_BUT_LINES = {code: to for code, to in _CONTROLS.items() if code not in (0x09, 0x0A)}

# D with a stroke, and its two look-alikes that keyboards and converters produce.
_D = str.maketrans("đĐðÐɖƉ", "dDdDdD")
_PUNCTUATION = str.maketrans("‐‑‒–—−‘’“”", "------''\"\"")

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(0x41 + place) for place, letter in enumerate(_ALPHABET)}
# The dictionary's order: ngang, huyền, hỏi, ngã, sắc, nặng.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_LEVEL_TONE = "!"
_TONE_RANK = {tone: chr(0x22 + place) for place, tone in enumerate(_TONES)}


def nfc(text: str) -> str:
    """One line: composed letters, no invisible signs, single spaces, nothing at the ends."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_CONTROLS)).split())


def nfc_block(text: str) -> str:
    """Several lines: composed letters, plain line ends, no space at the end of a line or of the text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS_BUT_LINES).split("\n")
    return unicodedata.normalize("NFC", "\n".join(line.rstrip() for line in lines)).strip("\n")


def fold(text: str) -> str:
    """To search by: lower case, no accents, đ as d. "Nguyễn Bá Út" and its NFD twin give "nguyen ba ut"."""
    decomposed = unicodedata.normalize("NFKD", nfc(text).translate(_D).translate(_PUNCTUATION))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


def identity(text: str) -> str:
    """To compare by: case and the place of the tone do not count (hoà = hòa), every accent does (Đăk ≠ Đắk).

    A key, not a spelling: each syllable's tone is moved to its end.
    """
    return " ".join(_tone_last(word) for word in nfc(text).casefold().split())


def sort_key(text: str) -> str:
    """A string whose order by code points is the order of a Vietnamese dictionary, syllable by syllable."""
    return " ".join(_syllable_key(word) for word in re.findall(r"[^\W_]+", nfc(text).lower()))


def name_sort_key(name: str) -> str:
    """Vietnamese lists of people: by given name, which is written last, then by family and middle names."""
    *family_and_middle, given = nfc(name).split() or [""]
    return f"{sort_key(given)} {sort_key(' '.join(family_and_middle))}".strip()


def slug(text: str) -> str:
    """For urls and file names: "Đắk Nông" gives "dak-nong"."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def _tone_last(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    tones = "".join(sign for sign in signs if sign in _TONES)
    return unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _TONES) + tones)


def _syllable_key(word: str) -> str:
    signs = unicodedata.normalize("NFD", word)
    tone = next((sign for sign in signs if sign in _TONES), "")
    letters = unicodedata.normalize("NFC", "".join(sign for sign in signs if sign not in _TONES))
    return "".join(_rank(letter) for letter in letters) + _TONE_RANK.get(tone, _LEVEL_TONE)


def _rank(letter: str) -> str:
    if letter in _LETTER_RANK:
        return _LETTER_RANK[letter]
    bare = unicodedata.normalize("NFD", letter)[0]  # a foreign accent: ü is sorted as u
    return _LETTER_RANK.get(bare, bare)
