"""The mails to people who pledge or send a message: in the language of their page, and without a word that they typed.

Anybody can type another person's address, so whatever was typed must not reach that mailbox.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from usi.base import languages, text
from usi.features.campaigns import sealing
from usi.features.campaigns.models import ByMail, Letter, Pledger, SupportMessage
from usi.spine.mail.actions import Draft
from usi.spine.publications import versions
from usi.surfaces.moderation import reasons

_PLEDGE: dict[str, Promise | str] = {
    Letter.CONFIRM: _("Confirm your pledge: %(title)s"),
    Letter.REMIND: _("Your pledge does not count yet: %(title)s"),
    Letter.ALREADY: _("You have already pledged: %(title)s"),
}
_MESSAGE: dict[str, Promise | str] = {
    Letter.CONFIRM: _("Confirm your message: %(title)s"),
    Letter.REMIND: _("Your message is not sent yet: %(title)s"),
    Letter.REFUSED: _("Your message is not shown: %(title)s"),
}


def pledge(row: Pledger) -> Draft:
    """Return the mail with the link that confirms a pledge, the reminder of it, or the news that the address has pledged already."""
    return _draft(row, "pledge", _PLEDGE, confirm="pledge_confirm", correct="pledge_correct", withdraw="pledge_withdraw")


def message(row: SupportMessage) -> Draft:
    """Return the mail with the link that confirms a message, the reminder of it, or why it is not shown."""
    return _draft(row, "message", _MESSAGE, confirm="support_confirm", withdraw="support_withdraw")


def _draft(row: Any, kind: str, subjects: dict[str, Promise | str], **links: str) -> Draft:
    publication = row.campaign
    language = languages.nearest(row.language)
    with translation.override(language):
        titled = versions.titled(publication, language)
        context = _addresses(row, kind, links) | {
            **titled._asdict(), "author": publication.author.name, "facts": publication.campaign, "node": settings.NODE_NAME, "kind": kind,
            "again": row.letter == Letter.REMIND, "page_url": settings.URL + publication.get_absolute_url(), "language": language,
            "direction": languages.direction(language), "reason": reasons.letter(getattr(row, "reason", "")),
        }  # fmt: skip
        template = f"{kind}_{row.letter}" if row.letter in (Letter.ALREADY, Letter.REFUSED) else f"{kind}_confirm"
        return Draft(
            key=f"campaigns.{kind}.{row.letter}:{row.pk}:{row.letters}", to=sealing.unseal(bytes(row.address)),
            subject=str(subjects[row.letter]) % {"title": titled.title},
            body=text.prose(render_to_string(f"campaigns/mail/{template}.txt", context)) + "\n",
            html=render_to_string(f"campaigns/mail/{template}.html", context),
        )  # fmt: skip


def _addresses(row: ByMail, kind: str, links: dict[str, str]) -> dict[str, object]:
    secret = sealing.token(row.pk, kind)
    return {f"{name}_url": settings.URL + reverse(f"campaigns:{url}", kwargs={"token": secret}) for name, url in links.items()}
