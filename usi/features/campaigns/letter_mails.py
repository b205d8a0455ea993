"""The mails that go with letters: the link for the writer, without a word that was typed, and the letter itself for the target.

Anybody can type another person's address as the writer's, so whatever was typed must not reach that mailbox.
"""

from __future__ import annotations

from email.errors import HeaderParseError
from email.headerregistry import Address

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import languages, text
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Target, TargetLetter, Writing
from usi.spine.mail import actions as mail
from usi.spine.mail.models import Mail
from usi.spine.publications import versions
from usi.spine.taxonomy import countries


def to_writer(writing: Writing) -> mail.Draft:
    """Return the link that sends a letter, or the news that the address has written already."""
    publication, kind = writing.campaign, writing.mail
    if writing.state == Writing.State.CONFIRMED:
        kind = Writing.Mail.ALREADY
    language = languages.nearest(writing.language)
    secret = sealing.token(writing.pk)
    with translation.override(language):
        titled = versions.titled(publication, language)
        context = {
            "already": kind == Writing.Mail.ALREADY,
            **titled._asdict(),
            "author": publication.author.name,
            "writing": writing,
            "facts": publication.campaign,
            "send_url": settings.URL + reverse("campaigns:send_letter", kwargs={"token": secret}),
            "drop_url": settings.URL + reverse("campaigns:drop_letter", kwargs={"token": secret}),
            "page_url": settings.URL + publication.get_absolute_url(),
            "node": settings.NODE_NAME,
            "language": language,
            "direction": languages.direction(language),
        }
        subject = _("You have already written: %(title)s") if context["already"] else _("Read your letter once more and send it: %(title)s")
        return mail.Draft(
            key=f"campaigns.write.{kind}:{writing.pk}:{writing.mails}", to=sealing.unseal(bytes(writing.address)),
            subject=subject % {"title": titled.title},
            body=text.prose(render_to_string("campaigns/letter/mail/writer.txt", context)) + "\n",
            html=render_to_string("campaigns/letter/mail/writer.html", context),
        )  # fmt: skip


def to_target(letter: TargetLetter, target: Target) -> Mail:
    """Queue a letter to its target: from the node's address, signed with the writer's name, answered to the writer."""
    writing: Writing = letter.writing
    return mail.queue(
        key=f"campaigns.letter:{letter.pk}:{letter.tries}", to=sealing.unseal_target(bytes(target.address)), subject=writing.subject,
        body=said(writing), headers={"Reply-To": mailbox(writing.name, sealing.unseal(bytes(writing.address)))},
    )  # fmt: skip


def said(writing: Writing) -> str:
    """Return a letter as its target reads it, in the language of the letter."""
    language = languages.nearest(writing.letter_language)
    with translation.override(language):
        context = {
            "writing": writing,
            "country": countries.name(writing.country, writing.letter_language),
            "page_url": settings.URL + writing.campaign.get_absolute_url(),
            "node": settings.NODE_NAME,
        }
        return text.prose(render_to_string("campaigns/letter/mail/target.txt", context)) + "\n"


def mailbox(name: str, address: str) -> str:
    """Return name and address as one header value (RFC 5322); the name is left out where no header can carry it."""
    address = mail.ascii_domain(text.line(address))
    try:
        # Letters, figures and spaces only: quotes and brackets in a name could begin a second address.
        plain = " ".join("".join(char if char.isalnum() or char in "'’-." else " " for char in text.line(name)).split())
        return str(Address(plain, addr_spec=address))
    except (ValueError, IndexError, HeaderParseError):
        return address
