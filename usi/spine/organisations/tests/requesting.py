"""Asks to join an organisation, and tells what came of it."""

from django.urls import reverse

from usi.spine.organisations import actions
from usi.spine.organisations.models import Membership

ASK = "/en/organisations/ours/ask/"
NOTE = "Shop steward at quay 4. Buy now: https://spam.example"


def asked(union, person, note=NOTE):
    """Return a person's request to join."""
    return actions.ask_to_join(union[0], person=person, note=note)


def answer_url(row, handle="ours"):
    """Return where an owner answers a request."""
    return reverse("organisations:answer_request", args=[handle, row.pk])


def role_of(union, person):
    """Return the role of a person, or None."""
    return Membership.objects.filter(organisation=union[0], person=person).values_list("role", flat=True).first()
