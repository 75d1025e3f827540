"""Filters of the lists: kept in the address, shown as chips that can be taken away one by one."""

import django_filters
from django import forms

from accounts.searching import SearchField
from programs.access import scope_fields
from programs.pages.fields import YearField
from programs.pages.understood import show_what_was_asked


class ListFilter(django_filters.FilterSet):
    """A filter whose choices are the person's own, and which can say what it filters by.

    `first` names the fields in sight; the others open under "Lọc thêm".
    """

    first: tuple[str, ...] = ("q", "unit")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        scope_fields(self.form.fields, self.request.user)  # a filter without a request is an error, no leak
        for field in self.form.fields.values():
            field.label_suffix = ""
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", css)

    def take_faults(self, faults):
        """What the page could not understand of its address, beside the conditions; then nothing is listed."""
        for fault in faults:
            self.form.add_error(None, fault)
        show_what_was_asked(self.form)

    @property
    def understood(self) -> bool:
        return self.form.is_valid()

    @property
    def qs(self):
        """No row where a condition was not understood: left out, it would list and export everything."""
        return super().qs if self.understood else self.queryset.none()

    def first_fields(self):
        return [self.form[name] for name in self.first]

    def more_fields(self):
        return [self.form[name] for name in self.form.fields if name not in self.first]

    def more_in_use(self) -> bool:
        return any(self.data.get(name) for name in self.form.fields if name not in self.first)

    def chips(self) -> list[dict]:
        """Each condition in force, in words, with the address of the list without it."""
        if not self.form.is_bound:
            return []
        self.form.is_valid()
        answer = []
        for name, value in self.form.cleaned_data.items():
            if value in (None, ""):
                continue
            field = self.form.fields[name]
            chosen = hasattr(field, "choices") and not hasattr(field, "queryset")
            words = dict(field.choices).get(value, value) if chosen else value
            rest = self.data.copy()
            rest.pop(name, None)
            rest.pop("page", None)
            answer.append({"label": f"{field.label}: {words}", "url": f"?{rest.urlencode()}"})
        return answer


class YearFilter(django_filters.Filter):
    """A year in the address; a number that is no year of ours is said to be wrong and asks nothing."""

    field_class = YearField

    def __init__(self, **kwargs):
        attrs = {"inputmode": "numeric", "maxlength": "4", "placeholder": "mọi năm"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)


class WordsFilter(django_filters.CharFilter):
    """A search box: a few words, within the portal's limit."""

    field_class = SearchField


def search_filter(hint):
    attrs = {"type": "search", "autocomplete": "off", "placeholder": hint}
    return WordsFilter(label="Tìm", method="by_words", widget=forms.TextInput(attrs=attrs))


def choice_filter(label, choices, **kwargs):
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label="Tất cả", **kwargs)
