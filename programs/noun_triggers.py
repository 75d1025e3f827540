"""What the database refuses of nouns: a row that no posting writes, a state that does not say what the row says."""

from accounts.triggers import Trigger, refusal
from programs.triggers import HEAD, INTO_THE_PAST, NOT_BEGUN, behind


def nouns(config) -> list[Trigger]:
    """A noun is made and changed within a posting, and the state that the posting keeps says the same as the row."""
    return [
        trigger
        for model in config.get_models()
        if is_noun(model)
        for trigger in (
            refusal(
                f"{model._meta.db_table}_made_by_a_posting",
                model._meta.db_table,
                "BEFORE INSERT",
                NOUN_MESSAGE,
                NO_POSTING_IS_OPEN,
            ),
            refusal(
                f"{model._meta.db_table}_changed_by_a_posting",
                model._meta.db_table,
                "BEFORE UPDATE",
                NOUN_MESSAGE,
                _without_its_state(model),
            ),
            refusal(
                f"{model.history.model._meta.db_table}_not_into_the_past",
                model.history.model._meta.db_table,
                "BEFORE INSERT",
                INTO_THE_PAST,
                behind("NEW.posting_id"),
            ),
        )
    ]


def is_noun(model) -> bool:
    """A table whose rows are saved by postings alone: it can tell which of its columns are words."""
    return hasattr(model, "words")


def _open(number: str) -> str:
    return f"({number} > {HEAD} OR {NOT_BEGUN})"


NO_POSTING_IS_OPEN = f"NOT EXISTS (SELECT 1 FROM programs_posting p WHERE {_open('p.number')})"  # noqa: S608


def _without_its_state(model) -> str:
    columns = [field.column for field in model.words()]
    changed = " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)
    alike = " AND ".join(f's."{column}" IS NOT DISTINCT FROM NEW."{column}"' for column in columns)
    return (
        f"({changed}) AND NOT EXISTS (SELECT 1 FROM {model.history.model._meta.db_table} s "  # noqa: S608 our own names
        f"WHERE s.id = NEW.id AND {_open('s.posting_id')} AND {alike})"
    )


NOUN_MESSAGE = "Đề án, cơ sở, đơn vị chỉ được ghi bằng một bút toán, để báo cáo cũ in lại đúng như đã in."
