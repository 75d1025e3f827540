"""What the database remembers about itself: demo or real, forms already saved, reference rows as last loaded."""

from django.conf import settings
from django.db import models

from programs.choices import DatabaseKind


class Installation(models.Model):
    """The one row that says for life whether this database is a demo or real; set by the first load."""

    kind = models.CharField("loại dữ liệu", max_length=4, choices=DatabaseKind)
    set_at = models.DateTimeField("đặt lúc", auto_now_add=True)

    class Meta:
        verbose_name = "loại cơ sở dữ liệu"
        verbose_name_plural = "loại cơ sở dữ liệu"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="installation_one_row"),
        ]

    def __str__(self):
        return self.get_kind_display()


class Submission(models.Model):
    """A form that was answered: its key, who sent it, a digest of what was sent, and the answer. A resend finds it here.

    `answer` is an address, or the JSON that a window over a form handed back to it.
    """

    key = models.UUIDField("khóa biểu mẫu", unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi"
    )
    digest = models.CharField("tóm lược nội dung", max_length=64, blank=True)  # "": of before it was kept
    answer = models.TextField("kết quả", blank=True)
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        verbose_name = "biểu mẫu đã gửi"
        verbose_name_plural = "biểu mẫu đã gửi"

    def __str__(self):
        return str(self.key)


class LoadedRow(models.Model):
    """A reference row as the loader last wrote it; a row that differs was edited by a person and is left alone."""

    table = models.CharField("bảng", max_length=60)
    key = models.CharField("khóa", max_length=200)
    values = models.JSONField("giá trị đã nạp")

    class Meta:
        verbose_name = "dòng tham chiếu đã nạp"
        verbose_name_plural = "dòng tham chiếu đã nạp"
        constraints = [models.UniqueConstraint(fields=["table", "key"], name="loaded_row_once")]

    def __str__(self):
        return f"{self.table} {self.key}"
