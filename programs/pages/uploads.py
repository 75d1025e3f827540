"""Files that people attach: few kinds, judged by what they hold and not by their name, stored under a name of ours."""

import zipfile
from collections.abc import Mapping
from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

MAX_BYTES = 20 * 1024 * 1024
MAX_SAID = f"{MAX_BYTES // 1024**2} MB"
MAX_MEMBERS = 5000  # of a Word file: its list is read, nothing is unpacked
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
KINDS_IN_WORDS = "PDF, JPG, PNG hoặc Word (.docx)"


def kind_of(file) -> str | None:
    """The kind of an open file by its content; None if it is none of ours."""
    file.seek(0)
    head = file.read(1024)
    file.seek(0)
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"PK\x03\x04") and _is_word(file):
        return "docx"
    return None


def _is_word(file) -> bool:
    try:
        with zipfile.ZipFile(file) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    finally:
        file.seek(0)
    if len(names) > MAX_MEMBERS or any(name.endswith("vbaProject.bin") for name in names):
        return False
    return "[Content_Types].xml" in names and "word/document.xml" in names


class AttachmentField(forms.FileField):
    """One file of a kind that we know, of at most MAX_BYTES.

    It leaves the form without the name that its owner gave it, and under the same one each time it is sent.
    """

    def __init__(self, **kwargs):
        accept = ".pdf,.jpg,.jpeg,.png,.docx"
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": accept}))
        kwargs.setdefault("help_text", f"{KINDS_IN_WORDS}, tối đa {MAX_SAID}.")
        super().__init__(**kwargs)
        self.error_messages |= {
            "empty": "Tệp này rỗng. Hãy chọn lại tệp.",
            "invalid": "Không nhận được tệp. Hãy chọn lại tệp.",
        }

    def to_python(self, data):
        file = super().to_python(data)
        if file is None:
            return None
        if file.size > MAX_BYTES:
            raise ValidationError(
                f"Tệp lớn hơn {MAX_SAID}. Hãy nén hoặc quét ở độ phân giải thấp hơn.", code="size"
            )
        extension = file.name.rpartition(".")[2].lower().replace("jpeg", "jpg")
        if extension not in CONTENT_TYPES:
            raise ValidationError(f"Chỉ nhận tệp {KINDS_IN_WORDS}.", code="extension")
        if kind_of(file) != extension:
            raise ValidationError(
                f"Nội dung tệp không phải .{extension} như tên của nó. Hãy chọn đúng tệp {KINDS_IN_WORDS}.",
                code="content",
            )
        file.name = f"file.{extension}"
        return file

    def clean(self, data, initial=None):
        """What is stored already leaves the form as the name under which it lies."""
        file = super().clean(data, initial)
        return getattr(file, "stored", file)


def store_sent(form_class: type[forms.Form], files: Mapping[str, UploadedFile]) -> None:
    """Puts what was attached where it stays, before anything is locked: writing a large file makes nobody wait.

    A form that is refused afterwards leaves a file that no row names; such files are swept.
    """
    for name, field in form_class.base_fields.items():
        if isinstance(field, AttachmentField) and name in files:
            with suppress(ValidationError):  # the form says why
                file = field.clean(files[name])
                column = form_class._meta.model._meta.get_field(name)
                file.stored = column.storage.save(column.generate_filename(None, file.name), file)
