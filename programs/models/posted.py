"""Reference rows with which figures are worked out: added by a posting and ended by one, so that as-of answers stay."""

from django.db import models

from accounts.wording import shown


class PostedRow(models.Model):
    """A row that stands from the posting that added it to the one that ended it; triggers refuse any other change.

    An edit ends the row and adds another in one posting (programs.ledger.reference). Until the first posting of the
    ledgers nobody has asked anything: such rows are written and edited as any other, and carry no posting.
    """

    by_posting = True
    keeping_right = ""  # whoever has this right may change the table; "": the table's own right to change

    added = models.ForeignKey(
        "programs.Posting",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="bút toán thêm",
        help_text="Bỏ trống: có từ trước bút toán đầu tiên.",
    )
    ended = models.ForeignKey(
        "programs.Posting",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="bút toán kết thúc",
    )

    class Meta:
        abstract = True

    def replacement(self) -> "PostedRow":
        """A new row with the values at hand: what stands in this one's place after an edit."""
        return type(self)(**{field.attname: getattr(self, field.attname) for field in self.told()})

    @classmethod
    def told(cls) -> list[models.Field]:
        """The columns that say something: not the number of the row and of its postings."""
        own = {cls._meta.pk.attname, "added_id", "ended_id"}
        return [column for column in cls._meta.concrete_fields if column.attname not in own]

    def changes_to(self, other: "PostedRow") -> list[tuple[str, str, str]]:
        """(column, before, after) in words, of what another row in this one's place says differently."""
        pairs = [(field, getattr(self, field.name), getattr(other, field.name)) for field in self.told()]
        return [
            (str(field.verbose_name), shown(before, field), shown(after, field))
            for field, before, after in pairs
            if before != after and field.editable
        ]

    @classmethod
    def right(cls) -> str:
        return cls.keeping_right or f"{cls._meta.app_label}.change_{cls._meta.model_name}"
