"""Whether the nouns say what their states say."""

from programs.ledger.asof import head
from programs.ledger.words import states_at
from programs.models.nouns import Noun

NOUNS = Noun.__subclasses__()


def words_of(model, row):
    """What a row, or a state of it, says: the columns that people write."""
    return [getattr(row, field.attname) for field in model.words()]


def strayed():
    """Nouns that say something else than their state at the head; none, if all is well."""
    return [
        row
        for model in NOUNS
        for states in [{state.id: state for state in states_at(model, head(), model.objects.values("pk"))}]
        for row in model.objects.all()
        if words_of(model, row) != words_of(model, states[row.pk])
    ]
