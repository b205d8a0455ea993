"""Pages of updates: reading one, writing it, reviewing and releasing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access, languages, reading
from usi.base.access import Reader
from usi.base.templatetags.usi import daytime
from usi.features.campaigns import actions, forms, policies, queries
from usi.features.campaigns.views import helping
from usi.spine.publications import actions as publications
from usi.spine.publications import corrections, versions
from usi.spine.publications import policies as publication_policies
from usi.spine.publications import queries as spine
from usi.spine.publications.models import Moderation, Publication, State


def _to(name: str, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse(f"campaigns:{name}", kwargs={"number": number}))


@access.cached
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show an update in the reader's language where there is such a text; `?original=1` shows the original."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    reader: Reader = request.reader  # type: ignore[attr-defined]
    try:
        update = spine.one(number=number, reader=reader, language=reading.now(request), kind=queries.UPDATE)
    except Http404:
        return _not_out(request, number, reader)
    return render(request, "campaigns/update.html", _context(request, update))


def _context(request: HttpRequest, update: Publication) -> dict[str, Any]:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    language = languages.current()
    version = versions.of_request(request, update)
    facts = queries.update_cards([update], version.around).get(update.pk)
    return {
        "update": update, "facts": facts, "version": version, "text": version.text,
        "urgent": queries.said(version.text, "urgent", facts.urgent_reason, update.language) if facts else ("", ""),
        "subjects": spine.subjects_of(update, language=language), "corrections": corrections.of(update, version.text),
        "may_edit": publication_policies.may_speak_for(reader, update.author_id),
    }  # fmt: skip


def _not_out(request: HttpRequest, number: int, reader: Reader) -> HttpResponse:
    update = queries.update_draft(number)
    if update.state == State.WITHDRAWN and update.moderation == Moderation.CLEAR:
        return render(request, "campaigns/update_withdrawn.html", {"update": update}, status=410)
    if not policies.may_review_update(reader, number=number):
        raise Http404
    return render(request, "campaigns/update.html", _context(request, update) | {"not_out": True})


@access.only(policies.may_edit)
def updates(request: HttpRequest, number: int) -> HttpResponse:
    """List a campaign's updates in every state, and say when the next may go out."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    context = {
        "campaign": campaign, "updates": queries.updates_of(number), "next_at": queries.next_update_at(number),
        "readers": sum(queries.news_by_language(number).values()), "lonely": queries.officers_of(campaign.author_id) < 2,
    }  # fmt: skip
    return render(request, "campaigns/updates.html", context)


@access.only(policies.may_edit)
def write(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write an update."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    campaign = queries.draft(number)
    form = forms.UpdateForm(request.POST or None, initial={"language": campaign.language})
    if request.method == "POST" and form.is_valid():
        made = actions.write_update(campaign, by=helping.me(request), words=form.words())
        messages.success(request, _("Saved."))
        return _to("update_edit", made.pk)
    return render(request, "campaigns/update_edit.html", {"about": campaign, "form": form, "next_at": queries.next_update_at(number)})


@access.only(policies.may_edit_update)
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    """Change an update, and ask for its review."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    update = queries.update_draft(number)
    facts = update.campaign_update
    form = forms.UpdateForm(request.POST or None, released=facts.released_at is not None, initial=forms.initial_update(update))
    context: dict[str, Any] = {"update": update, "about": facts.campaign, "form": form}
    if request.method == "POST" and form.is_valid():
        note, version = form.cleaned_data.get("note", ""), form.cleaned_data["version"] or 0
        try:
            actions.edit_update(update, by=helping.me(request), version=version, words=form.words(), note=note)
        except publications.Stale as stale:
            context["theirs"] = stale.current
            # The next save is made knowing the other text, which is shown beside the form.
            form.data = request.POST.copy()
            form.data["version"] = str(stale.current.version)
        except actions.BeingMailed:
            form.add_error(None, _("Its mails are on their way. Correct it once they are out."))
        except publications.MoveRefused:
            form.add_error(None, _("It was taken back, so it stays as it is."))
        else:
            messages.success(request, _("Saved."))
            return _to("update_edit", number)
    context |= {"facts": facts, "next_at": queries.next_update_at(facts.campaign_id)}
    context["lonely"] = queries.officers_of(update.author_id) < 2
    context["mine"] = facts.written_by_id == request.reader.actor_id  # type: ignore[attr-defined]
    return render(request, "campaigns/update_edit.html", context)


@access.only(policies.may_review_update)
def review(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show an update as it would go out, with the buttons that release it or send it back."""
    request.section = "campaigns"  # type: ignore[attr-defined]
    update = queries.update_draft(number)
    if request.method == "POST" and (answer := _decide(request, update)) is not None:
        return answer
    facts = update.campaign_update
    context = {
        "update": update, "facts": facts, "mark": queries.update_mark(update, facts), "next_at": queries.next_update_at(facts.campaign_id),
        "readers": sum(queries.news_by_language(facts.campaign_id).values()), "may_edit": publication_policies.may_speak_for(
            request.reader, update.author_id  # type: ignore[attr-defined]
        ),
        "mine": facts.written_by_id == request.reader.actor_id,  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "campaigns/update_review.html", context)


def _decide(request: HttpRequest, update: Publication) -> HttpResponseBase | None:
    """Do what the button says: None where the page is shown again, with a message."""
    by = helping.me(request)
    try:
        if request.POST.get("to") == State.DRAFT:
            actions.move_update(update, to=State.DRAFT, by=by)
            messages.success(request, _("It is a draft again. Tell its writer why."))
        else:
            actions.release_update(update, by=by, mark=request.POST.get("seen", ""))
            messages.success(request, _("It is out, and its mails are on their way."))
    except (actions.Changed, publications.MoveRefused):
        messages.error(request, _("Somebody has changed it meanwhile. Read it again before you decide."))
        return _to("update_review", update.pk)
    except actions.OwnWords:
        messages.error(request, _("You have written this yourself. Somebody else has to read and release it."))
    except actions.TooSoon as soon:
        said = _("The last one is younger than a week. This one may go out from %(moment)s.")
        messages.error(request, said % {"moment": daytime(soon.next_at)})
    except (actions.NotOut, actions.NotVerified):
        messages.error(request, _("The campaign is not out, so there is nothing to tell."))
    else:
        return _to("update_page", update.pk)
    return None


@access.only(policies.may_edit_update)
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponseBase:
    """Ask for review, bring it back to draft, or take back what is out."""
    update = queries.update_draft(number)
    to = request.POST.get("to", "")
    try:
        actions.move_update(update, to=to, by=helping.me(request), reason=request.POST.get("reason", "")[:1000])
    except publications.MoveRefused:
        messages.error(request, _("That did not work. Taking it back needs a reason, which is shown."))
    else:
        said = {State.IN_REVIEW: _("It waits for a colleague to read it."), State.WITHDRAWN: _("It is taken back. Its page says why.")}
        messages.success(request, said.get(State(to), _("It is a draft again.")))
    return _to("update_edit", number)
