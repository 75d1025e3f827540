"""The choice of a content of the programme."""

from django import forms


class ActivityField(forms.ModelChoiceField):
    """Contents in the order of the law, the items of a group set in under it."""

    def label_from_instance(self, activity):
        return str(activity) if activity.is_group else f"\u2003{activity}"
