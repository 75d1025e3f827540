"""What every form here keeps: it offers only what one may see and loses nothing typed.

A form says what is its own in `settle()` and its layout in `fieldsets`; in which order all is done stands here alone.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ImproperlyConfigured, ValidationError
from django.db import transaction
from django.forms.models import construct_instance, model_to_dict

from accounts.fields import KeyField
from accounts.refusals import note_foreign_choices
from accounts.versions import SEEN_VERSION, VersionedForm, claim
from accounts.wording import shown
from programs.access import scope_fields
from programs.models import LedgerHead


class HouseForm:
    """Manners shared by plain and model forms: scope, Vietnamese words, errors that always find a place.

    Choices of rows are narrowed before settle(), and again where settle() put others in their place. Names in
    `fieldsets` that a form has not are left out; fields that stand in none of them follow, so none is ever lost.
    """

    fieldsets: tuple[tuple[str, tuple[str, ...]], ...] = ()
    is_settled = False

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        scope_fields(self.fields, user)
        self._put_in_words(self.fields)
        before = {name: getattr(field, "queryset", None) for name, field in self.fields.items()}
        self.settle()
        if not self.is_settled:
            raise ImproperlyConfigured(f"{type(self).__name__}.settle() phải gọi super().settle() trước.")
        self._put_in_words({name: field for name, field in self.fields.items() if name not in before})
        changed = {
            name: field
            for name, field in self.fields.items()
            if getattr(field, "queryset", None) is not before.get(name)
        }
        scope_fields(changed, user)
        self.helper = self._make_helper()

    def settle(self):
        """What is this form's own: further fields, narrower choices, what stands in them. First super().settle()."""
        self.is_settled = True

    def full_clean(self):
        super().full_clean()
        if self.is_bound:
            note_foreign_choices(self.user, self)

    @staticmethod
    def _put_in_words(fields):
        for field in fields.values():
            nothing = "Chọn một mục" if field.required else "Chưa ghi"
            chosen = isinstance(field, forms.ChoiceField)
            if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = "Hãy chọn một mục." if chosen else "Hãy nhập ô này."
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = nothing if field.empty_label is not None else None
            elif chosen and field.choices and field.choices[0][0] == "":
                field.choices = [("", nothing), *field.choices[1:]]
            if isinstance(field.widget, forms.Textarea) and str(field.widget.attrs.get("rows")) == "10":
                field.widget.attrs["rows"] = 3

    def _make_helper(self):
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        named = {name for _, names in self.fieldsets for name in names}
        groups = [(title, [name for name in names if name in self.fields]) for title, names in self.fieldsets]
        helper.layout = Layout(
            *(Fieldset(title, *names) for title, names in groups if names),
            *(name for name in self.fields if name not in named),
        )
        return helper

    def take_errors(self, error: ValidationError):
        """Errors of an action, at their fields; what has no field here goes to the top of the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class ScopedForm(HouseForm, forms.Form):
    """A plain form with rows to choose from."""


class ScopedModelForm(HouseForm, forms.ModelForm):
    """A form over one row. `constraint_fields` says at which field a constraint of the database speaks."""

    constraint_fields: dict[str, str] = {}

    def _post_clean(self):
        """As Django's, but each constraint is asked by its name, so that its refusal finds the field it is about.

        Constraints over keys that the row computes itself are asked too: Django leaves them out.
        """
        exclude = self._get_validation_exclusions()
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
            self.instance.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            self._update_errors(error)
        if self._validate_unique:
            self.validate_unique()
        wrong = {name for name in self.errors if name != NON_FIELD_ERRORS}
        for field in self.instance._meta.concrete_fields:
            if isinstance(field, KeyField):
                field.pre_save(self.instance, add=False)
                if wrong & set(field.of):
                    wrong.add(field.name)
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=wrong)
                except ValidationError as error:
                    self.take_errors(ValidationError(error.messages[0], code=constraint.name))

    def take_errors(self, error: ValidationError):
        """What a constraint refuses carries the constraint's name as its code."""
        place = self.constraint_fields.get(getattr(error, "code", None))
        if place in self.fields:
            self.add_error(place, error)
        else:
            super().take_errors(error)


class VersionedModelForm(ScopedModelForm, VersionedForm):
    """A form over a noun, which a posting saves: save() raises Stale when the row has moved on, and writes nothing."""

    conflict = None

    def save(self):
        """One conditional UPDATE decides who was first; then the row is saved with its history."""
        with transaction.atomic():
            LedgerHead.lock()  # before the row, as everywhere: no two writers wait for each other
            claim(self.instance, self.cleaned_data[SEEN_VERSION])
            return self.write()

    def write(self):
        """The write itself, once it is known that nobody was first; a form whose row needs an action says so here."""
        return super().save()

    def show_conflict(self):
        """Both values of each field that differs. Sent again, the form overwrites what is stored, knowingly."""
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        last = stored.history.filter(version=stored.version).select_related("history_user").first()
        self.conflict = {
            "rows": list(self.differences(model_to_dict(stored))),
            "by": last.history_user.full_name if last and last.history_user else "",
            "at": shown(last.history_date) if last else "",
        }
        self.accept(stored.version)
