"""What a campaign's page shows of pledges and messages of support, and what their pages have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from usi.base import errors, limits
from usi.base.access import Reader
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.models import Ask, PledgeAction
from usi.features.campaigns.queries.messages import SHOWN_AT_ONCE
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication

# As for signatures: one line may be a whole union hall. An address has one day's limit, whatever it is used for.
CALLER = {"times": 60, "seconds": 600}
PICTURES = {"times": 20, "seconds": 600}
ADDRESS = {"times": 20, "seconds": 86400}


def context(campaign: Publication, text: queries.Text) -> dict[str, Any]:
    """Return a campaign's actions as a text says them, if it asks for pledges, and its newest messages: one query each."""
    actions = listed(campaign, text) if Ask.PLEDGE in campaign.campaign.asks else []
    messages = queries.newest_messages(campaign.pk)
    return {
        "actions": actions,
        "pledged": sum(action.confirmed for action in actions),
        "asks_pledges": bool(actions),
        "asks_support": Ask.SUPPORT in campaign.campaign.asks,
        "messages_shown": messages[:SHOWN_AT_ONCE],
        "more_messages": len(messages) > SHOWN_AT_ONCE,
    }


def listed(campaign: Publication, text: queries.Text) -> Sequence[Any]:
    """Return a campaign's actions as a text says them."""
    rows = queries.actions_in(queries.actions_of(campaign.pk), text, original=campaign.language)
    for row in rows:
        # Depends on the clock: a part of the page that is written once must know it.
        row.stands = (row.open, row.over)
    return rows


def known(request: HttpRequest) -> dict[str, str]:
    """Return what is known of a reader with an account."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return queries.known_of(reader) if reader.signed_in else {}


def me(request: HttpRequest) -> Actor:
    """Return the actor of a reader who is signed in."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return Actor.objects.get(pk=reader.actor_id or 0)  # type: ignore[no-any-return]


def too_often(request: HttpRequest, name: str, limit: dict[str, int]) -> HttpResponse | None:
    """Return the answer to a line that sends too much; None where it may go on."""
    return None if limits.allow(name, limits.caller(request), **limit) else errors.too_many(request, seconds=limit["seconds"])


def address_may(form: Form) -> bool:
    """Count one use of an address; where it was used too often today the form says so."""
    allowed = limits.allow("campaigns.address", limits.pseudonym(sealing.normalise(form.cleaned_data["email"])), **ADDRESS)
    if not allowed:
        form.add_error("email", _("This address was used very often today. Try again tomorrow."))
    return allowed


def open_actions(actions: Sequence[PledgeAction]) -> list[PledgeAction]:
    """Return the actions that can be promised now."""
    return [action for action in actions if action.open]
