"""Pages of the glossary: its table for everybody, proposals of those who are signed in, the reviewers' decisions."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from usi.base import access, languages, limits, pages
from usi.base import text as texts
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.surfaces.translation import glossary
from usi.surfaces.translation.glossary import forms, reading
from usi.surfaces.translation.glossary.policies import languages_kept, may_keep_terms
from usi.surfaces.translation.models import TermText

TIMES, SECONDS = 30, 3600
AT_ONCE = 50


@access.cached
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Show the terms of a pair of languages, all or those with some words."""
    source, into = _pair(request)
    asked = texts.line(request.GET.get("q", "")[:100])
    reader: Reader = request.reader  # type: ignore[attr-defined]
    page = min(pages.cursor(request, "page"), 10_000)
    context = {
        "source": source, "into": into, "asked": asked, "languages": languages.choices(""), "may_keep": may_keep_terms(reader),
        "table": reading.table(from_language=source, to_language=into, asked=asked, page=page), "at_start": page < 2,
    }  # fmt: skip
    return render(request, "translation/glossary.html", context)


@access.cached
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """Give the terms of a pair of languages as CSV."""
    source, into = _pair(request)
    content = reading.as_csv(reading.entries(from_language=source, to_language=into), from_language=source, to_language=into)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="glossary.{source}.{into}.csv"'
    return answer


@access.cached
@require_GET
def term(request: HttpRequest, number: int) -> HttpResponse:
    """Show one term in all its languages; reviewers decide here about each name."""
    reviewer = may_keep_terms(request.reader)  # type: ignore[attr-defined]
    names = reading.term(number, reviewer=reviewer)
    if not names:
        raise Http404
    title = next((row for row in names if row.state == TermText.State.KEPT and row.language == languages.current()), names[0])
    return render(request, "translation/glossary_term.html", {"names": names, "title": title, "may_keep": reviewer})


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponseBase:
    """Propose a term or its name in another language."""
    me = _me(request)
    source, into = _pair(request)
    start = {"from_language": source, "to_language": into, "source": texts.line(request.GET.get("term", "")[:120])}
    form = forms.ProposalForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and _proposed(form, me):
        messages.success(request, _("Thank you. A reviewer looks at it; then it is in the glossary."))
        return HttpResponseRedirect(reverse("translation:glossary_propose"))
    context = {"form": form, "mine": reading.proposed_by(me.pk)}
    return render(request, "translation/glossary_propose.html", context)


def _proposed(form: forms.ProposalForm, me: Actor) -> bool:
    if not limits.allow("glossary.propose", limits.pseudonym(str(me.pk)), times=TIMES, seconds=SECONDS):
        form.add_error(None, _("You have proposed many terms within an hour. Go on in an hour; what you typed is still here."))
        return False
    try:
        glossary.propose(**form.cleaned_data, by=me)
    except glossary.Known:
        form.add_error("target", _("The glossary has this name already, or it waits for a reviewer."))
    except glossary.WasRefused as refused:
        form.add_error("target", _("Reviewers did not keep this name: %(reason)s") % {"reason": f"\u2068{refused or '–'}\u2069"})
    except glossary.TooMany:
        form.add_error(None, _("Many proposals of yours wait for a reviewer. Propose more when they have been looked at."))
    return not form.errors


@access.only(may_keep_terms, audience="moderators")
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Show what waits for a reviewer, oldest first."""
    rows = list(reading.waiting(languages_kept(request.reader))[: AT_ONCE + 1])  # type: ignore[attr-defined]
    context = {"rows": rows[:AT_ONCE], "more": len(rows) > AT_ONCE, "beside": reading.kept_beside(rows)}
    return render(request, "translation/glossary_waiting.html", context)


@access.only(may_keep_terms, audience="moderators")
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponseBase:
    """Keep or refuse a name, and what was proposed with it."""
    row = get_object_or_404(TermText, pk=number)
    back = reverse("translation:glossary_waiting")
    if request.POST.get("from") == "term":
        back = reverse("translation:glossary_term", kwargs={"number": row.term_id})
    form = forms.DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(next(iter(form.errors.values()))[0]))
        return HttpResponseRedirect(back)
    keep = form.cleaned_data["keep"] == "1"
    try:
        glossary.decide(number, keep=keep, seen=form.cleaned_data["seen"], reason=form.cleaned_data["reason"], by=_me(request))
    except glossary.NotYours:
        messages.error(request, _("You proposed this yourself. Another reviewer decides about it."))
    except glossary.Overtaken:
        messages.error(request, _("Somebody decided about it meanwhile. Look at how it stands now."))
    else:
        messages.success(request, _("Kept. Translators see it now.") if keep else _("Not kept. Who proposed it can read why."))
    return HttpResponseRedirect(back)


def _me(request: HttpRequest) -> Actor:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return get_object_or_404(Actor, pk=reader.actor_id)


def _pair(request: HttpRequest) -> tuple[str, str]:
    """Return the languages that are asked for; what is none is left out of account."""
    own = languages.current()
    known = dict(languages.choices(""))
    source = request.GET.get("from", "") if request.GET.get("from", "") in known else "en"
    into = request.GET.get("to", "") if request.GET.get("to", "") in known else own
    if source == into:
        into = next(tag for tag in (own, "en", "es") if tag != source)
    return source, into
