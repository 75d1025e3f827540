"""Speaking to the person at the terminal, and running other programs quietly."""

import gettext
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORDS = "commands"  # locale/vi/LC_MESSAGES/commands.po: the words of argparse and of Django's options
TAIL_LINES = 25


class Stop(Exception):
    """It cannot go on; the text says in Vietnamese what is missing and what to do."""


def write_utf8():
    """Whatever the console claims to be (C, cp1258), words leave as UTF-8; a name of unreadable bytes as those bytes."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def speak_vietnamese():
    """Vietnamese in UTF-8, also from the parser of the standard library, which asks the environment for its language."""
    write_utf8()
    os.environ["LANGUAGE"] = "vi"
    gettext.bindtextdomain(WORDS, ROOT / "locale")
    gettext.textdomain(WORDS)


def say(text, error=False):
    print(text, file=sys.stderr if error else sys.stdout, flush=True)


def run_quietly(command, **options):
    """Run a program without showing what it prints; the answer holds it all in .stdout."""
    return subprocess.run(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        **options,
    )


def tail(text):
    return "\n".join(text.strip().splitlines()[-TAIL_LINES:])
