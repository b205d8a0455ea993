"""What the page of a campaign shows; the page itself and a form that needs attention show the same."""

from __future__ import annotations

import functools
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from usi.base import languages, time
from usi.base.access import Reader
from usi.features.campaigns import forms, queries
from usi.features.campaigns.views import helping, leaflets
from usi.spine.publications import corrections, versions
from usi.spine.publications import policies as publication_policies
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Publication

# What stands below the form on wide screens and after it on phones: one line for each other way to help.
WAYS: tuple[str, ...] = (
    "campaigns/ways/letter.html",
    "campaigns/ways/pledge.html",
    "campaigns/ways/support.html",
    "campaigns/ways/share.html",
    "campaigns/ways/print.html",
)


def context(request: HttpRequest, campaign: Publication, *, form: forms.SignForm | None = None) -> dict[str, Any]:
    """Return the values of a campaign's page in the reader's language, or as asked by `in` and `original`.

    `campaign` comes from `queries.shown` or `queries.draft`, so that its facts and its organisation are there.
    """
    reader: Reader = request.reader  # type: ignore[attr-defined]
    language, version = languages.current(), versions.of_request(request, campaign)
    facts, text, original = campaign.campaign, version.text, campaign.language
    tally, fixed = queries.tally(campaign.pk, language=language), corrections.of(campaign, text)
    updates = queries.updates_out(campaign.pk, reader=reader, language=version.around)
    return {
        "campaign": campaign,
        "facts": facts,
        "version": version,
        "text": text,
        "aim": queries.aim(facts, text, original=original),
        "outcome_said": queries.outcome_said(facts, text, original=original),
        "outcome_evidence": queries.evidence(facts.outcome_evidence, text),
        "evidence": queries.evidence(facts.evidence, text),
        "tally": tally,
        "stage": queries.stage(campaign, facts),
        "next_threshold": queries.next_threshold(facts, confirmed=tally.confirmed, text=text, original=original),
        "support": queries.endorsements(campaign.pk, language=language),
        "names": queries.names(campaign.pk),
        "ways": WAYS,
        "leaflets": leaflets.sizes(campaign, text, language=language),
        "on_paper": queries.on_paper(facts, language=language),
        "written_to": queries.written_to(campaign),
        **helping.context(campaign, text),
        **to_sign(request, form),
        "subjects": publications.subjects_of(campaign, language=language),
        "organisation": queries.organisation_of(campaign),
        "timeline": queries.with_handovers(queries.timeline(campaign, facts, fixed, text=text, updates=updates), campaign, facts),
        "may_edit": publication_policies.may_speak_for(reader, campaign.author_id),
    }


def to_sign(request: HttpRequest, form: forms.SignForm | None, *, known: bool = True) -> dict[str, Any]:
    """Return the values of the form to sign: one that needs attention, or an empty one, made only where it is written anew.

    With an account, what the reader may have typed a hundred times is filled in.
    """
    fixed = {"erase_days": settings.CAMPAIGN_ERASE_DAYS}
    if form is not None:
        # Nothing looks like a form that was filled in, so that it is always written anew.
        return fixed | {"form": form, "looks": bytearray(), "hidden": {name: form[name].value() for name in ("at", "via")}}
    reader: Reader = request.reader  # type: ignore[attr-defined]
    filled = queries.known_of(reader) if known and reader.signed_in else {}
    hidden = {"at": int(time.now().timestamp()), "via": forms.share_code(request.GET.get("via", ""))}
    return fixed | {"form": functools.cache(lambda: forms.SignForm(initial=filled)), "looks": filled, "hidden": hidden}
