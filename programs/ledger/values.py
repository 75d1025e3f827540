"""A row's values and the constraints over it, judged without asking the database: any number of rows, no query.

What Django's clean_fields() and validate_constraints() do with one query a foreign key and one a constraint. That a
foreign key leads somewhere is the database's to refuse; conditions are the models' own, read here as the database reads
them: a comparison with nothing is neither true nor false, and a check is broken only by what is false.
"""

import operator
from collections.abc import Callable, Iterator
from functools import cache

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q

GIVEN_LATER = frozenset(
    {"id", "posting", "beneficiary", "added", "withdrawn", "illustrative"}
)  # by the posting itself
COMPARISONS = {
    "exact": operator.eq,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda value, values: value in values,
}
Verdict = Callable[[models.Model], bool | None]


class Values:
    """Judges rows one after the other; a value once found good in a column is not looked at again."""

    def __init__(self):
        self.columns: dict[type, list[tuple[str, set, models.Field]]] = {}

    def errors(self, row) -> Iterator[tuple[str, ValidationError]]:
        """(field, error) of each value that its column does not take; sound values are put into their shape."""
        model = type(row)
        if model not in self.columns:
            self.columns[model] = [(column.attname, set(), column) for column in judged_columns(model)]
        for name, good, column in self.columns[model]:
            value = getattr(row, name)
            if value in good:
                continue
            try:
                shaped = shape(column, value, row)
            except ValidationError as error:
                yield column.name, error
                continue
            if shaped == value:
                good.add(value)
            else:
                setattr(row, name, shaped)


def judged_columns(model) -> list[models.Field]:
    """Of a foreign key only that it is there; where it may be left out, nothing."""
    columns = [column for column in model._meta.concrete_fields if column.name not in GIVEN_LATER]
    return [column for column in columns if not (column.is_relation and column.null)]


def shape(column, value, row):
    if value is None and not column.null:
        raise ValidationError(column.error_messages["null"], code="null")
    if column.is_relation or (column.blank and value in column.empty_values):
        return value
    return column.clean(value, row)


def broken(row) -> Iterator[tuple[str, ValidationError]]:
    """The check constraints that the row breaks, in their own words."""
    for constraint, verdict in checks_of(type(row)):
        if verdict(row) is False:
            error = ValidationError(constraint.get_violation_error_message(), code=constraint.name)
            yield NON_FIELD_ERRORS, error


@cache
def checks_of(model) -> list[tuple[models.CheckConstraint, Verdict]]:
    return [
        (constraint, verdict_of(constraint.condition))
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]


def verdict_of(condition) -> Verdict:
    """A condition as a function of a row: true, false, or None where it compares with nothing."""
    if not isinstance(condition, Q):
        return comparison(*condition)
    parts = [verdict_of(part) for part in condition.children]
    deciding = condition.connector == Q.OR  # what one part decides for all
    if condition.connector not in (Q.AND, Q.OR):
        raise NotImplementedError(f"Điều kiện «{condition.connector}» chưa đọc được ngoài cơ sở dữ liệu.")

    def verdict(row):
        found = [part(row) for part in parts]
        answer = deciding if deciding in found else (None if None in found else not deciding)
        return answer if answer is None else answer is not condition.negated

    return verdict


def comparison(path: str, expected) -> Verdict:
    name, _, lookup = path.partition("__")
    if lookup == "isnull":
        return lambda row: (getattr(row, name) is None) is expected
    compare = COMPARISONS.get(lookup or "exact")
    if compare is None or hasattr(expected, "resolve_expression"):
        raise NotImplementedError(f"Điều kiện «{path}» chưa đọc được ngoài cơ sở dữ liệu.")

    def verdict(row):
        value = getattr(row, name)
        return None if value is None else compare(value, expected)

    return verdict
