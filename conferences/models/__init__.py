"""Conferences, who meets there and in which order."""

from conferences.models.conferences import Conference, ConferenceSeries
from conferences.models.delegations import Delegate, DelegateGroup, Delegation, DelegationPlaces
from conferences.models.particulars import ConferenceChair, ConferenceSource, ParticipatingUnit

__all__ = [
    "Conference",
    "ConferenceChair",
    "ConferenceSeries",
    "ConferenceSource",
    "Delegate",
    "DelegateGroup",
    "Delegation",
    "DelegationPlaces",
    "ParticipatingUnit",
]
