"""The moderators' pages: the queue, a case, a decision, taking one back, answering an appeal."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from usi.base import access
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.surfaces.moderation import actions, forms, queries, verbs
from usi.surfaces.moderation.models import Appeal, Decision
from usi.surfaces.moderation.queries import Subject


def _me(request: HttpRequest) -> Actor:
    return get_object_or_404(Actor, pk=request.reader.actor_id)  # type: ignore[attr-defined]


def _subject(what: str, number: int) -> Subject:
    found = queries.subject(what, number)
    if found is None:
        raise Http404
    return found


def _case_url(subject: Subject) -> str:
    return reverse("moderation:case", kwargs={"what": queries.what_is(subject), "number": subject.pk})


@access.moderators
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Show what waits, people who may be in danger first; `why` narrows it to one reason."""
    why = request.GET.get("why", "")
    why = why if why in queries.WHY else ""
    entries, counts = queries.queue(why=why)
    context = {"entries": entries, "counts": counts, "why": why, "more": counts[why] - len(entries)}
    return render(request, "moderation/queue.html", context)


@access.moderators
def case(request: HttpRequest, what: str, number: int) -> HttpResponseBase:
    """Show a case whole, and take the decision."""
    subject = _subject(what, number)
    reader: Reader = request.reader  # type: ignore[attr-defined]
    seen = queries.seen(subject)
    form = forms.DecisionForm(request.POST or None, initial={"seen": seen})
    if request.method == "POST":
        if form.is_valid():
            data = form.cleaned_data
            words = _("%(decision)s: %(title)s") % {"decision": verbs.RULES[data["verb"]].done, "title": queries.title_of(subject)}
            if _try(request, lambda: actions.decide(subject, by=_me(request), **data), words):
                return HttpResponseRedirect(reverse("moderation:queue"))
        # The next try is made knowing how it stands now; what was typed stays.
        subject = _subject(what, number)
        typed = request.POST.copy()
        typed["seen"] = queries.seen(subject)
        form = forms.DecisionForm(typed)
    found = queries.case(subject, reader=reader)
    context = {"case": found, "form": form, "buttons": [(verb, verb.label) for verb in found.verbs]}
    context |= {"answer_form": forms.AnswerForm(auto_id="answer_%s")} if found.appeal else {}
    return render(request, "moderation/case.html", context)


@access.moderators
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponseBase:
    """Take a decision back."""
    decision = get_object_or_404(Decision.objects.select_related("publication", "actor"), pk=number)
    _try(request, lambda: actions.reverse(decision, by=_me(request)), verbs.RULES[verbs.Verb.REVERSE].done)
    return HttpResponseRedirect(_case_url(decision.subject))


@access.moderators
@require_POST
def answer(request: HttpRequest, number: int) -> HttpResponseBase:
    """Answer an appeal; an answer without words leads back to the case with what is missing."""
    appeal = get_object_or_404(Appeal.objects.select_related("decision__publication", "decision__actor"), pk=number)
    subject = appeal.decision.subject
    form = forms.AnswerForm(request.POST, auto_id="answer_%s")
    if form.is_valid():
        grant, text = form.cleaned_data["grant"] == "yes", form.cleaned_data["text"]
        _try(request, lambda: actions.answer(appeal, by=_me(request), grant=grant, text=text), _("The appeal is answered."))
        return HttpResponseRedirect(_case_url(subject))
    found = queries.case(_subject(queries.what_is(subject), subject.pk), reader=request.reader)  # type: ignore[attr-defined]
    context = {"case": found, "form": forms.DecisionForm(initial={"seen": found.seen}), "answer_form": form}
    return render(request, "moderation/case.html", context | {"buttons": [(verb, verb.label) for verb in found.verbs]})


def _try(request: HttpRequest, action: Callable[[], object], done: object) -> bool:
    try:
        action()
    except actions.Refused as refused:
        messages.error(request, _refusal(refused))
        return False
    messages.success(request, str(done))
    return True


def _refusal(refused: actions.Refused) -> str:
    return {
        actions.OwnContent: _("This is your own, or your organisation's. Another moderator decides about it."),
        actions.OwnDecision: _("The appeal is against your own decision. Another moderator answers it."),
        actions.Overtaken: _("Somebody has changed it or decided about it since you opened this page. Look at how it stands now."),
        actions.NotReversible: _("It cannot be taken back any more: something else was decided since. Decide anew."),
    }.get(type(refused), _("That does not follow from how it stands now. Look again and choose another button."))
