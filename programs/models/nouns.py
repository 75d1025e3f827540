"""Rows whose words stand in reports (projects, businesses, departments): each of their states carries its posting.

They are saved by a posting alone (programs.ledger.nouns); every other way of the models and querysets is refused here,
what goes round them by triggers (programs.triggers).
"""

from django.db import models
from simple_history.models import HistoricalRecords

from accounts.fields import KeyField
from programs.querysets import Unposted


class State(models.Model):
    """A noun as a posting left it: the state from that posting on, until one with a later number."""

    posting = models.ForeignKey(
        "programs.Posting", models.PROTECT, related_name="%(class)s", verbose_name="bút toán"
    )

    class Meta:
        abstract = True


class PostedRecords(HistoricalRecords):
    """The states of a noun. They are written by the posting, not by save(), which does not know its number."""

    def __init__(self, **kwargs):
        super().__init__(bases=(State,), **kwargs)

    def get_meta_options(self, model):
        """With the index by which a report finds what a row was called at a posting."""
        index = models.Index(
            fields=[model._meta.pk.attname, "posting"], name=f"{model._meta.model_name}_states"
        )
        return super().get_meta_options(model) | {"indexes": [index]}

    def post_save(self, instance, created, using=None, **kwargs):
        pass

    def pre_delete(self, instance, **kwargs):
        raise Unposted(instance._meta.verbose_name)


class Noun(models.Model):
    """A row that is saved by a posting alone; `caches` are columns that follow from the ledgers and are no words."""

    caches: tuple[str, ...] = ("version",)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        raise Unposted(self._meta.verbose_name)

    @classmethod
    def words(cls) -> list[models.Field]:
        """The columns that a person writes: all but the number of the row, caches, keys and the moment of making."""
        return [
            field
            for field in cls._meta.concrete_fields
            if not (
                field.primary_key
                or field.name in cls.caches
                or isinstance(field, KeyField | models.DateTimeField)
            )
        ]
