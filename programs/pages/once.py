"""One form, one write: a hidden key by which a resend is known again."""

import uuid

from django import forms
from django.db import IntegrityError, transaction

from programs.models import Submission


class SubmittedOnce:
    """For forms that create: a hidden key, unique in the database, by which a double click makes one row."""

    KEY = "submission_key"

    def settle(self):
        super().settle()
        self.fields[self.KEY] = forms.UUIDField(
            widget=forms.HiddenInput,
            initial=uuid.uuid4,
            error_messages={
                "required": "Biểu mẫu thiếu khóa. Hãy mở lại trang này rồi nhập lại.",
                "invalid": "Khóa của biểu mẫu bị hỏng. Hãy mở lại trang này rồi nhập lại.",
            },
        )


def stored_answer(key, by) -> str | None:
    """Where the answer to an earlier submission of this key lies; asked before the form is even checked."""
    try:
        key = uuid.UUID(str(key))
    except ValueError:
        return None
    return Submission.objects.filter(key=key, user=by).values_list("answer", flat=True).first()


def once(*, key, by, write) -> str:
    """Run `write()`, which gives the address of its answer, at most once a key; a resend gets the same address.

    The key is stored in the transaction of the write, so neither stands without the other. Of two that race, the
    second waits for the first, is refused by the unique key and gets the first one's answer.
    """
    if answer := stored_answer(key, by):
        return answer
    try:
        with transaction.atomic():
            submission = Submission.objects.create(key=key, user=by)
            submission.answer = write()
            submission.save(update_fields=["answer"])
    except IntegrityError:
        if answer := stored_answer(key, by):
            return answer
        raise
    return submission.answer
