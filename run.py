#!/usr/bin/env python3
"""The two commands of the portal, for a machine that has nothing but Python.

    python3 run.py          set up, load demo data, serve http://127.0.0.1:8000
    python3 run.py test     all tests, on SQLite, on PostgreSQL and in the browser
    python3 run.py bench    speed, as ratios of one run
    python3 run.py mutants  small faults put into a copy of the code: do the tests notice?
    python3 run.py lock     requirements and their locks, made again from pyproject.toml

Standard library only. This file has to be understood by any Python 3, so that an old one can say what is wrong.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.stderr.buffer.write(
        "Cần Python 3.11 trở lên; máy này đang dùng Python {}.{}.\n"
        "Hãy cài Python mới hơn, ví dụ trên Debian 12 trở lên: apt-get install python3\n".format(
            *sys.version_info
        ).encode("utf-8")
    )
    sys.exit(1)

from tooling.cli import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
