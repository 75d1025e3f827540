"""Compiles each .po into the .mo beside it, which is what runs: `python locale/compile.py`."""

from pathlib import Path

import polib

HERE = Path(__file__).resolve().parent


def main():
    for source in sorted(HERE.glob("*/LC_MESSAGES/*.po")):
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))


if __name__ == "__main__":
    main()
