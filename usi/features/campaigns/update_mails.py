"""The mails that bring an update to those who asked for news: in the language of their page, as far as there is such a text."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import html, languages, text
from usi.features.campaigns import consents, queries, sealing
from usi.features.campaigns.models import Subscription, Update
from usi.spine.mail.actions import Draft
from usi.spine.publications import versions
from usi.spine.publications.models import Publication, Translation

_Text = Publication | Translation


class Letters:
    """Writes one update to many, reading each text once for each language."""

    def __init__(self, update: Update) -> None:
        """Know nothing yet."""
        self._update = update
        self._texts: dict[str, tuple[_Text, str]] = {}

    def write(self, subscription: Subscription) -> Draft:
        """Return the mail to one address."""
        update = self._update
        language = languages.nearest(subscription.language)
        with translation.override(language):
            said, campaign_title = self._said(subscription.language or language)
            urgent, urgent_language = queries.said(said, "urgent", update.urgent_reason, update.publication.language)
            ends = settings.URL + reverse("campaigns:news_end", kwargs={"token": sealing.token(subscription.pk, consents.KIND)})
            context = {
                "said": said, "provenance": versions.origin(update.publication, said),
                "campaign_title": campaign_title, "author": update.publication.author.name, "update": update,
                "urgent": urgent, "urgent_language": urgent_language, "end_url": ends, "language": language,
                "direction": languages.direction(language), "said_direction": languages.direction(said.language),
                "body": html.render(said.body), "plain": said.body, "node": settings.NODE_NAME,
                "page_url": settings.URL + update.publication.get_absolute_url(),
                "campaign_url": settings.URL + update.campaign.get_absolute_url(),
            }  # fmt: skip
            return Draft(
                key=f"campaigns.news:{update.pk}:{subscription.pk}", to=sealing.unseal(bytes(subscription.address)),
                subject=_("News: %(title)s") % {"title": said.title},
                body=text.prose(render_to_string("campaigns/mail/update.txt", context)) + "\n",
                html=render_to_string("campaigns/mail/update.html", context),
                headers={"List-Unsubscribe": f"<{ends}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
            )  # fmt: skip

    def _said(self, language: str) -> tuple[_Text, str]:
        if language not in self._texts:
            update = self._update
            title = versions.text_in(update.campaign, language).title
            self._texts[language] = (versions.text_in(update.publication, language), title)
        return self._texts[language]
