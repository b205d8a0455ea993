"""The mails of this room: what happened, in the reader's language, with everything in them that one needs to know."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from usi.base import languages
from usi.spine.mail import actions as mail
from usi.spine.organisations.models import Claim, Invitation, JoinRequest, Organisation
from usi.spine.people.models import Person


def invitation(row: Invitation, *, to: str, token: str, inviter: str, language: str, key: str) -> None:
    """Send the link by which an invitation is accepted."""
    with translation.override(languages.nearest(language)):
        link = settings.URL + reverse("organisations:accept", kwargs={"token": token})
        name = row.organisation.actor.name
        lines = [
            _("%(inviter)s invites you to %(organisation)s on %(node)s.")
            % {"inviter": inviter, "organisation": name, "node": settings.NODE_NAME},
            _("Your role would be: %(role)s.") % {"role": row.get_role_display()},
            _("Open this page and press the button there. Without an account you can make one first; then open this page again."),
            link,
            _("The link is good for 14 days and for one person. If you did not expect it, you need do nothing."),
        ]
        subject = _("Invitation to %(organisation)s") % {"organisation": name}
        _send(key=key, to=to, subject=subject, lines=lines, link=link)


def claim_decided(claim: Claim, *, answer: str) -> None:
    """Tell whoever asked to speak for an organisation what was decided, and why."""
    accepted = claim.state == Claim.State.ACCEPTED
    with translation.override(languages.nearest(claim.person.actor.language)):
        name = claim.organisation.actor.name
        link = settings.URL + claim.organisation.actor.get_absolute_url()
        if accepted:
            lines = [
                _("You can now speak for %(organisation)s.") % {"organisation": name},
                _("Before you do, set up a second factor in your account. Publishing needs verification, which is asked for on the page:"),
            ]
        else:
            lines = [_("Your request to speak for %(organisation)s was refused.") % {"organisation": name}]
        lines += ([_("The reason: %(answer)s") % {"answer": answer}] if answer else []) + [link]
        subject = _("Your claim: %(organisation)s") % {"organisation": name}
        _to_person(claim.person, key=f"claim:{claim.pk}:{claim.state}", subject=subject, lines=lines, link=link)


def request_answered(row: JoinRequest, *, role: Callable[[], str] | None = None, speaks: bool = False) -> None:
    """Tell whoever asked to join what its owners said; `role` names the role given, in the language of the moment, or nothing."""
    with translation.override(languages.nearest(row.person.actor.language)):
        name = row.organisation.actor.name
        link = settings.URL + row.organisation.actor.get_absolute_url()
        if role is not None:
            lines = [_("You now belong to %(organisation)s. Your role: %(role)s.") % {"organisation": name, "role": role()}]
            lines += [_("Set up a second factor in your account before you speak for it.")] if speaks else []
        else:
            lines = [
                _("The owners of %(organisation)s declined your request to join.") % {"organisation": name},
                _("If you think that is a mistake, speak with them: they may have taken you for somebody else."),
            ]
        subject = _("Your request to join: %(organisation)s") % {"organisation": name}
        _to_person(row.person, key=f"join:{row.pk}:{row.state}", subject=subject, lines=[*lines, link], link=link)


def verification_changed(organisation: Organisation, *, person: Person, verified: bool, reason: str, key: str) -> None:
    """Tell an owner that the organisation is verified, or no longer."""
    with translation.override(languages.nearest(person.actor.language)):
        name = organisation.actor.name
        link = settings.URL + organisation.actor.get_absolute_url()
        if verified:
            lines = [_("%(organisation)s is verified. You can publish in its name.") % {"organisation": name}]
        else:
            lines = [_("%(organisation)s is no longer verified. Nothing new can come out in its name.") % {"organisation": name}]
        lines += ([_("The reason: %(answer)s") % {"answer": reason}] if reason else []) + [link]
        _to_person(person, key=key, subject=_("Verification of %(organisation)s") % {"organisation": name}, lines=lines, link=link)


def _to_person(person: Person, *, key: str, subject: str, lines: list[str], link: str) -> None:
    if person.account is not None and person.account.is_active:
        _send(key=key, to=person.account.email, subject=subject, lines=lines, link=link)


def _send(*, key: str, to: str, subject: str, lines: list[str], link: str) -> None:
    rows = [(format_html('<a href="{}">{}</a>', line, line) if line == link else line,) for line in lines]
    html = format_html(
        '<html lang="{}" dir="{}"><body>{}</body></html>',
        languages.current(), languages.direction(languages.current()),
        format_html_join("", '<p dir="auto">{}</p>', rows),
    )  # fmt: skip
    mail.queue(key=key, to=to, subject=subject, body="\n\n".join(lines) + "\n", html=html)
