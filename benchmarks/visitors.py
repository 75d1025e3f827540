"""People at a browser: they read the page with the form, send what stands in it, and know what was answered."""

import http.client
import secrets
import uuid
from html.parser import HTMLParser
from time import perf_counter
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from accounts.models import User
from accounts.sessions import SessionStore, start_clock

HOST = "127.0.0.1"
PATIENCE = 120  # seconds
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(user: User) -> str:
    """A session as a sign-in leaves it; the key of its cookie. Hashing passwords is not what is measured."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    start_clock(None, _Request(session), user)
    session.save()
    return session.session_key


class _Request:
    def __init__(self, session):
        self.session = session
        self.META = {"REMOTE_ADDR": HOST}


class Form(HTMLParser):
    """The values that a browser would send of the page's form, as they stand."""

    def __init__(self, page: str):
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = self._area = ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name") or ""
        if tag == "input" and given.get("type") not in ("submit", "file", "search"):
            unchecked = given.get("type") in ("radio", "checkbox") and "checked" not in given
            if name and not unchecked:
                self.values[name] = given.get("value") or ""
        elif tag == "select":
            self._select = name
        elif tag == "textarea" and name:
            self.values[name], self._area = "", name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value") or ""

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""


class Visitor:
    """One signed-in person; every request a connection of its own, timed from the first byte sent to the last read."""

    def __init__(self, port: int, session: str):
        self.port = port
        self.csrf = secrets.token_hex(16)
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={self.csrf}"
        self.seconds = 0.0  # of the last request

    def ask(
        self, method: str, path: str, body: bytes | None = None, kind="", token=""
    ) -> tuple[int, bytes, str]:
        """Status, body, Location. OSError or HTTPException where no whole answer came."""
        headers = {"Cookie": self.cookie, "Content-Type": kind, "Authorization": token and f"Bearer {token}"}
        headers = {name: value for name, value in headers.items() if value}
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE)
        started = perf_counter()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            whole = answer.read()
            return answer.status, whole, answer.headers.get("Location", "")
        finally:
            self.seconds = perf_counter() - started
            connection.close()

    def form(self, path: str) -> dict[str, str]:
        status, page, _ = self.ask("GET", path)
        if status != 200:
            raise http.client.HTTPException(f"{path}: {status}")
        return Form(page.decode()).values

    def send(self, path: str, values: dict[str, str], file: tuple[str, bytes] | None = None) -> int:
        """The status: 302 when it was saved. The token is this browser's: a form may be sent again later."""
        values = values | {"csrfmiddlewaretoken": self.csrf}
        if file is None:
            return self.ask("POST", path, urlencode(values).encode(), "application/x-www-form-urlencoded")[0]
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in values.items()
        ]
        name, content = file
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="a.pdf"\r\n'
        parts += [
            head.encode(),
            b"Content-Type: application/pdf\r\n\r\n",
            content,
            f"\r\n--{boundary}--\r\n".encode(),
        ]
        return self.ask("POST", path, b"".join(parts), f"multipart/form-data; boundary={boundary}")[0]
