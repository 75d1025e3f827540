"""Sixty passwords: forty that somebody who knows the house would try, twenty that he would not."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.tests.conftest import PASSWORD
from accounts.validators import bare, names_of, without_guessable

AN = {"username": "an.lamdong", "full_name": "Trần Thị Hồng Nhung", "email": "nhung.tth@example.vn"}
REFUSED = """
    ngắn
    mười-một-ký
    123456789012
    0987654321098
    111111111111
    abababababab
    abcabcabcabcabc
    aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    abcdefghijklmnop
    qwertyuiop123
    poiuytrewq321
    1qaz2wsx3edc4rfv
    1q2w3e4r5t6y7u
    asdfghjkl;'123
    !@#$%^&*()_+
    LamDong@2026xx
    Lâm Đồng 2026 !!
    lâmđồnglâmđồng
    DakNong#2025#2024
    thua thien hue 2026
    TP.HoChiMinh@1975
    Khuyến Công 2026!
    xin-chao-KHUYENCONG
    Sở Công-Thương 01
    k.h.u.y.e.n.cong
    SoCongThuongLamDong
    matkhau123456
    MatKhau@2026!!
    M@tkh@u@2026
    anhyeuem15081990
    toiyeuvietnam2024
    Password@2026
    P@ssw0rd12345
    admin@admin@admin
    Trần Thị Hồng Nhung
    HongNhung@1990
    nhung.tth@example
    an.lamdong-2026
    0912345678abc
    iloveyou15/08/1990
""".strip().splitlines()
ACCEPTED = """
    mùa-xuân-ở-Tây-Bắc-67
    nắng-sớm-trên-đồi-chè-41
    mưa rừng cà phê
    con mèo nằm trên mái ngói
    lamdong que toi mua hoa da quy
    cái-ghế-xanh-biết-hát
    Zq8-fT2w_Lr5xB9n
    83920174658392
    correct horse battery staple
    ba mươi hai con vịt giời
    gió lào thổi qua cánh đồng
    tàu đêm năm 1987 chạy chậm
    khuyến công mà vẫn nhớ bún riêu
    xe đạp không phanh xuống dốc
    rổ khoai lang nướng chiều đông
    hGt7!kPw#2xVq9Lm
    áo mưa vàng ở bến phà
    chú bộ đội gánh nước
    bàn phím dính mật ong rừng
    tiếng dế kêu dưới chân cầu thang gỗ lim cũ của bà ngoại tôi ngày xưa ấy
""".strip().splitlines()

pytestmark = pytest.mark.django_db


@pytest.fixture
def nhung(reference):
    return User(**AN)


def test_the_table_holds_sixty():
    assert (len(REFUSED), len(ACCEPTED)) == (40, 20)
    assert len(ACCEPTED[-1].strip()) > 64


def test_passwords_that_would_be_tried_are_refused_with_why_and_how(nhung):
    passed = []
    for typed in REFUSED:
        try:
            validate_password(typed.strip(), nhung)
            passed.append(typed.strip())
        except ValidationError as refused:
            told = " ".join(refused.messages)
            assert told.startswith("Mật khẩu ") and ("Hãy ghép vài từ" in told or "cần ít nhất 12" in told)

    assert passed == []


def test_other_passwords_are_accepted(nhung):
    refused = {}
    for typed in [PASSWORD, *(line.strip() for line in ACCEPTED)]:
        try:
            validate_password(typed, nhung)
        except ValidationError as error:
            refused[typed] = error.messages

    assert refused == {}


def test_refusal_names_what_was_taken_out(nhung):
    with pytest.raises(ValidationError) as refused:
        validate_password("LamDong@2026xx", nhung)

    (told,) = refused.value.messages
    assert told.startswith("Mật khẩu dễ đoán: ngoài «lamdong», «2026» thì còn quá ít")


@pytest.mark.parametrize("trial", [True, False])
def test_published_password_is_one_for_trials_only(nhung, settings, trial):
    settings.TRIAL_DATA = trial
    try:
        validate_password("buoi-sang-tren-cao-nguyen", nhung)
    except ValidationError as refused:
        assert not trial and "ai cũng biết" in refused.messages[0]
    else:
        assert trial


def test_length_counts_letters_as_people_do(reference):
    with pytest.raises(ValidationError, match="có 8 ký tự"):
        validate_password("mư\u0300a rư\u0300ng")


def test_no_name_is_guessed_out_of_words_it_happens_to_stand_in():
    """What is taken away on both sides does not become a new word."""
    assert without_guessable("mat" + "2026" + "khau", {"matkhau"})[0] == "matkhau"
    assert bare("Đắk Nông – 2026") == "daknong2026"
    assert "nhung" in [bare(name) for name in names_of(User(**AN))]


def test_help_is_vietnamese():
    told = " ".join(password_validators_help_texts())
    assert "ít nhất 12 ký tự" in told and "khó đoán hơn" in told
