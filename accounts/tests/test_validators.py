import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.validators import HouseWordsValidator


def more_words():
    return ["Đắk Nông"]


@pytest.mark.parametrize(
    "password", ["Khuyến Công 2026!", "xin-chao-KHUYENCONG", "Sở Công-Thương 01", "k.h.u.y.e.n.cong"]
)
def test_password_of_house_words_is_refused(password):
    with pytest.raises(ValidationError, match="không được chứa"):
        HouseWordsValidator().validate(password)


def test_password_of_other_words_is_accepted():
    assert HouseWordsValidator().validate("mùa-xuân-ở-Tây-Bắc-67") is None


def test_words_are_added_by_settings_and_by_a_function():
    validator = HouseWordsValidator(words=["Cục CTĐP"], more="accounts.tests.test_validators.more_words")

    for password in ("cucctdp-2026", "toi-yeu-daknong"):
        with pytest.raises(ValidationError):
            validator.validate(password)


def test_validator_is_in_force():
    with pytest.raises(ValidationError) as refused:
        validate_password("khuyencong-0123456789")

    assert refused.value.messages == ["Mật khẩu không được chứa «khuyencong»: người ngoài dễ đoán."]
