"""Every state of a project, business and department carries the posting from which on it holds."""

# ruff: noqa: S608 statements of our own names alone

from datetime import timedelta

import django.db.models.deletion
from django.contrib.auth.hashers import make_password
from django.db import migrations, models
from django.utils import timezone

from accounts.lifting import lifted

REASON = "Nâng cấp: gắn bút toán cho lịch sử đề án, cơ sở, đơn vị"
# Of each noun: when a row was made, where its first state does not say so itself.
NOUNS = {
    "project": "t.created_at",
    "business": "t.created_at",
    "department": "(SELECT MIN(p.recorded_at) FROM programs_posting p)",
}
FIRST_AT = "(SELECT p.number FROM programs_posting p WHERE p.recorded_at >= {moment} ORDER BY p.recorded_at, p.number LIMIT 1)"
NO_WORDS = {"id", "phase", "version", "created_at", "search_key", "sort_key", "identity_key"}


def carry_postings(apps, schema_editor):
    """Old states take the first posting at or after their moment; those after the last one, one made here.

    A row without any state gets one, from its making on; a row that says something else than its last state gets a
    state of today. Where there is neither posting nor noun nothing is written.
    """
    connection = schema_editor.connection
    nouns = [_Noun(apps, connection, name, made) for name, made in NOUNS.items()]
    if not any(
        noun.ask(f"SELECT 1 FROM {table} LIMIT 1") for noun in nouns for table in (noun.table, noun.states)
    ):
        return
    tables = [noun.states for noun in nouns]
    with lifted(connection, REASON, tables=[*tables, "programs_posting", "programs_ledgerhead"]):
        for noun in nouns:
            noun.begin()
            noun.take_postings()
        if any(
            noun.ask(f"SELECT 1 FROM {noun.states} WHERE posting_id IS NULL LIMIT 1") for noun in nouns
        ) or any(noun.ask(noun.drifted("1") + " LIMIT 1") for noun in nouns):
            number = _post(apps)
            for noun in nouns:
                noun.end(number)


class _Noun:
    """A table and that of its states, told in SQL that both databases read alike."""

    def __init__(self, apps, connection, name, made):
        model, states = apps.get_model("programs", name), apps.get_model("programs", f"historical{name}")
        self.connection, self.made = connection, made
        self.table, self.states = model._meta.db_table, states._meta.db_table
        self.now = connection.ops.adapt_datetimefield_value(timezone.now())
        self.columns = [field.column for field in model._meta.concrete_fields]

    def ask(self, statement, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()

    def do(self, statement, *values):
        with self.connection.cursor() as cursor:
            cursor.execute(statement, values)

    def _insert(self, date, kind, posting, rest):
        names = ", ".join(f'"{column}"' for column in self.columns)
        told = ", ".join(f't."{column}"' for column in self.columns)
        return (
            f"INSERT INTO {self.states} ({names}, history_date, history_change_reason, history_type, posting_id) "
            f"SELECT {told}, {date}, %s, '{kind}', {posting} FROM {self.table} t {rest}"
        )

    def begin(self):
        """A first state for each row that has none."""
        date = f"COALESCE({self.made}, %s)"
        rest = f"WHERE NOT EXISTS (SELECT 1 FROM {self.states} s WHERE s.id = t.id)"
        self.do(self._insert(date, "+", "NULL", rest), self.now, REASON)

    def take_postings(self):
        """The first posting at or after each state's moment; the first state of a row holds from its making on."""
        self.do(f"UPDATE {self.states} SET posting_id = {FIRST_AT.format(moment='history_date')}")
        made = f"(SELECT {self.made} FROM {self.table} t WHERE t.id = {self.states}.id)"
        self.do(
            f"UPDATE {self.states} SET posting_id = {FIRST_AT.format(moment=made)} WHERE history_type = '~' "
            f"AND history_id = (SELECT MIN(s.history_id) FROM {self.states} s WHERE s.id = {self.states}.id)"
        )

    def drifted(self, told):
        """Rows that say something else than their last state."""
        alike = " AND ".join(
            f's."{column}" IS NOT DISTINCT FROM t."{column}"'
            for column in self.columns
            if column not in NO_WORDS
        )
        last = f"(SELECT MAX(x.history_id) FROM {self.states} x WHERE x.id = t.id)"
        return (
            f"SELECT {told} FROM {self.table} t "
            f"WHERE NOT EXISTS (SELECT 1 FROM {self.states} s WHERE s.history_id = {last} AND {alike})"
        )

    def end(self, number):
        """States after the last posting, and what changed behind the back of the history, belong to posting `number`."""
        self.do(f"UPDATE {self.states} SET posting_id = %s WHERE posting_id IS NULL", number)
        rest = self.drifted("1").partition(f"FROM {self.table} t ")[2]
        self.do(self._insert("%s", "~", "%s", rest), self.now, REASON, number)


def _post(apps) -> int:
    """The number of a posting made now; 0 where there was none, as what stands before the first act of writing."""
    Posting, LedgerHead, User = (
        apps.get_model(*name)
        for name in (("programs", "Posting"), ("programs", "LedgerHead"), ("accounts", "User"))
    )
    account, _ = User.objects.get_or_create(
        username="he-thong",
        defaults={"full_name": "Hệ thống", "is_active": False, "password": make_password(None)},
    )
    head = LedgerHead.objects.filter(pk=1).first()
    moment, number = timezone.now(), 0
    if head and head.number:
        number = head.number + 1
        moment = max(moment, head.recorded_at + timedelta(microseconds=1))
    Posting.objects.create(
        number=number, recorded_at=moment, recorded_by=account, kind="system", reason=REASON
    )
    if number:
        head.number, head.recorded_at = number, moment
        head.save()
    return number


def _posting(**options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT,
        related_name="%(class)s",
        to="programs.posting",
        verbose_name="bút toán",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_log_of_lifted_triggers"),
        ("programs", "0006_reference_by_posting"),
    ]

    operations = [
        migrations.AlterField(
            model_name="posting",
            name="kind",
            field=models.CharField(
                choices=[
                    ("entry", "Ghi sổ"),
                    ("correction", "Điều chỉnh bút toán"),
                    ("step", "Ghi bước thực hiện"),
                    ("beneficiary", "Thay đổi đơn vị thụ hưởng"),
                    ("late", "Bổ sung sau chốt"),
                    ("closing", "Chốt số liệu"),
                    ("reopening", "Mở lại số liệu"),
                    ("import", "Nhập số liệu"),
                    ("project", "Đăng ký, sửa đề án"),
                    ("business", "Thêm, sửa cơ sở"),
                    ("reference", "Sửa dữ liệu tham chiếu"),
                    ("department", "Sửa đơn vị"),
                    ("system", "Hệ thống ghi"),
                ],
                max_length=12,
                verbose_name="loại",
            ),
        ),
        *(
            migrations.AddField(model_name=f"historical{name}", name="posting", field=_posting(null=True))
            for name in NOUNS
        ),
        *(
            migrations.AddIndex(
                model_name=f"historical{name}",
                index=models.Index(fields=["id", "posting"], name=f"{name}_states"),
            )
            for name in NOUNS
        ),
        migrations.RunPython(carry_postings, migrations.RunPython.noop),
        *(
            migrations.AlterField(model_name=f"historical{name}", name="posting", field=_posting())
            for name in NOUNS
        ),
    ]
