"""Refusals that a form tells, kept on the person who asked until the answer is ready: then they are one line of the log.

What is written while a transaction fails goes with it; the person outlives it.
"""


def note(user, words) -> None:
    """To be called where an act is refused for want of a right, not where somebody merely asks whether he may."""
    user._refusals = [*noted(user), str(words)]


def noted(user) -> list[str]:
    return getattr(user, "_refusals", [])
