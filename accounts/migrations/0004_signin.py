"""Guesses in a table of their own instead of the tables of django-axes; accounts with a password that everybody knows."""

from django.contrib.auth.hashers import check_password, is_password_usable
from django.db import migrations, models

PUBLISHED = "buoi-sang-tren-cao-nguyen"
AXES = ("axes_accessattemptexpiration", "axes_accessattempt", "axes_accessfailurelog", "axes_accesslog")


def mark_published(apps, schema_editor):
    """One hash an account, once."""
    people = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    for user in people.only("password"):
        if is_password_usable(user.password) and check_password(PUBLISHED, user.password):
            people.filter(pk=user.pk).update(password_published=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_events_of_doors"),
    ]

    operations = [
        migrations.RunSQL([f'DROP TABLE IF EXISTS "{table}"' for table in AXES], migrations.RunSQL.noop),
        migrations.AddField(
            model_name="user",
            name="password_published",
            field=models.BooleanField(default=False, editable=False, verbose_name="mật khẩu ai cũng biết"),
        ),
        migrations.RunPython(mark_published, migrations.RunPython.noop, elidable=True),
        migrations.CreateModel(
            name="Guess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=64, unique=True, verbose_name="khóa")),
                ("within", models.CharField(blank=True, max_length=64, verbose_name="thuộc về")),
                ("count", models.PositiveIntegerField(default=0, verbose_name="số lần")),
                ("at", models.DateTimeField(db_index=True, verbose_name="lần cuối")),
            ],
            options={
                "verbose_name": "lần thử",
                "verbose_name_plural": "lần thử",
                "indexes": [models.Index(fields=["within", "at"], name="guess_within_at")],
            },
        ),
    ]
