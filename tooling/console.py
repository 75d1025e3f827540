"""Speaking to the person at the terminal, and running other programs quietly."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TAIL_LINES = 25


class Stop(Exception):
    """It cannot go on; the text says in Vietnamese what is missing and what to do."""


def say(text, error=False):
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


def run_quietly(command, **options):
    """Run a program without showing what it prints; the answer holds it all in .stdout."""
    return subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **options,
    )


def tail(text):
    return "\n".join(text.strip().splitlines()[-TAIL_LINES:])
