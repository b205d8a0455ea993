"""Who does what in an organisation, and who is invited to."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from usi.base import ids
from usi.base.access import SPEAKING_ROLES
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

    @property
    def speaks(self) -> bool:
        """Whether the role lets somebody speak for the organisation."""
        return self.role in SPEAKING_ROLES


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


class JoinRequest(models.Model):
    """A person asks to belong to an organisation that has people of its own; its owners decide."""

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    id = ids.IdField()
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="join_requests")
    person = models.ForeignKey(Person, models.CASCADE, related_name="join_requests")
    note = models.TextField(help_text="Who they are there, for its owners only; gone once they have answered.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(Actor, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open request per person and organisation; what is decided says when."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="join_request_open_once", condition=Q(state="open")),
            models.CheckConstraint(condition=Q(state__in=["open", "accepted", "declined"]), name="join_request_state"),
            models.CheckConstraint(condition=Q(state="open") | Q(decided_at__isnull=False), name="join_request_decided"),
        ]
        indexes = [models.Index(fields=["organisation", "id"], name="join_request_waiting", condition=Q(state="open"))]
