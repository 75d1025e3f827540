import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from programs.models import Business, Submission
from programs.pages.once import once, stored_answer
from programs.tests.factories import stand


def test_once_runs_the_write_once_a_key(an):
    key, calls = uuid.uuid4(), []

    def write():
        calls.append(1)
        return "/answer/1/"

    assert [once(key=key, by=an, write=write) for _ in range(3)] == ["/answer/1/"] * 3
    assert len(calls) == 1
    assert stored_answer(str(key), an) == "/answer/1/"


def test_once_forgets_the_key_when_the_write_fails(an):
    def refuse():
        raise ValidationError("Kỳ đã chốt.")

    key = uuid.uuid4()
    with pytest.raises(ValidationError):
        once(key=key, by=an, write=refuse)
    assert not Submission.objects.exists()
    assert once(key=key, by=an, write=lambda: "/answer/2/") == "/answer/2/"


def test_stored_answer_belongs_to_its_person(an, binh):
    key = uuid.uuid4()
    once(key=key, by=an, write=lambda: "/answer/1/")
    assert stored_answer(key, binh) is None
    assert stored_answer("not a key", an) is None


@pytest.mark.django_db(transaction=True)
def test_once_of_two_that_race_makes_one_row(an, world):
    key, answers, start = uuid.uuid4(), [], threading.Barrier(2)

    def write():
        row = stand(Business(name="HTX Chè Cầu Đất", unit=world.lam_dong, legal_form="cooperative"))
        return f"/businesses/{row.pk}/"

    def send():
        try:
            start.wait()
            answers.append(once(key=key, by=an, write=write))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    row = Business.objects.get()
    assert answers == [f"/businesses/{row.pk}/"] * 2
