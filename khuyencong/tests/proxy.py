"""A line between the portal and its database server that can be broken in every way in which lines break."""

import select
import socket
import struct
import threading
import time
from contextlib import closing, contextmanager

RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Line:
    """What the line does is `mode`, which may change at any time.

    open; hole: takes everything and hands on nothing; reset: cuts off at once; cut: hands on a COMMIT and cuts off when
    its answer comes. `latency` is in seconds, each way.
    """

    def __init__(self, host, port):
        self.mode, self.latency, self.committed = "open", 0, 0
        self._server = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self.mode = "reset"
        self._listener.close()

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client):
        with closing(client), closing(socket.create_connection(self._server)) as server:
            commits = False
            while self.mode != "reset":
                ready, _, _ = select.select([client, server], [], [], 0.05)
                if self.mode == "hole":
                    time.sleep(0.02)
                    continue
                for source in ready:
                    piece = source.recv(65536)
                    if not piece:
                        return
                    if source is server and commits and self.mode == "cut":
                        self.mode, self.committed = "open", self.committed + 1
                        return client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                    commits = source is client and b"COMMIT" in piece
                    time.sleep(self.latency)
                    (server if source is client else client).sendall(piece)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)


@contextmanager
def line_to(host, port):
    line = Line(host, port)
    try:
        yield line
    finally:
        line.close()
