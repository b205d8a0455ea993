"""Keeps who wants news: once for each address and organisation, with the words that were agreed to."""

from __future__ import annotations

from django.db import transaction

from usi.base import ids, time, turns
from usi.features.campaigns import consents, sealing
from usi.features.campaigns.models import Consent, Signature, Subscription
from usi.spine.actors.models import Actor
from usi.spine.journal import actions as journal
from usi.spine.mail.models import Mail
from usi.spine.mail.reports import is_nowhere
from usi.spine.publications.models import Publication

_BATCH = 500


class UnknownSubscription(Exception):
    """No subscription has this link."""


def follow_consent(signature: Signature) -> None:
    """Let the consent be as a confirmed signature says; belongs in its transaction.

    Ticked, the address is kept for the campaign's organisation, once, however many of its campaigns were signed. Not ticked, what was
    agreed to for this campaign ends.
    """
    if signature.news:
        _begin(signature)
    else:
        end_consent(signature)


def _begin(signature: Signature) -> None:
    address = sealing.unseal(bytes(signature.address))
    organisation = _organisation_of(signature.campaign_id)
    number = ids.new()
    fresh = {
        "id": number, "address": bytes(signature.address), "token_key": sealing.token_key(sealing.token(number, consents.KIND)),
        "language": signature.language,
    }  # fmt: skip
    # Locked, so that whoever ends it at this moment comes before or after.
    row, created = Subscription.objects.select_for_update().get_or_create(
        organisation_id=organisation, address_key=sealing.news_key(organisation, address), defaults=fresh
    )
    if not created and row.language != signature.language:
        row.language = signature.language
        row.save(update_fields=["language"])
    agreed = {"text": consents.wording(signature.language), "language": signature.language, "given_at": time.now()}
    Consent.objects.get_or_create(subscription=row, campaign_id=signature.campaign_id, defaults=agreed)


def end_consent(signature: Signature) -> None:
    """End what the owner of a signature agreed to for its campaign; belongs in its transaction, before the address is erased."""
    organisation = _organisation_of(signature.campaign_id)
    key = sealing.news_key(organisation, sealing.unseal(bytes(signature.address)))
    row = Subscription.objects.select_for_update().filter(organisation_id=organisation, address_key=key).first()
    if row is None:
        return
    Consent.objects.filter(subscription=row, campaign_id=signature.campaign_id).delete()
    if not Consent.objects.filter(subscription=row).exists():
        _erase(row)


@turns.in_turn
@transaction.atomic
def end_news(*, token: str) -> Subscription:
    """End all news of an organisation to an address and erase it; a second press changes nothing.

    The signatures it came from say so too, so that no page shows a consent that has ended.

    :raises UnknownSubscription: if there is none
    """
    row = Subscription.objects.select_for_update().filter(token_key=sealing.token_key(token)).first()
    if row is None:
        raise UnknownSubscription
    if row.ended_at is None:
        _end(row)
    return row


def news_came_back(mail: Mail) -> None:
    """End all news of an organisation to an address that does not exist; belongs in the transaction that writes that down."""
    if mail.state == Mail.State.FAILED and is_nowhere(mail.answer):
        row = Subscription.objects.select_for_update().filter(pk=int(mail.key.rpartition(":")[2]), ended_at__isnull=True).first()
        if row is not None:
            _end(row)


def _end(row: Subscription) -> None:
    address = sealing.unseal(bytes(row.address))
    for number in Consent.objects.filter(subscription=row).values_list("campaign_id", flat=True):
        Signature.objects.filter(campaign_id=number, address_key=sealing.address_key(number, address)).update(news=False)
    Consent.objects.filter(subscription=row).delete()
    _erase(row)


def _erase(row: Subscription) -> None:
    row.address, row.address_key, row.language, row.ended_at = b"", None, "", time.now()
    row.save(update_fields=["address", "address_key", "language", "ended_at"])


def delete_consents(campaign: Publication, *, by: Actor) -> int:
    """Delete at once what people agreed to for a campaign, and the addresses that no other campaign of its organisation needs.

    Returns how many consents were deleted. In batches: a hundred thousand rows must not hold up those who sign.
    """
    gone = 0
    while count := _delete_batch(campaign):
        gone += count
    with transaction.atomic():
        journal.record("campaign.consents_deleted", campaign, by=by.pk, data={"count": gone, "organisation": campaign.author_id})
    return gone


@turns.in_turn
@transaction.atomic
def _delete_batch(campaign: Publication) -> int:
    rows = list(Consent.objects.filter(campaign=campaign).order_by("pk").values_list("pk", "subscription_id")[:_BATCH])
    # Whoever agrees again at this moment waits, or is seen.
    owners = list(Subscription.objects.select_for_update().filter(pk__in=[owner for _, owner in rows]).order_by("pk"))
    Consent.objects.filter(pk__in=[number for number, _ in rows]).delete()
    needed = set(Consent.objects.filter(subscription__in=owners).values_list("subscription_id", flat=True))
    for owner in owners:
        if owner.pk not in needed:
            owner.delete()
    return len(rows)


def _organisation_of(campaign_id: int) -> int:
    return Publication.objects.values_list("author_id", flat=True).get(pk=campaign_id)  # type: ignore[no-any-return]
