"""Pages of the officers: whom the campaign addresses, the letter it proposes, and how far the letters have come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from usi.base import access, languages
from usi.features.campaigns import actions, forms, letter_print, policies, queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Target
from usi.features.campaigns.views.write import me, to


@access.only(policies.may_edit, audience="officers")
def targets(request: HttpRequest, number: int) -> HttpResponseBase:
    """List whom the campaign addresses, and add one."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    fixed = queries.targets_are_fixed(campaign)
    form = None if fixed else forms.TargetForm(request.POST or None)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.add_target(campaign, by=me(request), who=form.who(), address=form.cleaned_data["email"], post=form.post())
        except actions.TargetsAreFixed:
            form.add_error(None, _fixed())
        except actions.TooManyTargets:
            form.add_error(None, _("There are as many targets as a campaign can have. Take one away first."))
        else:
            messages.success(request, _("Saved."))
            return to("targets", number)
    context = {"campaign": campaign, "targets": _with_addresses(queries.targets(number)), "form": form, "fixed": fixed}
    return _unkept(render(request, "campaigns/letter/targets.html", context))


@access.only(policies.may_edit_target, audience="officers")
def target(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """Change one target, correct its address, or take it away."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign, found = queries.draft(number), queries.target(number, pk)
    fixed = queries.targets_are_fixed(campaign)
    form = forms.TargetForm(None if "remove" in request.POST else request.POST or None, target=found, fixed=fixed)
    try:
        if "remove" in request.POST:
            actions.remove_target(found, by=me(request))
            return to("targets", number)
        if request.method == "POST" and form.is_valid():
            actions.change_target(found, by=me(request), who=form.who(), post=form.post())
            actions.correct_address(found, by=me(request), address=form.cleaned_data["email"], note=form.cleaned_data.get("note", ""))
            messages.success(request, _("Saved."))
            return to("targets", number)
    except (actions.TargetsAreFixed, ValueError):
        # Somebody signed or wrote between the look at the form and now.
        messages.error(request, _fixed())
        return HttpResponseRedirect(reverse("campaigns:target", kwargs={"number": number, "pk": pk}))
    context = {"campaign": campaign, "target": found, "form": form, "fixed": fixed}
    return _unkept(render(request, "campaigns/letter/target.html", context))


@access.only(policies.may_edit, audience="officers")
def letter_text(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write the letter the campaign proposes, one language at a time."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign, versions, found = queries.draft(number), queries.model_letters(number), queries.targets(number)
    wanted = list(dict.fromkeys([row.language for row in found] or [campaign.language]))
    language = request.POST.get("language") or request.GET.get("language", "")
    language = language if languages.is_language(language) else wanted[0]
    there = versions.get(language)
    initial = {"language": language, "subject": there.subject if there else "", "body": there.body if there else ""}
    form = forms.ModelLetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.save_model_letter(campaign, by=me(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(f"{reverse('campaigns:letter_text', kwargs={'number': number})}?language={language}")
    context = {
        "campaign": campaign, "form": form, "language_now": language, "versions": versions, "others": languages.choices(""),
        "wanting": [tag for tag in wanted if tag not in versions], "targets": found,
    }  # fmt: skip
    return render(request, "campaigns/letter/text.html", context)


@access.only(policies.may_edit, audience="officers")
def letters(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far the letters to each target have come, as numbers."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    return render(request, "campaigns/letter/numbers.html", {"campaign": queries.draft(number), "numbers": queries.numbers(number)})


@access.only(policies.may_edit_target, audience="officers")
@require_POST
def letters_batch(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """Put the letters that wait for paper into a batch, or mark a batch as delivered."""
    found = queries.target(number, pk)
    if "delivered" in request.POST:
        count = actions.mark_delivered(found, by=me(request), batch=_moment(request.POST["delivered"]))
        said = ngettext("%(count)s letter is marked as delivered.", "%(count)s letters are marked as delivered.", count)
    else:
        count = actions.make_batch(found, by=me(request))
        said = ngettext("%(count)s letter is in the batch. Print it now.", "%(count)s letters are in the batch. Print it now.", count)
    messages.success(request, said % {"count": count})
    return to("letters", number)


@access.only(policies.may_edit_target, audience="officers")
def letters_print(request: HttpRequest, number: int, pk: int) -> HttpResponseBase:
    """Give a printed batch as one PDF, one letter a page."""
    found = queries.target(number, pk)
    rows = queries.batch(found, _moment(request.GET.get("batch", "")))
    if not rows:
        raise Http404
    made = letter_print.batch(found, [row.writing for row in rows], language=languages.current())
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="letters-{found.pk}.pdf"'
    return _unkept(response)


def _moment(value: str) -> datetime:
    """Return the moment that names a batch.

    :raises Http404: if it is none
    """
    try:
        found = parse_datetime(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Http404
    return found


def _with_addresses(rows: list[Target]) -> list[dict[str, Any]]:
    return [{"target": row, "email": sealing.unseal_target(bytes(row.address))} for row in rows]


def _fixed() -> str:
    return _("People have signed or written meanwhile, so whom the campaign addresses stays as it is. Only the address can be corrected.")


def _unkept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response
