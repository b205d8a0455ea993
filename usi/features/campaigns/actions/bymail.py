"""What pledges and messages have in common: who leaves them, and the mails that confirm them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q, QuerySet

from usi.base import ids, text, time
from usi.features.campaigns import notes, queries, sealing
from usi.features.campaigns.actions import allowance
from usi.features.campaigns.actions.sign import LONGEST_NAME, MINUTES_BETWEEN_LETTERS, MOST_LETTERS
from usi.features.campaigns.actions.withdraw import UnknownLink
from usi.features.campaigns.models import ByMail, Campaign, Letter, Pledger, SupportMessage
from usi.spine.mail import actions as mail
from usi.spine.mail.actions import Draft
from usi.spine.taxonomy import countries

LINKS_AT_ONCE = 60
REMIND_AFTER_DAYS = 3
# A press of the wrong button can be undone before the sender reads of it.
REFUSED_AFTER_MINUTES = 10
ERASED: dict[str, Any] = {
    "name": "", "country": "", "workplace": "", "language": "", "address": b"", "address_key": None, "letter": Letter.NONE,
    "confirmed_at": None,
}  # fmt: skip
_TRIES = 5
Row = TypeVar("Row", bound=ByMail)


@dataclass(frozen=True)
class Sender:
    """Who pledges or writes, as they tell it; `language` is that of the page."""

    name: str
    country: str
    workplace: str = ""
    language: str = "en"

    def columns(self) -> dict[str, Any]:
        """Return the values of the columns.

        :raises ValueError: for an empty or overlong name or an unknown country
        """
        name = text.line(self.name)
        if not name or len(name) > LONGEST_NAME or not countries.is_country(self.country):
            raise ValueError("name or country")
        workplace = text.line(self.workplace)[:LONGEST_NAME]
        return {"name": name, "country": self.country, "workplace": workplace, "language": self.language}


def row_of(model: type[Row], *, kind: str, address: str, fresh: dict[str, Any], **lookup: Any) -> tuple[Row, bool]:
    """Return the address's row, locked, and whether it is new; `lookup` names it together with the address's key."""
    for _ in range(_TRIES):
        number = ids.new()
        made = {
            "id": number, "address": sealing.seal(address), "token_key": sealing.token_key(sealing.token(number, kind)),
            "asked_at": time.now(), "letter": Letter.CONFIRM,
        }  # fmt: skip
        try:
            return model.objects.select_for_update().get_or_create(**lookup, defaults=made | fresh)  # type: ignore[attr-defined,no-any-return]
        except IntegrityError:
            # Another request inserted the address and took it back again between our look and our insert.
            continue
    raise OperationalError("the same address comes and goes without end")


def locked(model: type[Row], token: str) -> Row:
    """Return the row of a link, locked until the transaction ends.

    :raises UnknownLink: if there is none, or it was withdrawn
    """
    rows = model.objects.select_for_update().filter(token_key=sealing.token_key(token))  # type: ignore[attr-defined]
    row: Row | None = rows.exclude(state="withdrawn").first()
    if row is None:
        raise UnknownLink
    return row


def ask_for_letter(row: ByMail, letter: Letter) -> None:
    """Note which mail an address that is there already is to get, if the last one is some minutes old."""
    recent = row.mailed_at is not None and row.mailed_at > time.now() - timedelta(minutes=MINUTES_BETWEEN_LETTERS)
    if row.letters < MOST_LETTERS and not recent:
        row.letter = letter
        row.save(update_fields=["letter"])


def send_links() -> int:
    """Queue the mails that people who pledged or wrote are to get; returns how many rows were looked at."""
    undone = Q(letter=Letter.REFUSED, decided_at__gt=time.now() - timedelta(minutes=REFUSED_AFTER_MINUTES))
    return _send(Pledger.objects.all(), notes.pledge) + _send(SupportMessage.objects.exclude(undone), notes.message)


def _send(candidates: QuerySet[Any, Any], write: Callable[[Any], Draft]) -> int:
    """Write mails outside any transaction, then save them with the note that they are queued; whoever comes second finds nothing to do."""
    model = candidates.model
    due = candidates.exclude(letter=Letter.NONE).order_by("asked_at")
    taken = list(due.select_related("campaign__author", "campaign__campaign")[: LINKS_AT_ONCE // 2])
    spent, written, drafts = allowance.spent(((row.campaign_id, row.address_key) for row in taken), *allowance.EVERY_KIND), [], []
    for row in taken:
        key = bytes(row.address_key or b"")
        if key and spent[key] < MOST_LETTERS:
            spent[key] += 1
            written.append(row)
            drafts.append(write(row))
    with transaction.atomic():
        mail.queue_many(drafts)
        for row in written:
            asked = model.objects.filter(pk=row.pk, letter=row.letter, letters=row.letters)
            asked.update(letter=Letter.NONE, letters=row.letters + 1, mailed_at=time.now())
        model.objects.filter(pk__in=[row.pk for row in taken if row not in written]).update(letter=Letter.NONE)
    return len(taken)


@transaction.atomic
def remind_links(*, most: int = 1000) -> int:
    """Ask those once again who have not confirmed a pledge or a message for three days; returns how many."""
    now, asked = time.now(), 0
    open_now = Campaign.objects.filter(closes_at__gt=now, outcome="").values("pk")
    for model, state in ((Pledger, Pledger.State.WAITING), (SupportMessage, SupportMessage.State.UNCONFIRMED)):
        waiting = model.objects.filter(
            Q(asked_at__lt=now - timedelta(days=REMIND_AFTER_DAYS), asked_at__gt=now - timedelta(days=2 * REMIND_AFTER_DAYS)),
            state=state, letters=1, letter=Letter.NONE, campaign_id__in=open_now,
        )  # fmt: skip
        found = dict(waiting.values_list("pk", "campaign_id")[:most])
        closed = {number for number in set(found.values()) if not queries.signable(number)}
        due = [row for row, campaign in found.items() if campaign not in closed]
        asked += model.objects.filter(pk__in=due).update(letter=Letter.REMIND)
    return asked
