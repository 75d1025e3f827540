"""The pages of steps and their files, as a browser meets them."""

import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from programs.choices import Happening, Phase
from programs.models import Project, ProjectEvent
from programs.projects import steps
from programs.tests.web import errors, sent

STEP = {
    "happening": "approved",
    "outcome": "done",
    "on": "03/04/2023",
    "budget_year": "2023",
    "document": "12/QĐ-SCT",
    "document_on": "01/04/2023",
    "signer": "Giám đốc Sở",
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def step_address(project):
    return reverse("event_add", args=[project.code])


def word_file(*names):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        for name in names or ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(name, "<x/>")
    return package.getvalue()


# --- steps -----------------------------------------------------------------------------------------------------------


def test_step_is_written_with_its_document_and_moves_the_project(sign_in, an, project, step_address):
    client = sign_in(an)

    response = client.post(step_address, sent(STEP))

    assert response.url == f"/projects/{project.code}/#cac-buoc"
    event = ProjectEvent.objects.get()
    assert (event.on, event.document, event.document_on, event.signer) == (
        date(2023, 4, 3),
        "12/QĐ-SCT",
        date(2023, 4, 1),
        "Giám đốc Sở",
    )
    assert Project.objects.get().phase == Phase.APPROVED
    page = client.get(response.url)
    assert [(step["name"], step["state"]) for step in page.context["steps"]][:4] == [
        ("Đã đăng ký", "done"),
        ("Đã thẩm định", "done"),
        ("Đã phê duyệt", "current"),
        ("Đã ký hợp đồng", "todo"),
    ]
    assert page.context["next_step"].label == "Ký hợp đồng"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"document": ""}, "document", "Hãy ghi số văn bản"),
        ({"on": ""}, "on", "Hãy nhập ô này"),
        ({"document_on": "01/01/2099"}, "document_on", "ở sau hôm nay"),
        ({"happening": "registered"}, "happening", "không có trong danh sách"),
        ({"outcome": "undone"}, "outcome", "không có trong danh sách"),
        ({"happening": "accepted"}, "__all__", "«Đã đăng ký»: không ghi được bước «Nghiệm thu»"),
    ],
)
def test_wrong_step_is_told_at_its_field(sign_in, an, step_address, changes, field, words):
    response = sign_in(an).post(step_address, sent(STEP, **changes))

    assert list(errors(response)) == [field]
    assert words in errors(response)[field][0]
    assert response.context["form"]["signer"].value() == "Giám đốc Sở"
    assert ProjectEvent.objects.count() == 0


def test_second_of_two_who_approve_is_told(sign_in, an, lan, step_address):
    sign_in(an).post(step_address, sent(STEP))

    response = sign_in(lan).post(step_address, sent(STEP))

    assert "đang ở tình trạng «Đã phê duyệt»" in errors(response)["__all__"][0]
    assert ProjectEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Quyết định số 12.pdf", PDF),
        ("anh.JPG", b"\xff\xd8\xff\xe0rest"),
        ("anh.jpeg", b"\xff\xd8\xff\xe0rest"),
        ("anh.png", b"\x89PNG\r\n\x1a\nrest"),
        ("van ban.docx", word_file()),
    ],
)
def test_file_comes_back_as_it_was_sent_and_only_as_an_attachment(
    sign_in, an, step_address, media, name, content
):
    client = sign_in(an)
    client.post(step_address, sent(STEP, file=SimpleUploadedFile(name, content)))

    event = ProjectEvent.objects.get()
    answer = client.get(reverse("event_file", args=[event.pk]))

    assert b"".join(answer.streaming_content) == content
    assert answer["X-Content-Type-Options"] == "nosniff"
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    assert answer["Content-Disposition"] == (
        f'attachment; filename="P63-68-KCDP-2023-001-phe-duyet-20230403.{extension}"'
    )
    assert event.file.name.startswith("events/") and "định" not in event.file.name
    assert AuditEvent.objects.filter(kind=AuditEvent.Kind.DOWNLOADED, user=an).count() == 1


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("quyet-dinh.exe", PDF, "Chỉ nhận tệp"),
        ("trang.html", b"<script>", "Chỉ nhận tệp"),
        ("anh.svg", b"<svg onload=alert(1)>", "Chỉ nhận tệp"),
        ("quyet-dinh.pdf", b"<html><script>alert(1)</script>", "không phải .pdf"),
        ("anh.png", b"\xff\xd8\xff\xe0rest", "không phải .png"),
        ("van-ban.docx", word_file("a.txt"), "không phải .docx"),
        (
            "van-ban.docx",
            word_file("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "không phải",
        ),
        ("van-ban.docx", b"PK\x03\x04broken", "không phải .docx"),
        ("rong.pdf", b"", "rỗng"),
    ],
)
def test_file_of_another_kind_is_refused_by_its_content(
    sign_in, an, step_address, media, name, content, words
):
    response = sign_in(an).post(step_address, sent(STEP, file=SimpleUploadedFile(name, content)))

    assert list(errors(response)) == ["file"]
    assert words in errors(response)["file"][0]
    assert not media.exists()


