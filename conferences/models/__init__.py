"""Conferences, who meets there and in which order."""

from conferences.models.conferences import (
    Conference,
    ConferenceChair,
    ConferenceSeries,
    ConferenceSource,
    ParticipatingUnit,
)
from conferences.models.delegations import Delegate, DelegateGroup, Delegation, DelegationPlaces

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
