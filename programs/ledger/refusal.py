"""What the way in refuses: every row at fault is named, by its place in the batch and its field."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

Objection = tuple[str, str, str]  # field, words, code


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with one row: the row's place (1 is the first; 0: the whole posting), field, words."""

    place: int
    field: str
    words: str
    code: str


class Refusal(ValidationError):
    """A batch that is not written. `faults` name every row; read as any ValidationError, it is a form's errors.

    Where some of several rows are at fault, the words begin with their places. `judged`: how many rows were.
    """

    def __init__(self, faults: Sequence[Fault], judged: int):
        self.faults = tuple(faults)
        places: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for fault in faults:
            places[fault.field or NON_FIELD_ERRORS, fault.words, fault.code].append(str(fault.place))
        told = defaultdict(list)
        for (field, words, code), rows in places.items():
            where = f"Dòng {', '.join(rows)}: " if len(rows) < judged and rows != ["0"] else ""
            told[field].append(ValidationError(f"{where}{words}", code=code))
        super().__init__(dict(told))
