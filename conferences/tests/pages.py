"""Pages of the admin as a browser meets them."""

from django.urls import reverse

DELEGATES = reverse("admin:conferences_delegate_changelist")


def page_of(response):
    return response.content.decode()


def names(response):
    return [row.full_name for row in response.context["cl"].result_list]


def change(row):
    return reverse(f"admin:conferences_{row._meta.model_name}_change", args=[row.pk])


def typed(response, **values):
    """What a browser would send back: every control of the page's forms as it was shown, and what is typed."""
    data = {}
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else value
    data |= values
    return {name: value for name, value in data.items() if value is not False}
