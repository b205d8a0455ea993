"""Who does what in an organisation, and who is invited to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usi.base import ids
from usi.spine.actors.models import Actor
from usi.spine.organisations.models.organisation import Organisation
from usi.spine.people.models import Person


class Role(models.TextChoices):
    """What a person does in an organisation."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    TREASURER = "treasurer", _("Treasurer")
    CASEWORKER = "caseworker", _("Caseworker")
    MEMBER = "member", _("Member")


class Membership(models.Model):
    """A person's role in an organisation."""

    id = ids.IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.MEMBER)
    since = models.DateTimeField()

    class Meta:
        """One role per person and organisation."""

        constraints = [
            models.UniqueConstraint(fields=["person", "organisation"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role"),
        ]


class Invitation(models.Model):
    """An invitation by e-mail to take a role. The address is encrypted; the link's token is stored as a keyed hash."""

    id = ids.IdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=12, choices=Role.choices)
    address = models.BinaryField()
    address_key = models.BinaryField(max_length=32)
    token_key = models.BinaryField(max_length=32, unique=True)
    invited_by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open invitation per address."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "address_key"], name="invitation_once", condition=Q(accepted_at__isnull=True))
        ]
