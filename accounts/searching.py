"""What may be searched for: one limit of length and of words for every search box, look-up and list of the admin.

A search becomes a condition a word; a database takes so many and no more, and nobody needs them.
"""

from django import forms
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList, ChangeListSearchForm
from django.core.exceptions import ValidationError

from accounts.text import fold, nfc

LONGEST = 200  # characters
MOST_WORDS = 12
TOO_MUCH = f"Chỉ tìm được bằng nhiều nhất {MOST_WORDS} từ, {LONGEST} chữ. Hãy bớt từ rồi tìm lại."


class SearchField(forms.CharField):
    """A few words; more of them are refused with the limit."""

    def __init__(self, **kwargs):
        super().__init__(**{"required": False, **kwargs})

    def to_python(self, value):
        return nfc(super().to_python(value) or "")

    def validate(self, value):
        super().validate(value)
        if len(value) > LONGEST or len(fold(value).split()) > MOST_WORDS:
            raise ValidationError(TOO_MUCH, code="too_much")


def problem_of(typed: str) -> str:
    """What is wrong with a search, in words; "" if nothing is."""
    try:
        SearchField().clean(typed)
    except ValidationError as refused:
        return " ".join(refused.messages)
    return ""


class LimitedSearchForm(ChangeListSearchForm):
    """Its error is shown on top of the list by the admin itself."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields = {SEARCH_VAR: SearchField()}


class LimitedChangeList(ChangeList):
    """A search that is refused finds nothing, and not everything."""

    search_form_class = LimitedSearchForm

    def get_queryset(self, request, **kwargs):
        rows = super().get_queryset(request, **kwargs)
        return rows.none() if problem_of(request.GET.get(SEARCH_VAR, "")) else rows


class LimitedSearch:
    """For every ModelAdmin that can be searched: its list and the look-ups of other pages."""

    def get_changelist(self, request, **kwargs):
        return LimitedChangeList

    def get_search_results(self, request, queryset, search_term):
        if problem_of(search_term):
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)
