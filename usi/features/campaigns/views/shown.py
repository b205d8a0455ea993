"""What the page of a campaign shows; the page itself and a signature that needs attention show the same."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from usi.base.access import Reader
from usi.features.campaigns import forms, queries
from usi.spine.publications import policies as publication_policies
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Publication, Translation


def context(request: HttpRequest, campaign: Publication, *, form: forms.SignForm | None = None) -> dict[str, Any]:
    """Return the values of a campaign's page in the reader's language, or as asked by `in` and `original`."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    language = get_language() or "en"
    translation = None if request.GET.get("original") else queries.translation(campaign, request.GET.get("in") or language)
    facts = queries.facts(campaign.pk)
    return {
        "campaign": campaign,
        "facts": facts,
        "translation": translation,
        "text": translation or campaign,
        "aim": queries.aim(facts, language=_language_of(campaign, translation), original=campaign.language),
        "tally": queries.tally(campaign.pk, language=language),
        "names": queries.names(campaign.pk),
        "form": form or forms.SignForm(),
        "subjects": publications.subjects_of(campaign, language=language),
        "organisation": queries.organisation_of(campaign),
        "corrections": queries.corrections(campaign),
        "other_languages": queries.other_languages(campaign),
        "may_edit": publication_policies.may_speak_for(reader, campaign.author_id),
    }


def _language_of(campaign: Publication, translation: Translation | None) -> str:
    return translation.language if translation else campaign.language
