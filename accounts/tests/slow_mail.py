"""A mail server that takes its time."""

from time import sleep

from django.core.mail.backends.base import BaseEmailBackend

SECONDS = 1.5


class Backend(BaseEmailBackend):
    def send_messages(self, messages):
        sleep(SECONDS)
        return len(messages)
