"""What every form here keeps: it offers only what one may see and loses nothing typed.

ScopedModelForm narrows each choice to the person's scope and fails closed; VersionedModelForm notices that somebody
else saved first.
"""

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ImproperlyConfigured, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.fields import KeyField
from programs.pages.wording import shown, shown_value


def scope_fields(form, user):
    """Narrow every field that offers rows to the rows that `user` may see; a table without a scope is an error."""
    for name, field in form.fields.items():
        rows = getattr(field, "queryset", None)
        if rows is None:
            continue
        if not hasattr(rows, "visible_to"):
            raise ImproperlyConfigured(f"Trường «{name}»: bảng {rows.model._meta.label} chưa có phạm vi.")
        field.queryset = rows.visible_to(user)


class HouseForm:
    """Manners shared by plain and model forms: scope, Vietnamese words, errors that always find a place."""

    def settle(self, user):
        self.user = user
        scope_fields(self, user)
        for field in self.fields.values():
            self.settle_field(field)
        self.helper = FormHelper(self)
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.render_hidden_fields = True  # version and submission key, in whatever layout

    @staticmethod
    def settle_field(field):
        nothing = "Chọn một mục" if field.required else "Chưa ghi"
        chosen = isinstance(field, forms.ChoiceField)
        field.error_messages["required"] = "Hãy chọn một mục." if chosen else "Hãy nhập ô này."
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = nothing if field.empty_label is not None else None
        elif chosen and field.choices and field.choices[0][0] == "":
            field.choices = [("", nothing), *field.choices[1:]]
        if isinstance(field.widget, forms.Textarea) and str(field.widget.attrs.get("rows")) == "10":
            field.widget.attrs["rows"] = 3

    def take_errors(self, error: ValidationError):
        """Errors of an action, at their fields; what has no field here goes to the top of the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class ScopedForm(HouseForm, forms.Form):
    """A plain form with rows to choose from."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.settle(user)


class ScopedModelForm(HouseForm, forms.ModelForm):
    """A form over one row. `constraint_fields` says at which field a constraint of the database speaks."""

    constraint_fields: dict[str, str] = {}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.settle(user)

    def _update_errors(self, errors):
        """What a constraint refuses is told at the field that `constraint_fields` names."""
        places = {
            constraint.get_violation_error_message(): self.constraint_fields.get(constraint.name)
            for _, constraints in self.instance.get_constraints()
            for constraint in constraints
        }
        placed = {}
        for name, found in errors.update_error_dict({}).items():
            for error in found:
                place = places.get(error.messages[0]) if name == NON_FIELD_ERRORS else None
                placed.setdefault(place if place in self.fields else name, []).append(error)
        super()._update_errors(ValidationError(placed))

    def _post_clean(self):
        """Constraints over keys that the row computes itself are checked too: Django leaves them out."""
        super()._post_clean()
        wrong = {name for name in self.errors if name != NON_FIELD_ERRORS}
        for field in self.instance._meta.concrete_fields:
            if isinstance(field, KeyField):
                field.pre_save(self.instance, add=False)
                if wrong & set(field.of):
                    wrong.add(field.name)
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                self._check(constraint, model, wrong)

    def _check(self, constraint, model, wrong):
        try:
            constraint.validate(model, self.instance, exclude=wrong)
        except ValidationError as error:
            said = {message for messages in self.errors.values() for message in messages}
            if not said.intersection(error.messages):
                place = self.constraint_fields.get(constraint.name)
                self.add_error(place if place in self.fields else None, error.messages)


def refused_by(error: IntegrityError, model) -> ValidationError:
    """What the database refused, in the words of its constraint or trigger: for races that no form could foresee."""
    text = str(error).splitlines()[0]
    table = model._meta.db_table
    for constraint in model._meta.constraints:
        names = getattr(constraint, "fields", ())
        columns = ", ".join(f"{table}.{model._meta.get_field(name).column}" for name in names)
        if constraint.name in text or (columns and text.endswith(f": {columns}")):
            return ValidationError(constraint.get_violation_error_message(), code=constraint.name)
    if "constraint" in text:
        text = "Chưa lưu được: có người vừa lưu một dòng trùng. Hãy kiểm tra danh sách rồi thử lại."
    return ValidationError(text, code="refused")  # a trigger speaks Vietnamese itself


# -------------------------------------------------------------------------------------- two people, one row


class Stale(Exception):
    """Somebody else saved the row after this form was opened."""


class VersionedModelForm(ScopedModelForm):
    """A form over a row with a version: save() raises Stale when the row has moved on, and writes nothing."""

    conflict = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput)
        self.initial["version"] = self.instance.version

    def save(self):
        """One conditional UPDATE decides who was first; then the row is saved with its history."""
        sent = self.cleaned_data["version"]
        with transaction.atomic():
            rows = type(self.instance)._default_manager.filter(pk=self.instance.pk, version=sent)
            if not rows.update(version=F("version") + 1):
                raise Stale
            self.instance.version = sent + 1
            return self.write()

    def write(self):
        """The write itself, once it is known that nobody was first; a form whose row needs an action says so here."""
        return super().save()

    def show_conflict(self):
        """Both values of each field that differs. Sent again, the form overwrites what is stored, knowingly."""
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        rows = []
        for name, field in self.fields.items():
            if field.widget.is_hidden or field.disabled:
                continue
            mine, theirs = (shown_value(row, name) for row in (self.instance, stored))
            if mine != theirs:
                rows.append({"label": field.label, "mine": mine, "theirs": theirs})
        last = stored.history.filter(version=stored.version).select_related("history_user").first()
        self.conflict = {
            "rows": rows,
            "by": last.history_user.full_name if last and last.history_user else "",
            "at": shown(last.history_date) if last else "",
        }
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = str(stored.version)
