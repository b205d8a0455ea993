"""Pages of the organisations that stand behind campaigns."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access, pages, reading
from usi.base.access import Reader
from usi.features.campaigns import actions, forms, policies, queries
from usi.features.campaigns.views.write import me, to
from usi.spine.publications import versions


@access.only(policies.may_see_waiting, audience="officers")
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the campaigns that wait for endorsement, to those who can end it."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    page = queries.waiting_page(language=get_language() or "en", before=pages.cursor(request))
    context = {
        "page": page,
        "stages": {row.pk: queries.stage(row, row.campaign) for row in page.items},
        "needed": settings.ENDORSEMENTS_NEEDED,
        "mine": reader.organisation_ids,
        "may": bool(queries.endorsers_of(reader)),
    }
    return render(request, "campaigns/waiting.html", context)


@access.only(policies.may_endorse, audience="officers")
def endorse(request: HttpRequest, number: int) -> HttpResponseBase:
    """Endorse a campaign in the name of an organisation, or see in whose name it was endorsed."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    offered = queries.endorsers_of(request.reader, campaign)  # type: ignore[attr-defined]
    given = queries.endorsed_by(number, [row.pk for row in offered])
    done = {row.organisation_id for row in given}
    form = forms.EndorseForm(request.POST or None, organisations=[row for row in offered if row.pk not in done])
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.endorse(campaign, by=me(request), **form.cleaned_data)
        except actions.Closed:
            status = 409
        except actions.CannotEndorse:
            form.add_error("organisation", _("This organisation cannot endorse it: it is not verified, or asks itself."))
        except actions.EndorsedAlready:
            form.add_error("organisation", _("This organisation stands behind it already."))
        else:
            messages.success(request, _("Your organisation stands behind it. Its page says so."))
            return to("page", number)
    text = versions.text_in(campaign, reading.now(request))
    context = {
        "campaign": campaign, "facts": campaign.campaign, "aim": queries.aim(campaign.campaign, text, original=campaign.language),
        "form": form, "given": given, "left": len(offered) > len(done), "stage": queries.stage(campaign, campaign.campaign),
        "text": text,
    }  # fmt: skip
    return render(request, "campaigns/endorse.html", context, status=status)


@access.only(policies.may_withdraw_endorsement, audience="officers")
@require_POST
def withdraw_endorsement(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take an organisation's endorsement back."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    raw = request.POST.get("organisation", "")
    organisation = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 20 else 0
    if not reader.speaks_for(organisation):
        messages.error(request, _("You do not speak for this organisation."))
        return to("page", number)
    try:
        actions.withdraw_endorsement(campaign, organisation=organisation, by=me(request))
    except actions.Closed:
        messages.error(request, _("The campaign is closed. What it says then stays."))
    else:
        messages.success(request, _("The endorsement is taken back. It is gone from the page and from the sums."))
    return to("page", number)
