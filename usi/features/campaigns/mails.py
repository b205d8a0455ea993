"""The mails to people who sign: in the language of the page they signed on, and without a word that they typed.

Anybody can type another person's address, so whatever was typed must not reach that mailbox.
"""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import languages, text
from usi.features.campaigns import sealing
from usi.features.campaigns.models import Signature
from usi.spine.mail.actions import Draft
from usi.spine.publications import versions
from usi.spine.publications.models import Publication
from usi.spine.publications.versions import Titled


class Letters:
    """Writes many mails at a time, reading each campaign's title once for each language."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._titles: dict[tuple[int, str], Titled] = {}

    def write(self, signature: Signature) -> Draft:
        """Return the mail with the link that confirms, the reminder of it, or the news that the address has signed already."""
        publication, kind = signature.campaign, signature.letter
        # It may have been confirmed since the letter was asked for.
        if signature.state == Signature.State.CONFIRMED:
            kind = Signature.Letter.ALREADY
        language = languages.nearest(signature.language)
        with translation.override(language):
            titled = self._titled(publication, language)
            context = _context(signature, publication, titled=titled, language=language) | {"again": kind == Signature.Letter.REMIND}
            template = "already" if kind == Signature.Letter.ALREADY else "confirm"
            return Draft(
                key=f"campaigns.{kind}:{signature.pk}:{signature.letters}", to=sealing.unseal(bytes(signature.address)),
                subject=_subject(kind) % {"title": titled.title},
                body=text.prose(render_to_string(f"campaigns/mail/{template}.txt", context)) + "\n",
                html=render_to_string(f"campaigns/mail/{template}.html", context),
            )  # fmt: skip

    def _titled(self, publication: Publication, language: str) -> Titled:
        key = (publication.pk, language)
        if key not in self._titles:
            self._titles[key] = versions.titled(publication, language)
        return self._titles[key]


def _subject(kind: str) -> str:
    if kind == Signature.Letter.ALREADY:
        return _("You have already signed: %(title)s")
    if kind == Signature.Letter.REMIND:
        return _("Your name does not count yet: %(title)s")
    return _("Confirm your name: %(title)s")


def _context(signature: Signature, publication: Publication, *, titled: Titled, language: str) -> dict[str, object]:
    secret = sealing.token(signature.pk)
    links = {
        f"{name}_url": settings.URL + reverse(f"campaigns:{name}", kwargs={"token": secret}) for name in ("confirm", "withdraw", "correct")
    }
    return links | {
        **titled._asdict(),
        "author": publication.author.name,
        "facts": publication.campaign,
        "signature": signature,
        "node": settings.NODE_NAME,
        "page_url": settings.URL + publication.get_absolute_url(),
        "language": language,
        "direction": languages.direction(language),
    }
