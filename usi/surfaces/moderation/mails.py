"""Mails about decisions: to authors in the author's language, to those who reported in the language they reported in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import crypto, languages, text
from usi.spine.actors.models import Actor
from usi.spine.mail import actions as mail
from usi.spine.people.models import Person
from usi.surfaces.moderation import queries, reasons, tokens, verbs
from usi.surfaces.moderation.models import Appeal, Decision, Report

ADDRESS = "moderation_mail.address"


def tell_author(decision: Decision) -> None:
    """Queue the news of a decision to those who answer for its subject, with the reason and the way to object."""
    rule = verbs.RULES[decision.verb]
    if not decision.told:
        return
    author = queries.author_of(decision.subject)
    with translation.override(languages.nearest(author.language)):
        subject = _("%(decision)s: %(title)s") % {"decision": rule.done, "title": queries.title_of(decision.subject)}
        for person in queries.officers(author):
            context = _decision_context(decision) | {"appeal_url": _appeal_url(decision, person)}
            _send(f"moderation.decision:{decision.pk}:{person.pk}", person, subject, "decision", context)


def _appeal_url(decision: Decision, person: Person) -> str:
    if not decision.weighs:
        return ""
    token = tokens.make(decision_id=decision.pk, person_id=person.pk)
    return _full(reverse("moderation:appeal_by_mail", kwargs={"token": token}))


def _decision_context(decision: Decision) -> dict[str, Any]:
    rule = verbs.RULES[decision.verb]
    return {
        "decision": decision,
        "letter": rule.letter,
        "stands": verbs.STANDINGS[decision.after] if decision.reverses_id else "",
        "reason": reasons.letter(decision.reason),
    }


def tell_appellants(appeal: Appeal) -> None:
    """Queue the answer to an appeal."""
    decision = appeal.decision
    author = queries.author_of(decision.subject)
    with translation.override(languages.nearest(author.language)):
        granted = appeal.state == Appeal.State.GRANTED
        pattern = _("Your appeal is granted: %(title)s") if granted else _("Your appeal is refused: %(title)s")
        subject = pattern % {"title": queries.title_of(decision.subject)}
        context = _decision_context(decision) | {"appeal": appeal, "granted": granted}
        for person in queries.officers(author):
            _send(f"moderation.appeal:{appeal.pk}:{person.pk}", person, subject, "appeal", context)


def _send(key: str, person: Person, subject: str, name: str, context: dict[str, Any]) -> None:
    if person.account is not None:
        _queue(key, person.account.email, subject, name, context)


def tell_reporters(decision: Decision, reports: Iterable[Report]) -> None:
    """Queue what came of their reports to those who can be answered, one mail for each address."""
    answer = verbs.RULES[decision.verb].answer
    told: set[str] = set()
    for report in reports:
        address = queries.contact_of(report) or _address_of(report.reporter)
        if not answer or not address or address.casefold() in told:
            continue
        told.add(address.casefold())
        with translation.override(languages.nearest(report.language)):
            key = f"moderation.report:{decision.pk}:{crypto.blind(address.casefold(), context=ADDRESS).hex()[:32]}"
            subject = _("About your report: %(title)s") % {"title": queries.title_of(decision.subject)}
            _queue(key, address, subject, "report", {"decision": decision, "answer": answer})


def _address_of(reporter: Actor | None) -> str:
    person = Person.objects.filter(pk=reporter.pk, account__is_active=True).select_related("account").first() if reporter else None
    return person.account.email if person is not None and person.account is not None else ""


def _queue(key: str, address: str, subject: str, name: str, context: dict[str, Any]) -> None:
    language = languages.current()
    found = context["decision"].subject
    context = context | {
        "title": queries.title_of(found),
        "page_url": _full(queries.address(found)),
        "node": settings.NODE_NAME,
        "language": language,
        "direction": languages.direction(language),
    }
    mail.queue(
        key=key, to=address, subject=subject,
        body=text.prose(render_to_string(f"moderation/mail/{name}.txt", context)) + "\n",
        html=render_to_string(f"moderation/mail/{name}.html", context),
    )


def _full(path: str) -> str:
    return settings.URL + path if path else ""
