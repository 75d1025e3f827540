"""The forms of a business: where it produces decides whose it is."""

import re

from django.core.exceptions import ValidationError

from programs.businesses.register import keep
from programs.models import Business
from programs.pages.fields import CountField, MoneyField
from programs.pages.forms import ScopedModelForm, VersionedModelForm
from programs.pages.once import SubmittedOnce
from programs.units.choices import choose_province

TAX_CODE = re.compile(r"\d{10}(-\d{3})?|\d{12}")
PHONE = re.compile(r"[0-9+()., /-]{6,30}")


class BusinessFields(ScopedModelForm):
    """What both forms of a business ask."""

    constraint_fields = {
        "business_once_a_place": "name",
        "business_tax_code_once": "tax_code",
        "business_money_not_negative": "capital",
    }

    class Meta:
        model = Business
        fields = [
            "name",
            "legal_form",
            "tax_code",
            "registration_number",
            "unit",
            "commune",
            "district",
            "production_address",
            "seat_address",
            "phone",
            "sector",
            "products",
            "workers",
            "capital",
            "revenue",
            "exports",
            "craft_village",
            "in_cluster",
            "women_owned",
            "minority_owned",
            "note",
            "source",
        ]
        field_classes = {"capital": MoneyField, "revenue": MoneyField, "workers": CountField}
        help_texts = {
            "tax_code": "10 số, 10 số và 3 số của chi nhánh (0123456789-001), hoặc 12 số với hộ kinh doanh.",
            "unit": "Tỉnh, thành phố nơi sản xuất, không phải nơi đặt trụ sở.",
            "district": "Chỉ ghi với địa bàn lúc còn cấp huyện.",
            "sector": "Theo danh mục ngành nghề được hưởng chính sách khuyến công.",
            "capital": "Viết được bằng triệu, tỷ: 1.234,5 triệu.",
            "source": "Số liệu lấy từ đâu: phiếu điều tra, báo cáo, hồ sơ đề án.",
        }

    fieldsets = (
        ("Cơ sở", ("name", "legal_form", "tax_code", "registration_number")),
        (
            "Nơi sản xuất",
            ("unit", "commune", "district", "production_address", "seat_address", "phone"),
        ),
        ("Sản xuất", ("sector", "products", "workers", "capital", "revenue")),
        ("Đặc điểm", ("exports", "craft_village", "in_cluster", "women_owned", "minority_owned")),
        ("Ghi chú", ("note", "source")),
    )

    def settle(self):
        super().settle()
        choose_province(self)

    def clean_tax_code(self):
        code = re.sub(r"[\s.]", "", self.cleaned_data["tax_code"])
        if code and not TAX_CODE.fullmatch(code):
            raise ValidationError(
                "Mã số thuế có 10 số, 13 số viết 0123456789-001, hoặc 12 số. Chưa rõ thì để trống."
            )
        return code

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError("Điện thoại chỉ gồm chữ số, dấu cách, dấu chấm, ví dụ 0263 3822 222.")
        return phone


class BusinessCreateForm(SubmittedOnce, BusinessFields):
    pass


class BusinessEditForm(SubmittedOnce, VersionedModelForm, BusinessFields):
    def write(self):
        return keep(business=self.instance, by=self.user)
