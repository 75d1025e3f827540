"""Conferences in the stock admin: small inlines, delegates in a filtered list of their own."""

from conferences.admin.conferences import ConferenceAdmin, DelegateGroupAdmin, SeriesAdmin
from conferences.admin.delegations import DelegateAdmin, DelegationAdmin

__all__ = ["ConferenceAdmin", "DelegateAdmin", "DelegateGroupAdmin", "DelegationAdmin", "SeriesAdmin"]
