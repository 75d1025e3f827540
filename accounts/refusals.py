"""Refusals that a form tells, kept on the person who asked until the answer is ready: then they are one line of the log.

What is written while a transaction fails goes with it; the person outlives it.
"""

from django.forms import ModelChoiceField


def note(user, words) -> None:
    """To be called where an act is refused for want of a right, not where somebody merely asks whether he may."""
    if hasattr(user, "is_authenticated"):  # neither nobody nor a command
        user._refusals = [*noted(user), str(words)]


def noted(user) -> list[str]:
    return getattr(user, "_refusals", [])


def note_foreign_choices(user, form) -> None:
    """Rows that the form did not offer and that were sent all the same: out of sight, or not there."""
    for name, field in form.fields.items():
        if isinstance(field, ModelChoiceField) and form.has_error(name, "invalid_choice"):
            note(user, f"{field.label}: giá trị ngoài phạm vi hoặc không có.")
