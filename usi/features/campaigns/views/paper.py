"""The page on which officers count what was signed on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from usi.base import access, errors, languages, limits, pages
from usi.base.templatetags.usi import number as shown_number
from usi.features.campaigns import actions, forms, paper_csv, policies, queries
from usi.features.campaigns.views.write import me, to

MOST_ROWS = 100_000
_LISTS: dict[str, int] = {"times": 30, "seconds": 3600}


@access.only(policies.may_edit, audience="officers")
def paper(request: HttpRequest, number: int) -> HttpResponseBase:
    """Count a sheet, or bring in a list; what has been counted stands below."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    posted = request.POST if request.method == "POST" else None
    entering, listing = posted is not None and "enter" in posted, posted is not None and "enter" not in posted
    context: dict[str, Any] = {
        "sheet_form": forms.SheetForm(posted if entering else None),
        "list_form": forms.ListForm(posted, request.FILES) if listing else forms.ListForm(),
    }
    if entering and context["sheet_form"].is_valid() and _entered(request, number, context["sheet_form"]):
        return to("paper", number)
    if listing and context["list_form"].is_valid():
        if not limits.allow("campaigns.list", limits.pseudonym(str(me(request).pk)), **_LISTS):
            return errors.too_many(request, seconds=_LISTS["seconds"])
        context["outcome"] = _listed(request, number, context["list_form"])
        context["dry"] = "try" in request.POST
    campaign = queries.draft(number)
    language = languages.current()
    context |= {
        "campaign": campaign, "facts": campaign.campaign, "on_paper": queries.on_paper(campaign.campaign, language=language),
        "page": queries.paper_batches(number, before=pages.cursor(request)), "most": MOST_ROWS,
    }  # fmt: skip
    return render(request, "campaigns/paper/paper.html", context)


def _entered(request: HttpRequest, number: int, form: forms.SheetForm) -> bool:
    data = form.cleaned_data
    try:
        batch = actions.enter_paper(
            queries.draft(number), by=me(request), countries=data["countries"], sheet=form.sheet(), another=data["another"]
        )
    except actions.EnteredAlready:
        said = _("A sheet with the same numbers, place, day and collector is there already. Is it another one? Say so here.")
        form.add_error("another", said)
    except actions.PaperRefused:
        form.add_error(None, _refused())
    else:
        said = ngettext("%(count)s signature on paper is counted.", "%(count)s signatures on paper are counted.", batch.total)
        messages.success(request, said % {"count": shown_number(batch.total)})
        return True
    return False


def _listed(request: HttpRequest, number: int, form: forms.ListForm) -> actions.PaperOutcome | None:
    try:
        return actions.import_paper(
            queries.draft(number), form.cleaned_data["file"], by=me(request), sheet=form.sheet(), dry="try" in request.POST, most=MOST_ROWS
        )
    except paper_csv.Problem as problem:
        form.add_error("file", str(problem))
    except actions.PaperRefused:
        form.add_error(None, _refused())
    return None


@access.only(lambda reader, *, number, batch: policies.may_edit(reader, number=number), audience="officers")
@require_POST
def paper_batch(request: HttpRequest, number: int, batch: int) -> HttpResponseBase:
    """Take a count back, or let it count again."""
    found = queries.paper_batch(number, batch)
    if found is None:
        raise Http404
    try:
        actions.take_back(found, by=me(request), back="restore" not in request.POST)
    except actions.PaperRefused:
        messages.error(request, _refused())
    else:
        messages.success(request, _("It counts again.") if "restore" in request.POST else _("It is taken back and no longer counts."))
    return to("paper", number)


def _refused() -> str:
    return _("Nothing was counted: the campaign has not been out, or it closed so long ago that its names are erased.")
