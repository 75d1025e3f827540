"""What is sent twice: one row and one answer; other content under a used key, or somebody else's, is refused."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.test import RequestFactory

from accounts.models import AuditEvent, record
from programs.models import Business, Submission
from programs.pages.once import AGAIN, KEY, OTHER_CONTENT, answered_once, shown_key
from programs.tests.factories import stand
from programs.tests.threads import at_once


class Told(list):
    """Where messages go in a request that has no session."""

    def add(self, level, message, extra_tags=""):
        self.append(str(message))


def posted(by, key, address="/businesses/new/", **content):
    request = RequestFactory().post(address, content | ({KEY: key} if key else {}))
    request.user, request._messages = by, Told()
    return request


def answered(request, answer="/answer/1/", calls=None):
    def respond():
        if refusal := getattr(request, "refusal", None):
            return HttpResponse(refusal.messages[0])
        if calls is not None:
            calls.append(1)
        record(AuditEvent.Kind.EXPORTED, user=request.user)  # something is written
        return HttpResponseRedirect(answer)

    return answered_once(request, respond, model=Business)


@pytest.mark.parametrize("key", ["5f0a1f9e-6c7b-4d55-9a53-0d6f2f1c9f11", ""])
def test_same_content_is_answered_once_and_told_so(an, key):
    calls = []
    requests = [posted(an, key, name="A") for _ in range(3)]

    answers = [answered(request, calls=calls) for request in requests]

    assert [answer["Location"] for answer in answers] == ["/answer/1/"] * 3
    assert len(calls) == 1
    assert [request._messages for request in requests] == [[], [AGAIN], [AGAIN]]


def upload(content, name="quyet-dinh.pdf"):
    return {"file": SimpleUploadedFile(name, content)}


@pytest.mark.parametrize(
    "other",
    [
        {"name": "B"},
        {"name": ["A", "A"]},
        {"name": "A", "note": ""},
        {"name": "A", "address": "/businesses/new/?unit=1"},
        {"name": "A", **upload(b"%PDF-1.7 hai")},
        {"name": "A", **upload(b"%PDF-1.7", name="khac.pdf")},
    ],
    ids=["value", "twice", "field", "address", "file", "file-name"],
)
def test_other_content_under_a_used_key_is_refused_with_a_new_key(an, other):
    key, calls = str(uuid.uuid4()), []
    answered(posted(an, key, name="A", **upload(b"%PDF-1.7")), calls=calls)
    same = answered(posted(an, key, name="A", **upload(b"%PDF-1.7")), calls=calls)
    request = posted(an, key, **{"file": upload(b"%PDF-1.7")["file"], **other})

    refused = answered(request, calls=calls)

    assert (same["Location"], refused.content.decode()) == ("/answer/1/", OTHER_CONTENT)
    assert len(calls) == 1
    assert shown_key(request) == request.POST[KEY] != key
    assert answered(posted(an, shown_key(request), **other), "/answer/2/")["Location"] == "/answer/2/"


def test_key_belongs_to_one_person(an, binh):
    key = str(uuid.uuid4())
    answered(posted(an, key, name="A"))

    assert answered(posted(binh, key, name="A")).content.decode() == OTHER_CONTENT


def test_key_of_before_contents_were_kept_is_refused(an):
    key = str(uuid.uuid4())
    Submission.objects.create(key=key, user=an, answer="/answer/0/")

    assert answered(posted(an, key, name="A")).content.decode() == OTHER_CONTENT


@pytest.mark.parametrize(
    "failure",
    [
        ValidationError("Kỳ đã chốt."),
        HttpResponse("Biểu mẫu có lỗi"),
        HttpResponseRedirect("/nothing-chosen/"),
    ],
)
def test_what_wrote_nothing_leaves_no_key(an, failure):
    key = str(uuid.uuid4())

    def refuse():
        if isinstance(failure, Exception):
            raise failure
        return failure

    try:
        answered_once(posted(an, key, name="A"), refuse, model=Business)
    except ValidationError as error:
        assert error is failure
    assert not Submission.objects.exists()
    assert answered(posted(an, key, name="A"))["Location"] == "/answer/1/"


def test_window_over_a_form_gets_its_answer_again(an):
    def respond():
        record(AuditEvent.Kind.EXPORTED, user=an)
        return TemplateResponse(None, "admin/popup_response.html", {"popup_response_data": '{"value": "7"}'})

    key = str(uuid.uuid4())
    first, again = (answered_once(posted(an, key), respond, model=Business) for _ in range(2))

    assert first.context_data == again.context_data
    assert Submission.objects.count() == 1


def test_form_that_does_not_look_at_the_refusal_writes_nothing(an, world):
    key = str(uuid.uuid4())
    answered(posted(an, key, name="A"))
    request = posted(an, key, name="B")

    def deaf():
        stand(Business(name="B", unit=world.lam_dong, legal_form="cooperative"))
        return HttpResponseRedirect("/answer/2/")

    answered_once(request, deaf, model=Business)

    assert request._messages == [OTHER_CONTENT]
    assert not Business.objects.exists()


def test_what_the_database_refuses_is_told_at_the_form(an):
    request = posted(an, str(uuid.uuid4()), name="A")

    def respond():
        if refusal := getattr(request, "refusal", None):
            return HttpResponse(refusal.messages[0])
        raise IntegrityError("FOREIGN KEY constraint failed")

    assert "vừa bị người khác xóa" in answered_once(request, respond, model=Business).content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_four_that_race_one_writes_and_all_get_its_answer(an, world):
    key = str(uuid.uuid4())

    def send():
        def respond():
            row = stand(Business(name="HTX Chè Cầu Đất", unit=world.lam_dong, legal_form="cooperative"))
            return HttpResponseRedirect(f"/businesses/{row.pk}/")

        return answered_once(posted(an, key), respond, model=Business)["Location"]

    assert at_once(*[send] * 4) == [f"/businesses/{Business.objects.get().pk}/"] * 4
