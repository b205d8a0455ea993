"""The mails that tell of a change: to those who asked, that their campaign is open; to those who promised, that an action has moved."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from usi.base import languages, text
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.models import PledgeAction, Pledger
from usi.spine.mail.actions import Draft
from usi.spine.people.models import Person
from usi.spine.publications import versions
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries


def opened(campaign: Publication, person: Person) -> Draft:
    """Return the mail to one of those who speak for the asking organisation."""
    with translation.override(languages.nearest(campaign.author.language)):
        subject = _("Your campaign is open: %(title)s") % {"title": campaign.title}
        names = [getattr(row, "called", "") for row in queries.endorsements(campaign.pk, language=languages.current()).rows]
        context = {"desk_url": settings.URL + reverse("campaigns:desk", kwargs={"number": campaign.pk}), "names": names}
        to = person.account.email if person.account is not None else ""
        key = f"campaigns.opened:{campaign.pk}:{person.pk}"
        return _draft(campaign, "opened", key=key, to=to, subject=subject, titled=versions.Titled(campaign.title, ""), context=context)


def moved(action: PledgeAction, pledger: Pledger, *, occasion: int) -> Draft:
    """Return the mail to one who promised; `occasion` is the number of the journal entry that says so."""
    campaign = action.campaign
    with translation.override(languages.nearest(pledger.language)):
        pattern = _("Called off: %(title)s") if action.called_off else _("Changed: %(title)s")
        secret = sealing.token(pledger.pk, "pledge")
        context = {
            "action": action,
            "country": countries.name(action.country, languages.current()) if action.country else "",
            "withdraw_url": settings.URL + reverse("campaigns:pledge_withdraw", kwargs={"token": secret}),
            "calendar_url": settings.URL + reverse("campaigns:action_calendar", kwargs={"number": campaign.pk, "action": action.pk}),
        }
        text_read = versions.text_in(campaign, languages.current())
        titled = versions.Titled(text_read.title, versions.origin(campaign, text_read))
        context["called"], context["called_in"] = queries.said(text_read, f"actions.{action.pk}.title", action.title, campaign.language)
        subject = pattern % {"title": context["called"]}
        key = f"campaigns.moved:{occasion}:{pledger.pk}"
        to = sealing.unseal(bytes(pledger.address))
        return _draft(campaign, "moved", key=key, to=to, subject=subject, titled=titled, context=context)


def _draft(campaign: Publication, name: str, *, key: str, to: str, subject: str, titled: versions.Titled, context: dict[str, Any]) -> Draft:
    language = languages.current()
    context |= {
        **titled._asdict(), "author": campaign.author.name, "page_url": settings.URL + campaign.get_absolute_url(),
        "node": settings.NODE_NAME, "language": language, "direction": languages.direction(language),
    }  # fmt: skip
    body = text.prose(render_to_string(f"campaigns/mail/{name}.txt", context)) + "\n"
    return Draft(key=key, to=to, subject=subject, body=body, html=render_to_string(f"campaigns/mail/{name}.html", context))
