"""The nouns everything else is about."""

from programs.models.beneficiaries import BeneficiaryEntry, SameBusiness
from programs.models.bookkeeping import Installation, LoadedRow, Submission
from programs.models.businesses import Business
from programs.models.events import Closure, ProjectEvent
from programs.models.law import Activity, ClosingDate, Indicator, LegalDocument, SourceLimit, SupportNorm
from programs.models.ledgers import LedgerHead, MoneyEntry, Posting, ResultEntry
from programs.models.people import Department, Membership
from programs.models.posted import PostedRow
from programs.models.projects import Beneficiary, Project
from programs.models.units import (
    Boundaries,
    Province,
    ProvinceName,
    Region,
    RegionMembership,
    UnitLine,
    lineages,
    regions_of_units,
)

__all__ = [
    "Activity",
    "Beneficiary",
    "BeneficiaryEntry",
    "Boundaries",
    "Business",
    "ClosingDate",
    "Closure",
    "Department",
    "Indicator",
    "Installation",
    "LedgerHead",
    "LegalDocument",
    "LoadedRow",
    "Membership",
    "MoneyEntry",
    "PostedRow",
    "Posting",
    "Project",
    "ProjectEvent",
    "Province",
    "ProvinceName",
    "Region",
    "RegionMembership",
    "ResultEntry",
    "SameBusiness",
    "SourceLimit",
    "Submission",
    "SupportNorm",
    "UnitLine",
    "lineages",
    "regions_of_units",
]
