"""The worker of the web server: what it refuses before the portal is asked is told in Vietnamese too."""

import socket
from http import HTTPStatus

from gunicorn import util
from gunicorn.workers.gthread import ThreadWorker

from khuyencong import refusals

LINGER_SECONDS = 1
LINGER_BYTES = 256 * 1024


class PortalWorker(ThreadWorker):
    """gunicorn has no setting for its pages of errors: all of them are written by one function, which is ours here."""

    def init_process(self):
        util.write_error = write_error
        super().init_process()


def write_error(sock, status, reason, message):
    """In place of gunicorn's own; `message` repeats what was sent and stays in the log."""
    status = status if status in refusals.BY_STATUS else HTTPStatus.BAD_REQUEST.value
    page = refusals.words(refusals.BY_STATUS[status]).encode()
    head = (
        f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
        "Connection: close\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        "Content-Security-Policy: default-src 'self'; frame-ancestors 'none'\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Cache-Control: no-store\r\n"
        f"Content-Length: {len(page)}\r\n\r\n"
    )
    util.write_nonblock(sock, head.encode("ascii") + page)
    _linger(sock)


def _linger(sock):
    """Reads on a little: a connection closed over unread bytes is reset, and the page lost with it."""
    sock.settimeout(LINGER_SECONDS)
    sock.shutdown(socket.SHUT_WR)
    left = LINGER_BYTES
    try:
        while left > 0 and (piece := sock.recv(16 * 1024)):
            left -= len(piece)
    except OSError:
        return
