"""Several people at once: each in a thread with a database connection of its own."""

import threading

from django.db import connections


def at_once(*works):
    """Each work in a thread with a connection of its own, begun together; what each returned or raised."""
    answers = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place, work):
        try:
            start.wait(timeout=10)
            answers[place] = work()
        except Exception as error:  # noqa: BLE001 handed to the test
            answers[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
