"""Reference rows that postings add and end, in the admin: an edit puts another row in the place of the old one."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse

from accounts.admin_mixins import FoldedSearchAdmin
from accounts.versions import SEEN_VERSION
from programs.access import may
from programs.choices import PostingKind
from programs.ledger.posting import lock_head
from programs.ledger.reference import begun, change_reference
from programs.models import RegionMembership, SupportNorm
from programs.pages.admin import FoldedShortListSearch, MeaningForm, ReferenceAdmin

RULES = {
    "ceiling": "Mức tối đa",
    "budget_share": "Tỷ lệ trên tổng kinh phí",
    "factor": "Hệ số",
    "advance": "Mức tạm ứng",
}


class StandingFilter(admin.SimpleListFilter):
    """What stands now, unless one asks for what was ended."""

    title = "tình trạng"
    parameter_name = "standing"

    def lookups(self, request, model_admin):
        return [("ended", "Đã kết thúc"), ("all", "Tất cả")]

    def choices(self, changelist):
        now, *others = super().choices(changelist)
        return [now | {"display": "Đang dùng"}, *others]

    def queryset(self, request, rows):
        if self.value() == "all":
            return rows
        if self.value() == "ended":
            return rows.filter(ended__isnull=False)
        return rows.none() if self.value() else rows.standing()


class PostedForm(MeaningForm):
    """Of a row that was ended since the page was opened nothing is saved; what was typed stays on the page."""

    def clean(self):
        if self.instance.pk and self.instance.ended_id:
            words = (
                f"Trong lúc anh/chị sửa, dòng này đã được người khác sửa hoặc bỏ ở bút toán số {self.instance.ended_id}. "
                "Chưa có gì được ghi đè. Hãy mở dòng thay cho nó trong danh sách rồi sửa ở đó."
            )
            raise ValidationError(words, code="stale")
        return super().clean()


class HeadFirst:
    """A page that may write a posting locks the head before any row, so that what its forms judge is what is written."""

    def changeform_view(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with transaction.atomic():
            lock_head()
            return super().changeform_view(request, *args, **kwargs)


class PostedAdmin(HeadFirst, ReferenceAdmin):
    """Saves and deletes by posting, in the name of the person; an ended row is there to be read."""

    form = PostedForm

    def get_list_filter(self, request):
        return [StandingFilter, *super().get_list_filter(request)]

    def get_readonly_fields(self, request, obj=None):
        own = ("added", "ended") if obj else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def _may_keep(self, request):
        return may(request.user, PostingKind.REFERENCE, self.model.right())

    def has_add_permission(self, request):
        return super().has_add_permission(request) and self._may_keep(request)

    def has_change_permission(self, request, obj=None):
        """Of an ended row no form is offered; one that was sent is told so by its form."""
        ended = obj is not None and obj.ended_id and request.method != "POST"
        return not ended and super().has_change_permission(request, obj) and self._may_keep(request)

    def has_delete_permission(self, request, obj=None):
        ended = obj is not None and obj.ended_id
        return not ended and super().has_delete_permission(request, obj) and self._may_keep(request)

    def save_model(self, request, obj, form, change):
        if not begun():
            super().save_model(request, obj, form, change)
        elif not change:
            change_reference(by=request.user, added=[obj])
        elif {*form.changed_data} - {SEEN_VERSION}:
            new = obj.replacement()
            change_reference(by=request.user, added=[new], ended=[obj])
            obj.pk = new.pk  # what follows is about the row that stands now

    def delete_model(self, request, obj):
        self.delete_queryset(request, self.model._default_manager.filter(pk=obj.pk))

    def delete_queryset(self, request, queryset):
        """What somebody else has ended meanwhile is ended."""
        with transaction.atomic():
            lock_head()
            change_reference(by=request.user, ended=list(queryset.standing()))

    def response_change(self, request, obj):
        """Links, and "save and continue", lead to the row that stands now."""
        request.path = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        return super().response_change(request, obj)


@admin.register(RegionMembership)
class RegionMembershipAdmin(FoldedSearchAdmin, PostedAdmin):
    """A province leaves its region by date, or by an edit; without any it would be in no report of a region."""

    list_display = ("province", "region", "valid_from", "valid_to", "status")
    list_filter = ("region", "valid_from")
    list_select_related = ("province", "region")
    search_fields = ("province__search_key",)
    autocomplete_fields = ("province",)

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(SupportNorm)
class SupportNormAdmin(FoldedShortListSearch, PostedAdmin):
    list_display = (
        "item",
        "norm_set",
        "unit",
        "max_percent",
        "max_amount",
        "valid_from",
        "valid_to",
        "status",
    )
    list_filter = ("norm_set", "level", "content_group")
    list_select_related = ("unit",)
    search_fields = ("item", "item_code", "norm_set", "unit__name")
    autocomplete_fields = ("document", "unit")
    formfield_overrides = {
        **PostedAdmin.formfield_overrides,
        models.BigIntegerField: {"localize": True, "widget": admin.widgets.AdminTextInputWidget},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "rule":
            return forms.ChoiceField(label="Loại quy tắc", choices=list(RULES.items()))
        return super().formfield_for_dbfield(db_field, request, **kwargs)
