"""An action as a calendar file, RFC 5545, in the reader's language."""

from __future__ import annotations

from datetime import UTC, timedelta

import icalendar
from django.conf import settings
from django.utils.translation import gettext as _

from usi.features.campaigns.models import PledgeAction
from usi.features.campaigns.queries import said
from usi.spine.publications import versions
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import countries


def of(action: PledgeAction, campaign: Publication, *, language: str) -> bytes:
    """Return the file of an action that has a day: its moment in UTC, or the whole day where it has no time.

    The UID stays when the action changes, and SEQUENCE rises, so that calendars move the entry instead of adding another.
    """
    if action.on is None:
        raise ValueError("an action without a day is in no calendar")
    event = icalendar.Event()
    event.add("uid", f"pledge-action-{action.pk}@{settings.DOMAIN}")
    event.add("dtstamp", action.changed_at.astimezone(UTC))
    event.add("last-modified", action.changed_at.astimezone(UTC))
    event.add("sequence", action.version - 1)
    event.add("status", "CANCELLED" if action.called_off else "CONFIRMED")
    text = versions.text_in(campaign, language)
    called, called_in = said(text, f"actions.{action.pk}.title", action.title, campaign.language)
    event.add("summary", called, parameters={"LANGUAGE": called_in})
    if action.starts_at is not None:
        event.add("dtstart", action.starts_at)
    else:
        event.add("dtstart", action.on)
        event.add("dtend", action.on + timedelta(days=1))
        # Whoever takes part on a day is not away that day.
        event.add("transp", "TRANSPARENT")
    if where := ", ".join(part for part in (action.place, countries.name(action.country, language) if action.country else "") if part):
        event.add("location", where)
    url = settings.URL + campaign.get_absolute_url()
    about, _about_in = said(text, f"actions.{action.pk}.description", action.description, campaign.language)
    pieces = [about, _("Campaign: %(title)s") % {"title": text.title}, versions.origin(campaign, text), campaign.author.name, url]
    event.add("description", "\n".join(piece for piece in pieces if piece))
    event.add("url", url)
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{settings.DOMAIN}//USI//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
