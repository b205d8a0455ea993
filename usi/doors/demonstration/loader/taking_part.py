"""What people do beside signing: actions with pledges, words of support with thanks, and letters with what became of them."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from datetime import time as daytime
from typing import Any

from usi.base import ids, time
from usi.doors.demonstration.loader import content
from usi.features.campaigns import actions, queries, sealing, writing_sealing
from usi.features.campaigns.models import ModelLetter, Pledge, Pledger, SupportMessage, Target, TargetLetter, Writing
from usi.spine.actors.models import Actor
from usi.spine.publications.models import Publication

State = TargetLetter.State
COUNTRIES = ("GB", "DE", "GR", "FR", "ZA", "BR", "IN", "TN", "KE", "LB")


def asks(handle: str) -> list[str]:
    """Return what a campaign asks people to do beside signing."""
    found = {"write": "target", "pledge": "action", "support": "message"}
    return [ask for ask, table in found.items() if _rows(table, handle)]


def address(made: Publication, handle: str, *, by: Actor) -> None:
    """Write down whom a draft addresses and which letter it proposes: that is fixed once people sign."""
    for row in _rows("target", handle):
        said = {name: row[name] for name in ("name", "office", "organisation", "country", "language")}
        who = actions.Who(**said)
        actions.add_target(made, by=by, who=who, address=row.get("address", ""), post=actions.Post())
    for row in _rows("letter", handle):
        actions.save_model_letter(made, by=by, language=row["language"], subject=row["subject"], body=row["body"])


def take_part(made: Publication, handle: str, *, by: Actor, days: float) -> None:
    """Pledge, write and send words of support, as far as a campaign's rows say; `days`: since it opened."""
    rng = random.Random(handle)  # noqa: S311 - invented pledges need no secrecy
    for number, row in enumerate(_rows("action", handle)):
        _pledge(rng, made, row, f"{handle}.{number}", by=by)
    said = _rows("message", handle)
    for number, row in enumerate(said):
        at = time.now() - timedelta(days=days * (0.95 - 0.7 * number / len(said)))
        _say(made, row, f"words{number}@{handle.replace('_', '-')}.example", by=by, at=at)
    letters = {row.language: row for row in ModelLetter.objects.filter(campaign=made)}
    for row, target in zip(_rows("target", handle), queries.targets(made.pk), strict=True):
        _write(rng, row, target, letters[target.language])


def _rows(table: str, handle: str) -> list[dict[str, Any]]:
    return [row for row in content.rows(table, "taking_part.toml") if row["campaign"] == handle]


def _day(row: dict[str, Any]) -> date | None:
    return time.now().date() + timedelta(days=row["days_ahead"]) if "days_ahead" in row else None


def _ago(rng: random.Random, days: float = 12) -> datetime:
    return time.now() - timedelta(days=days * rng.random() ** 2)


def _pledge(rng: random.Random, made: Publication, row: dict[str, Any], name: str, *, by: Actor) -> None:
    begins = daytime.fromisoformat(row["begins"]) if "begins" in row else None
    plan = actions.Plan(
        kind=row["kind"], title=row["title"], description=row["description"], on=_day(row), begins=begins,
        zone=row.get("zone", "UTC"), place=row.get("place", ""), country=row.get("country", ""),
    )  # fmt: skip
    action = actions.add_action(made, by=by, plan=plan)
    pledgers, pledges = [], []
    for n in range(row["pledges"] + row["waiting"]):
        number, who, at, confirmed = ids.new(), f"{name}.{n}@pledges.example", _ago(rng), n < row["pledges"]
        pledger = Pledger(
            id=number, campaign=made, name=f"Friend {n + 1}", country=row.get("country") or rng.choice(COUNTRIES), language="en",
            address=sealing.seal(who), address_key=sealing.address_key(made.pk, who), asked_at=at, confirmed_at=at if confirmed else None,
            token_key=sealing.token_key(sealing.token(number, "pledge")), letters=1, mailed_at=at,
            state=Pledger.State.CONFIRMED if confirmed else Pledger.State.WAITING,
        )  # fmt: skip
        pledgers.append(pledger)
        pledges.append(Pledge(action=action, pledger=pledger, asked_at=at, confirmed_at=pledger.confirmed_at))
    Pledger.objects.bulk_create(pledgers)
    Pledge.objects.bulk_create(pledges)


def _say(made: Publication, row: dict[str, Any], mailbox: str, *, by: Actor, at: datetime) -> None:
    """Send words of support the way people do, confirm them, and let an officer decide and thank."""
    sender = actions.Sender(name=row["name"], country=row["country"], language=row["language"])
    note = actions.Note(text=row["text"], language=row["language"], show_name=True)
    sent = actions.support(campaign=made, address=mailbox, sender=sender, note=note)
    sent = actions.confirm_message(token=sealing.token(sent.pk, "message"), seen=queries.message_mark(sent))
    state = row.get("state", "shown")
    if state == "refused":
        actions.decide_message(made, number=sent.pk, verb=actions.Verb.REFUSE, by=by, for_node=False, reason=row["reason"])
        SupportMessage.objects.filter(pk=sent.pk).update(letter="none")  # its sender is nobody
    elif state == "shown":
        actions.decide_message(made, number=sent.pk, verb=actions.Verb.SHOW, by=by, for_node=False)
        if "thanks" in row:
            actions.thank(made, number=sent.pk, by=by, thanks=row["thanks"], language=made.language)
    SupportMessage.objects.filter(pk=sent.pk).update(asked_at=at, confirmed_at=at)


def _write(rng: random.Random, row: dict[str, Any], target: Target, letter: ModelLetter) -> None:
    """Write letters in every state that is left to itself; none of them waits to be mailed."""
    states = [(State.ACCEPTED, "accepted"), (State.PRINTED, "refused"), (State.DELIVERED, "delivered"), (State.WAITING, "waiting")]
    writings, letters = [], []
    for state, name in states:
        for n in range(row.get(name, 0)):
            number, who, at = ids.new(), f"{target.pk}.{name}.{n}@letters.example", _ago(rng)
            key = sealing.address_key(target.campaign_id, who)
            sent = state != State.WAITING
            writing = Writing(
                id=number, campaign_id=target.campaign_id, name=f"Friend {n + 1}", country=rng.choice(COUNTRIES), language="en",
                letter_language=letter.language, subject=letter.subject, body=letter.body, address=writing_sealing.seal(who),
                address_key=key, token_key=writing_sealing.token_key(writing_sealing.token(number)), written_at=at, mails=1, mailed_at=at,
                state=Writing.State.CONFIRMED if sent else Writing.State.WAITING, confirmed_at=at if sent else None,
            )  # fmt: skip
            writings.append(writing)
            paper = state in (State.PRINTED, State.DELIVERED)
            mailed = {"bounced": paper and bool(target.address), "tries": int(sent), "handed_at": at if sent else None}
            letters.append(TargetLetter(target=target, writing=writing, address_key=key, state=state, **mailed))
    Writing.objects.bulk_create(writings)
    TargetLetter.objects.bulk_create(letters)
    if row.get("answer"):
        Target.objects.filter(pk=target.pk).update(state=Target.State.PAPER, bounces=3, answer=row["answer"])
