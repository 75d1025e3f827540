import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import text

NFD = unicodedata.normalize("NFD", "Nguyễn Bá Út")


def test_nfc_composes_trims_and_keeps_one_line():
    assert text.nfc(f"  {NFD}\u00a0\n thứ\u200b 2\x00 ") == "Nguyễn Bá Út thứ 2"


def test_nfc_block_keeps_lines_and_composes_them():
    assert text.nfc_block(f"\r\n {NFD}  \r\n\r\ndòng\thai\x07 \n") == " Nguyễn Bá Út\n\ndòng\thai"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Nguyễn Bá Út", "nguyen ba ut"),
        (NFD, "nguyen ba ut"),
        ("ĐẮK NÔNG", "dak nong"),
        ("Đăk  Nông", "dak nong"),
        ("Ðồng Nai", "dong nai"),
        ("Thừa Thiên – Huế", "thua thien - hue"),
        ("m²", "m2"),
        ("", ""),
    ],
)
def test_fold_forgets_accents_case_and_spacing(written, folded):
    assert text.fold(written) == folded


def test_identity_takes_both_places_of_the_tone_as_one():
    assert text.identity("Hoà Bình") == text.identity("HÒA  BÌNH") == text.identity("hòa bình")
    assert text.identity("Thuỷ sản") == text.identity("Thủy sản")


@pytest.mark.parametrize(
    ("one", "other"), [("Đăk Nông", "Đắk Nông"), ("Hòa", "Hoa"), ("Đà", "Dà"), ("bán", "bàn")]
)
def test_identity_tells_apart_what_differs_by_an_accent(one, other):
    assert text.identity(one) != text.identity(other)


def test_sort_key_follows_the_dictionary():
    ordered = [
        "A",
        "An",
        "An Bình",
        "Án An",
        "Ang",
        "Ăn",
        "Ân",
        "Bà",
        "Da",
        "Dũng",
        "Đà",
        "Đắk Lắk",
        "Đắk Nông",
    ]
    ordered += ["Em", "Êm", "On", "Ôn", "Ơn", "Ung", "Ưng", "Zung"]

    assert sorted(reversed(ordered), key=text.sort_key) == ordered


def test_sort_key_orders_the_six_tones():
    ordered = ["ma", "mà", "mả", "mã", "má", "mạ"]

    assert sorted(sorted(ordered), key=text.sort_key) == ordered


def test_sort_key_passes_over_punctuation_and_foreign_accents():
    assert text.sort_key("Bà Rịa - Vũng Tàu") == text.sort_key("bà rịa, vũng tàu")
    assert text.sort_key("Müller") == text.sort_key("Muller")


def test_name_sort_key_puts_the_given_name_first():
    people = [
        "Trần Văn An",
        "Nguyễn Thị Bình",
        "Bùi Đức An",
        "Lê Ánh",
        "Phạm Đào",
        "Hồ Dung",
        "Cao Hà",
        "An Hạ",
    ]

    assert sorted(people, key=text.name_sort_key) == [
        "Bùi Đức An",
        "Trần Văn An",
        "Lê Ánh",
        "Nguyễn Thị Bình",
        "Hồ Dung",
        "Phạm Đào",
        "Cao Hà",
        "An Hạ",
    ]
    assert text.name_sort_key("") == ""


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("Đắk Nông", "dak-nong"),
        ("Bà Rịa – Vũng Tàu", "ba-ria-vung-tau"),
        (" TP. Hồ Chí Minh ", "tp-ho-chi-minh"),
    ],
)
def test_slug_is_plain_letters(written, slug):
    assert text.slug(written) == slug


@given(st.text())
def test_nfc_changes_nothing_the_second_time(written):
    once = text.nfc(written)

    assert text.nfc(once) == once


@given(st.text(alphabet=st.characters(max_codepoint=0x1EFF)))
def test_keys_do_not_depend_on_how_letters_are_composed(written):
    decomposed = unicodedata.normalize("NFD", written)

    assert text.fold(decomposed) == text.fold(written)
    assert text.identity(decomposed) == text.identity(written)
    assert text.sort_key(decomposed) == text.sort_key(written)


@pytest.mark.parametrize("code", [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x7F])
def test_each_sign_that_nobody_sees_is_left_out(code):
    assert text.nfc(f"Đắk{chr(code)} Nông") == text.nfc_block(f"Đắk{chr(code)} Nông") == "Đắk Nông"
