"""Organisations, who belongs to whom, who may speak for them, and why they are trusted."""

from usi.spine.organisations.models.membership import Invitation, JoinRequest, Membership, Role
from usi.spine.organisations.models.organisation import (
    Affiliation,
    Organisation,
    OrganisationKind,
    OrganisationLanguage,
    OrganisationQuerySet,
    OrganisationSector,
)
from usi.spine.organisations.models.place import Place, Precision
from usi.spine.organisations.models.trust import Claim, ImportedRow, Verification

__all__ = [
    "Affiliation",
    "Claim",
    "ImportedRow",
    "Invitation",
    "JoinRequest",
    "Membership",
    "Organisation",
    "OrganisationKind",
    "OrganisationLanguage",
    "OrganisationQuerySet",
    "OrganisationSector",
    "Place",
    "Precision",
    "Role",
    "Verification",
]