def test_file_above_twenty_megabytes_is_refused(sign_in, an, step_address):
    big = SimpleUploadedFile("quyet-dinh.pdf", PDF + b"0" * (20 * 1024 * 1024))

    response = sign_in(an).post(step_address, sent(STEP, file=big))

    assert errors(response) == {"file": ["Tệp lớn hơn 20 MB. Hãy nén hoặc quét ở độ phân giải thấp hơn."]}


def test_lost_file_is_told_when_another_field_was_wrong(sign_in, an, step_address):
    form = sent(STEP, document="", file=SimpleUploadedFile("qd.pdf", PDF))

    assert "Hãy chọn lại tệp đính kèm" in sign_in(an).post(step_address, form).content.decode()


@pytest.mark.parametrize(("who", "status"), [("an", 200), ("dung", 200), ("chi", 200), ("binh", 404)])
def test_file_is_for_those_who_see_the_project(request, sign_in, an, step_address, who, status):
    sign_in(an).post(step_address, sent(STEP, file=SimpleUploadedFile("qd.pdf", PDF)))
    address = reverse("event_file", args=[ProjectEvent.objects.get().pk])

    assert sign_in(request.getfixturevalue(who)).get(address).status_code == status


def test_step_without_a_file_has_none_to_download(sign_in, an, step_address):
    sign_in(an).post(step_address, sent(STEP))

    assert sign_in(an).get(reverse("event_file", args=[ProjectEvent.objects.get().pk])).status_code == 404


@pytest.fixture
def approved(an, project):
    event = ProjectEvent(
        project=project, happening=Happening.APPROVED, budget_year=2023, on=date(2023, 4, 3), document="12/QĐ"
    )
    return steps.record_event(event=event, by=an)


def test_step_is_undone_with_a_reason(sign_in, an, project, approved):
    address = reverse("event_undo", args=[approved.pk])
    client = sign_in(an)
    assert "Phê duyệt: hoàn thành, ngày 03/04/2023. 12/QĐ" in client.get(address).content.decode()

    assert list(errors(client.post(address, sent({})))) == ["reason"]
    response = client.post(address, sent({}, reason="Ghi nhầm đề án"))

    assert response.url == f"/projects/{project.code}/#cac-buoc"
    assert Project.objects.get().phase == Phase.REGISTERED
    assert "Ghi nhầm đề án" in client.get(response.url).content.decode()
    assert errors(client.post(address, sent({}, reason="Lần nữa"))) == {"__all__": ["Bước này đã được hủy."]}


@pytest.mark.parametrize(("who", "status"), [("dung", 403), ("chi", 403), ("binh", 404)])
def test_stranger_undoes_nothing(request, sign_in, approved, who, status):
    client = sign_in(request.getfixturevalue(who))

    assert client.post(reverse("event_undo", args=[approved.pk]), sent({}, reason="x")).status_code == status
