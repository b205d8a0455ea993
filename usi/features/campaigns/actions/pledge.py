"""Promises actions, to be confirmed from the mailbox."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from usi.base import text, time, turns
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.actions.bymail import ERASED, Sender, ask_for_letter, locked, row_of
from usi.features.campaigns.actions.confirm import Changed
from usi.features.campaigns.actions.sign import Closed
from usi.features.campaigns.models import Ask, Letter, Pledge, PledgeAction, Pledger
from usi.spine.publications.models import Publication

KIND = "pledge"


@turns.in_turn
@transaction.atomic
def pledge(*, campaign: Publication, address: str, actions: Collection[int], sender: Sender) -> Pledger:
    """Take pledges of one or more actions in; the address's owner is mailed the link that confirms them.

    The caller cannot tell a new address from one that pledged before. What has not been confirmed is replaced; to what has been
    confirmed further actions are added, which wait in their turn.

    :raises Closed: if the campaign takes no pledges, or none of the actions can be promised any more
    :raises ValueError: for an empty name, an unknown country or something that is no address
    """
    address, columns = text.line(address), sender.columns()
    key = sealing.address_key(campaign.pk, address)
    chosen = _open_actions(campaign.pk, actions)
    if not chosen:
        raise Closed
    row, created = row_of(Pledger, kind=KIND, address=address, fresh=columns, campaign_id=campaign.pk, address_key=key)
    if not created and row.state == Pledger.State.WAITING:
        for field, value in columns.items():
            setattr(row, field, value)
        row.save(update_fields=list(columns))
        row.pledges.exclude(action__in=chosen).delete()
    added = _add(row, chosen)
    if not created:
        waits = added or row.pledges.filter(confirmed_at__isnull=True).exists()
        ask_for_letter(row, Letter.CONFIRM if waits else Letter.ALREADY)
    return row


@turns.in_turn
@transaction.atomic
def confirm_pledge(*, token: str, seen: str) -> Pledger:
    """Count what waits behind a link; a second press changes nothing. `seen` is the mark of what the page showed.

    :raises UnknownLink: if no pledge has this link, or it was withdrawn
    :raises Closed: if the campaign takes no pledges, or none of the actions can be promised any more
    :raises Changed: if what was pledged, or one of the actions, was changed since the page was shown
    """
    row = locked(Pledger, token)
    waiting = queries.waiting_of(row)
    if not waiting:
        return row
    open_now = _open_actions(row.campaign_id, [each.action_id for each in waiting])
    if not open_now:
        raise Closed
    if seen != queries.pledge_mark(row, waiting):
        raise Changed
    now = time.now()
    row.pledges.filter(action__in=open_now, confirmed_at__isnull=True).update(confirmed_at=now)
    row.state, row.confirmed_at, row.letter = Pledger.State.CONFIRMED, row.confirmed_at or now, Letter.NONE
    row.save(update_fields=["state", "confirmed_at", "letter"])
    return row


@turns.in_turn
@transaction.atomic
def withdraw_pledge(*, token: str) -> Pledger:
    """Erase all that somebody pledged and said of themselves; only that there was somebody remains.

    :raises UnknownLink: if no pledge has this link, or it was withdrawn before
    """
    row = locked(Pledger, token)
    row.pledges.all().delete()
    row.state = Pledger.State.WITHDRAWN
    for field, value in ERASED.items():
        setattr(row, field, value)
    row.save(update_fields=["state", *ERASED])
    return row


@turns.in_turn
@transaction.atomic
def correct_pledge(*, token: str, actions: Collection[int], sender: Sender) -> Pledger:
    """Change who somebody says they are and which actions they promise; whoever has confirmed need not do so again.

    Actions that are over or called off stay as they were.

    :raises UnknownLink: if no pledge has this link, or it was withdrawn
    :raises ValueError: for an empty or overlong name or an unknown country
    """
    row, columns = locked(Pledger, token), sender.columns()
    del columns["language"]
    for field, value in columns.items():
        setattr(row, field, value)
    row.save(update_fields=list(columns))
    possible = {action.pk for action in PledgeAction.objects.filter(campaign_id=row.campaign_id) if action.open}
    row.pledges.filter(action__in=possible - set(actions)).delete()
    _add(row, _open_actions(row.campaign_id, actions), confirmed=row.state == Pledger.State.CONFIRMED)
    return row


def _open_actions(campaign: int, numbers: Collection[int]) -> list[PledgeAction]:
    """Return those of the actions that can be promised now; none while the campaign takes no pledges."""
    if not queries.takes(campaign, Ask.PLEDGE):
        return []
    return [action for action in PledgeAction.objects.filter(campaign_id=campaign, pk__in=numbers) if action.open]


def _add(row: Pledger, chosen: Collection[PledgeAction], *, confirmed: bool = False) -> int:
    there, now = set(row.pledges.values_list("action_id", flat=True)), time.now()
    lacking = [action for action in chosen if action.pk not in there]
    fresh = [Pledge(action=action, pledger=row, asked_at=now, confirmed_at=now if confirmed else None) for action in lacking]
    return len(Pledge.objects.bulk_create(fresh))
