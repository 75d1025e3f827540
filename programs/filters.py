"""Filters of the lists: kept in the address, shown as chips that can be taken away one by one."""

from datetime import timedelta

import django_filters
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, Q
from django.utils import timezone

from programs.access import Scope
from programs.choices import LegalForm, Level, Phase, ProjectKind, Sector
from programs.models import Activity, Beneficiary, Business, Project, Province

SOON_DAYS = 30  # "sắp đến hạn": within so many days from today


def provinces_in_reach(request):
    """The provinces of the person's scope, those of today first."""
    if request is None:
        return Province.objects.none()
    return Province.objects.reached_by(Scope.of(request.user)).order_by(
        F("valid_to").desc(nulls_first=True), "sort_key"
    )


class ListFilter(django_filters.FilterSet):
    """A filter whose choices are the person's own, and which can say what it filters by.

    `first` names the fields in sight; the others open under "Lọc thêm".
    """

    first: tuple[str, ...] = ("q", "unit")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.form.fields.items():
            rows = getattr(field, "queryset", None)
            if rows is not None and not hasattr(rows, "visible_to"):
                raise ImproperlyConfigured(f"Bộ lọc «{name}»: bảng {rows.model._meta.label} chưa có phạm vi.")
            field.label_suffix = ""
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", css)

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


class UnitFilter(django_filters.ModelChoiceFilter):
    """A province means itself and what was merged into it."""

    def __init__(self, **kwargs):
        super().__init__(
            queryset=provinces_in_reach,
            label="Tỉnh, thành phố",
            empty_label="Mọi tỉnh trong phạm vi",
            **kwargs,
        )

    def filter(self, qs, value):
        return qs.filter(unit__in=value.lineage_ids()) if value else qs


def search_filter(hint):
    attrs = {"type": "search", "autocomplete": "off", "placeholder": hint}
    return django_filters.CharFilter(label="Tìm", method="by_words", widget=forms.TextInput(attrs=attrs))


def choice_filter(label, choices, **kwargs):
    return django_filters.ChoiceFilter(label=label, choices=choices, empty_label="Tất cả", **kwargs)


class BusinessFilter(ListFilter):
    q = search_filter("tên, mã số thuế, xã, sản phẩm")
    unit = UnitFilter()
    legal_form = choice_filter("Loại hình", LegalForm.choices)
    sector = choice_filter("Ngành nghề", Sector.choices)
    supported = choice_filter(
        "Hỗ trợ khuyến công", [("yes", "Đã được hỗ trợ"), ("no", "Chưa được hỗ trợ")], method="by_support"
    )

    class Meta:
        model = Business
        fields = ["q", "unit", "legal_form", "sector", "supported"]

    def by_words(self, rows, name, value):
        return rows.search(value)

    def by_support(self, rows, name, value):
        standing = Q(benefits__withdrawn__isnull=True, benefits__isnull=False)
        having = rows.filter(standing).values("pk")
        return rows.filter(pk__in=having) if value == "yes" else rows.exclude(pk__in=having)


class ProjectFilter(ListFilter):
    first = ("q", "unit", "year")
    q = search_filter("tên, mã, địa điểm, đơn vị")
    unit = UnitFilter()
    year = django_filters.NumberFilter(
        label="Năm",
        method="by_year",
        min_value=1990,
        max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": "4", "placeholder": "mọi năm"}),
    )
    level = choice_filter("Cấp", Level.choices)
    kind = choice_filter("Loại", ProjectKind.choices)
    phase = choice_filter("Tình trạng", Phase.choices)
    activity = django_filters.ModelChoiceFilter(
        label="Nội dung", queryset=Activity.objects.all(), method="by_activity", empty_label="Mọi nội dung"
    )
    task = choice_filter(
        "Việc cần xử lý",
        [("overdue", "Quá hạn"), ("soon", "Sắp đến hạn"), ("plan", "Chưa có kế hoạch vốn")],
        method="by_task",
    )

    class Meta:
        model = Project
        fields = ["q", "unit", "year", "level", "kind", "phase", "activity", "task"]

    def by_words(self, rows, name, value):
        """The project's own words, or those of a business that benefits from it."""
        benefits = Beneficiary.objects.standing().filter(business__in=Business.objects.search(value))
        return rows.search(value) | rows.filter(pk__in=benefits.values("project"))

    def by_year(self, rows, name, value):
        return rows.of_year(int(value))

    def by_activity(self, rows, name, value):
        return rows.filter(Q(activity=value) | Q(activity__group=value))

    def by_task(self, rows, name, value):
        return TASKS[value](rows, timezone.localdate())


def overdue(rows, today):
    return rows.overdue(today)


def due_soon(rows, today):
    return rows.due_between(today, today + timedelta(days=SOON_DAYS))


def without_plan(rows, today):
    return rows.without_plan()


TASKS = {"overdue": overdue, "soon": due_soon, "plan": without_plan}
