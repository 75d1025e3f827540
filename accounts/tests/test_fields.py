import unicodedata

import pytest
from django import forms

from accounts.fields import KeyField, TextBlock, TextLine
from accounts.models import AuditEvent, User, record

NFD = unicodedata.normalize("NFD", "Nguyễn Bá Út")


def test_text_line_is_normalised_by_save(db):
    user = User.objects.create(username="ut", full_name=f"  {NFD} ")

    assert user.full_name == "Nguyễn Bá Út"
    assert User.objects.get().full_name == "Nguyễn Bá Út"


def test_text_line_is_normalised_by_bulk_create_and_update(db):
    User.objects.bulk_create([User(username="ut", full_name=NFD)])
    assert User.objects.get().full_name == "Nguyễn Bá Út"

    User.objects.update(full_name=f"{NFD}  Hai")
    assert User.objects.get().full_name == "Nguyễn Bá Út Hai"


def test_text_line_is_found_by_its_decomposed_twin(db):
    User.objects.create(username="ut", full_name="Nguyễn Bá Út")

    assert User.objects.filter(full_name=NFD).count() == 1


def test_text_line_measures_the_composed_text():
    class Form(forms.Form):
        name = TextLine("tên", max_length=12).formfield()

    form = Form({"name": NFD})

    assert len(NFD) > 12
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Nguyễn Bá Út"}


def test_text_block_keeps_its_lines():
    class Form(forms.Form):
        note = TextBlock("ghi chú").formfield()

    form = Form({"note": f"{NFD} \r\nhai"})

    assert form.is_valid()
    assert form.cleaned_data == {"note": "Nguyễn Bá Út\nhai"}


def test_blank_text_is_refused_as_missing():
    class Form(forms.Form):
        name = TextLine("tên", max_length=12).formfield()

    assert Form({"name": " \u200b "}).errors == {"name": ["Trường này là bắt buộc."]}


def test_key_field_follows_its_fields_on_save_and_bulk_create(db):
    User.objects.bulk_create([User(username="ut", full_name="Nguyễn Bá Út")])
    user = User.objects.get()
    assert user.search_key == "ut nguyen ba ut"

    user.full_name = "Đặng Thị Ý"
    user.save()
    assert User.objects.get().search_key == "ut dang thi y"


def test_key_field_follows_a_save_of_one_field(db):
    user = User.objects.create(username="ut", full_name="Nguyễn Bá Út")

    user.full_name = "Đặng Thị Ý"
    user.save(update_fields=["full_name"])

    assert User.objects.get().search_key == "ut dang thi y"


def test_key_field_never_grows_beyond_its_column():
    user = User(username="ut", full_name="ﷺ" * 150)
    field = User._meta.get_field("search_key")

    assert len(field.pre_save(user, add=True)) == field.max_length


@pytest.mark.parametrize(
    "field",
    [
        TextLine("tên", max_length=20, blank=True),
        TextBlock("ghi chú"),
        KeyField(of=("name", "code"), key="identity", max_length=300, unique=True),
    ],
)
def test_field_survives_a_migration(field):
    _, path, args, kwargs = field.deconstruct()
    again = type(field)(*args, **kwargs)

    assert path == f"accounts.fields.{type(field).__name__}"
    assert again.deconstruct()[2:] == (args, kwargs)


def test_keys_are_ordered_by_code_points_in_the_database(db):
    names = ["Phạm Đào", "Hồ Dung", "Trần Văn An", "Lê Ánh", "Vũ Ân"]
    User.objects.bulk_create([User(username=f"u{n}", full_name=name) for n, name in enumerate(names)])

    ordered = User.objects.order_by("sort_key").values_list("full_name", flat=True)

    assert list(ordered) == ["Trần Văn An", "Lê Ánh", "Vũ Ân", "Hồ Dung", "Phạm Đào"]


def test_audit_event_cuts_what_is_too_long(db):
    event = record(AuditEvent.Kind.LOGIN_FAILED, username="x" * 400, object="y" * 400)

    assert (len(event.username), len(event.object)) == (150, 255)
