"""What authors see of decisions about them, and their objections."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from usi.base import access
from usi.spine.actors.models import Actor
from usi.surfaces.moderation import actions, forms, policies, queries, reasons, tokens, verbs
from usi.surfaces.moderation.models import Appeal, Decision


@access.only(policies.may_see_log, audience="officers")
def log(request: HttpRequest, what: str, number: int) -> HttpResponse:
    """Show what was decided about a publication or an actor, newest first; notes between moderators only to them."""
    subject = queries.subject(what, number)
    if subject is None:
        raise Http404
    moderates = request.reader.moderates()  # type: ignore[attr-defined]
    decisions = queries.decisions_about(subject) if moderates else queries.told_about(subject)
    context = {"what": what, "title": queries.title_of(subject), "address": queries.address(subject), "moderates": moderates}
    return render(request, "moderation/log.html", context | {"decisions": [_shown(row) for row in decisions]})


def _shown(decision: Decision) -> dict[str, object]:
    rule = verbs.RULES[decision.verb]
    return {
        "decision": decision,
        "done": rule.done,
        "reason": reasons.letter(decision.reason),
        "appeal": Appeal.objects.filter(decision=decision).first() if decision.appeal_state != Decision.Appeal.NONE else None,
        "may_appeal": actions.appealable(decision),
    }


@access.only(policies.may_appeal, audience="officers")
def appeal(request: HttpRequest, number: int) -> HttpResponseBase:
    """Object to a decision, signed in."""
    decision = get_object_or_404(Decision.objects.select_related("publication__author", "actor"), pk=number)
    return _appeal(request, decision, get_object_or_404(Actor, pk=request.reader.actor_id))  # type: ignore[attr-defined]


@never_cache
def _by_mail(request: HttpRequest, token: str) -> HttpResponseBase:
    known = tokens.read(token)
    if known is None:
        raise Http404
    decision = get_object_or_404(Decision.objects.select_related("publication__author", "actor"), pk=known[0])
    if not decision.weighs or not queries.answers_for(known[1], queries.author_of(decision.subject)):
        raise Http404
    return _appeal(request, decision, get_object_or_404(Actor, pk=known[1]))


@access.everyone
def appeal_by_mail(request: HttpRequest, token: str) -> HttpResponseBase:
    """Object to a decision by the link in its mail; works for those whom it keeps from signing in."""
    return _by_mail(request, token)


def _appeal(request: HttpRequest, decision: Decision, me: Actor) -> HttpResponseBase:
    form = forms.AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(decision, by=me, text=form.cleaned_data["text"])
        except actions.NotAppealable:
            messages.error(request, _("This decision can no longer be objected to: it has been taken back, or six months have passed."))
        else:
            messages.success(request, _("Your appeal is with the moderators."))
        return HttpResponseRedirect(request.path)
    subject = decision.subject
    context = _shown(decision) | {"title": queries.title_of(subject), "letter": verbs.RULES[decision.verb].letter, "form": form}
    return render(request, "moderation/appeal.html", context | {"standing": verbs.STANDINGS[decision.after]})
