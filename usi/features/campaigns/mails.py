"""The mails to people who sign: in the language of the page they signed on, and without a word that they typed.

Anybody can type another person's address, so whatever was typed must not reach that mailbox.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import languages, text, time
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.models import Signature
from usi.spine.mail import actions as mail
from usi.spine.publications.models import Publication


def send(signature: Signature, publication: Publication, *, address: str, repeated: bool) -> None:
    """Queue the link that confirms, or the news that the address has signed already; repeats go out at most once a day."""
    confirmed = signature.state == Signature.State.CONFIRMED
    occasion = "already" if confirmed else "confirm"
    key = f"campaigns.{occasion}:{signature.pk}" + (f":{time.now().date().isoformat()}" if repeated else "")
    language = signature.language if signature.language in dict(languages.interface()) else settings.LANGUAGE_CODE
    with translation.override(language):
        title = queries.text_in(publication, language).title
        subject = _("You have already signed: %(title)s") if confirmed else _("Confirm your name: %(title)s")
        context = _context(signature, publication, title=title, language=language)
        mail.queue(
            key=key, to=address, subject=subject % {"title": title},
            body=text.prose(render_to_string(f"campaigns/mail/{occasion}.txt", context)) + "\n",
            html=render_to_string(f"campaigns/mail/{occasion}.html", context),
        )


def _context(signature: Signature, publication: Publication, *, title: str, language: str) -> dict[str, object]:
    secret = sealing.token(signature.pk)
    return {
        "title": title,
        "author": publication.author.name,
        "facts": queries.facts(publication.pk),
        "signature": signature,
        "node": settings.NODE_NAME,
        "page_url": settings.URL + publication.get_absolute_url(),
        "confirm_url": settings.URL + reverse("campaigns:confirm", kwargs={"token": secret}),
        "withdraw_url": settings.URL + reverse("campaigns:withdraw", kwargs={"token": secret}),
        "language": language,
        "direction": languages.direction(language),
    }
