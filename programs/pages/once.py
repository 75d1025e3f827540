"""One form, one answer: what is sent twice is done once, and each time the answer is the page that the first one got.

Every form carries a key. It is stored before anything is asked or written, in the transaction of what is written: the
second of two that race waits for the first and finds its answer; what was refused leaves no key behind.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse

from programs.models import Submission
from programs.pages.refusals import refused_by

KEY = "submission_key"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 the name of a field
USED = "used"  # code of a refusal that is told beside all others
WITHOUT_KEY = uuid.UUID(
    "3d0c0b52-1c1f-5f8e-9d65-6a5b8d2f7f11"
)  # where keys of posts without one are drawn from
AGAIN = "Biểu mẫu này đã được gửi trước đó và chỉ được thực hiện một lần; đây là kết quả của lần ấy."
OTHER_CONTENT = (
    "Biểu mẫu này đã được gửi một lần với nội dung khác; lần đó vẫn giữ nguyên. Nội dung anh/chị vừa gửi chưa được "
    "lưu. Hãy kiểm tra lại, rồi gửi lần nữa nếu đây là việc khác."
)


class SubmittedOnce:
    """The hidden key of a form of the portal."""

    KEY = KEY

    def settle(self):
        super().settle()
        self.fields[self.KEY] = forms.UUIDField(
            widget=forms.HiddenInput,
            initial=uuid.uuid4,
            required=False,
            error_messages={"invalid": "Khóa của biểu mẫu bị hỏng. Hãy mở lại trang này rồi nhập lại."},
        )


@dataclass(frozen=True)
class Sent:
    """What left the browser: the key, and a digest of the address, every field and the content of every file."""

    key: uuid.UUID
    digest: str

    @classmethod
    def by(cls, request):
        """A post without a key is known by its content and the token of its page, which each page draws anew."""
        fields = {name: values for name, values in request.POST.lists() if name not in (KEY, TOKEN)}
        files = [(name, file.name, _digest_of(file)) for name, all_ in request.FILES.lists() for file in all_]
        content = json.dumps([request.get_full_path(), sorted(fields.items()), sorted(files)])
        digest = hashlib.sha256(content.encode()).hexdigest()
        try:
            key = uuid.UUID(request.POST.get(KEY, ""))
        except ValueError:
            key = uuid.uuid5(WITHOUT_KEY, f"{request.user.pk} {digest} {request.POST.get(TOKEN, '')}")
        return cls(key, digest)


def _digest_of(file) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def shown_key(request) -> str:
    """The key of the form on this page: a new one, or on a page that came back with errors the one that was sent."""
    try:
        return str(uuid.UUID(request.POST.get(KEY, "")))
    except ValueError:
        return str(uuid.uuid4())


def answered_once(request, respond, *, model, refuse=None):
    """`respond()`; to a resend of the same content by the same person, the answer that the first one got.

    Nothing is written of other content under a used key, nor of what the database refused because somebody was first:
    `request.refusal` then says why, and `respond()` shows its form with it. A page that has no form gives `refuse()`.
    """
    sent = Sent.by(request)
    try:
        return _first(request, sent, respond)
    except IntegrityError as error:
        earlier = Submission.objects.filter(key=sent.key).first()
        if earlier is None:
            return _refused(request, respond, refuse, refused_by(error, model))
    if (earlier.user_id, earlier.digest) != (request.user.pk, sent.digest):
        return _refused(request, respond, refuse, ValidationError(OTHER_CONTENT, code=USED))
    return _again(request, earlier.answer)


def _first(request, sent, respond):
    with transaction.atomic():
        submission = Submission.objects.create(key=sent.key, user=request.user, digest=sent.digest)
        written = _Written()
        with connection.execute_wrapper(written):
            response = respond()
        submission.answer = _answer_in(response)
        if submission.answer and written:
            submission.save(update_fields=["answer"])
        else:
            submission.delete()
    return response


class _Written:
    """Whether anything was written: what only led to another page may be asked again."""

    def __init__(self):
        self.anything = False

    def __call__(self, execute, sql, params, many, context):
        self.anything = self.anything or sql.startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)

    def __bool__(self):
        return self.anything


def _answer_in(response) -> str:
    """Where the answer lies, or what a window over a form hands back to it; "" for a page that came back."""
    if response.status_code == 302:
        return response["Location"]
    return (getattr(response, "context_data", None) or {}).get("popup_response_data", "")


def _again(request, answer):
    if answer.startswith("{"):
        return TemplateResponse(request, "admin/popup_response.html", {"popup_response_data": answer})
    messages.info(request, AGAIN)
    return HttpResponseRedirect(answer)


def _refused(request, respond, refuse, refusal):
    """The form again, under a new key, with what was typed and why it was not saved."""
    if refuse is not None:
        return refuse(refusal)
    request.refusal = refusal
    request.POST = request.POST.copy()
    request.POST[KEY] = str(uuid.uuid4())
    with transaction.atomic():
        response = respond()
        if _answer_in(response):  # it did not look at the refusal
            transaction.set_rollback(True)
            messages.error(request, refusal.messages[0])
    return response
