"""The work list and the page on which a text is translated and checked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from usi.base import access, pages
from usi.base.access import Reader
from usi.spine.actors.models import Actor
from usi.surfaces.translation import actions, forms, policies, proof, queries
from usi.surfaces.translation.models import Job
from usi.surfaces.translation.queries.people import known_pair


def me(request: HttpRequest) -> Actor:
    """Return the reader's own actor."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return Actor.objects.get(pk=reader.actor_id or 0)  # type: ignore[no-any-return]


def address(number: int, sheet: int = 0) -> str:
    """Return the address of a job's page."""
    return reverse("translation:job", kwargs={"number": number}) + (f"?sheet={sheet}" if sheet else "")


@access.members
@require_GET
def list(request: HttpRequest) -> HttpResponse:
    """Show what a translator has in hand, may check and could take, most urgent first."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    source, _arrow, into = request.GET.get("pair", "").partition(" ")
    pair = (source, into) if known_pair((source, into)) else None
    start = min(pages.cursor(request, "from"), 100_000)
    found = queries.work_list(reader=reader, pair=pair, start=start)
    after = start + len(found.wanted)
    context = {"work": found, "pair": pair, "after": after if after < found.total else 0, "may_give": policies.may_see_checkers(reader)}
    return render(request, "translation/list.html", context)


@access.members
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, number: int) -> HttpResponseBase:
    """Translate or check a text, a sheet at a time; whatever was typed is saved or shown again."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    found = queries.find(number, reader=reader)
    if request.method == "POST":
        return _post(request, found)
    if found is None:
        raise Http404
    return _page(request, found, pages.cursor(request, "sheet"))


def _page(request: HttpRequest, job: Job, number: int, conflicts: dict[int, Any] | None = None, status: int = 200) -> HttpResponse:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    sheet = queries.sheet(job, number)
    mine, checking = job.held_by(reader.actor_id), policies.may_check(reader, job)
    open_here = mine or checking
    context = {
        "job": job, "sheet": sheet, "mine": mine, "checking": checking, "may_take": policies.may_take(reader, job),
        "help": proof.help_for(job, sheet.rows) if open_here else {}, "conflicts": conflicts or {}, "why": queries.why(job),
    }  # fmt: skip
    return render(request, "translation/job.html", context, status=status)


def _post(request: HttpRequest, job: Job | None) -> HttpResponseBase:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    typed = forms.typed(request.POST.dict())  # type: ignore[arg-type]
    if job is None:
        return lost(request, None, typed, "gone")
    try:
        saved = actions.write(job, reader=reader, typed=typed)
    except (actions.Held, actions.NotAllowed) as refused:
        return lost(request, queries.find(job.pk, reader=reader), typed, "held" if isinstance(refused, actions.Held) else "closed")
    fresh = queries.find(job.pk, reader=reader) or job
    sheet = _sheet_of(request)
    if saved.conflicts:
        return _page(request, fresh, sheet, {each.segment.pk: each for each in saved.conflicts}, status=409)
    if {"finish", "check", "send_back"} & request.POST.keys():
        return _finish(request, fresh) if "finish" in request.POST else _decide(request, fresh)
    messages.success(request, _("Saved."))
    place = f"#segment-{chosen}" if (chosen := request.POST.get("use", "").partition(" ")[0]).isdigit() and chosen.isascii() else ""
    return HttpResponseRedirect(address(job.pk, sheet + (1 if "next" in request.POST else 0)) + place)


def _sheet_of(request: HttpRequest) -> int:
    raw = request.POST.get("sheet", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 5 else 0


def lost(request: HttpRequest, job: Job | None, typed: dict[int, actions.Typed], reason: str) -> HttpResponse:
    """Say why nothing was saved, and show everything that was typed, so that it can be copied."""
    kept = [each.text for each in typed.values() if each.text.strip()]
    context = {"job": job, "kept": kept, "reason": reason, "holder": job.taken_by if job else None}
    return render(request, "translation/lost.html", context, status=404 if job is None else 409)


def _finish(request: HttpRequest, job: Job) -> HttpResponseBase:
    try:
        actions.finish(job, by=me(request))
    except actions.NotReady as refused:
        messages.error(request, _("Not finished yet: what you typed is saved, but some parts lack a text or have a fault. Here is one."))
        return HttpResponseRedirect(address(job.pk, refused.places[0] // queries.SIZE + 1 if refused.places else 0))
    except actions.Overtaken:
        messages.error(request, _("The original was changed while you worked. What changed is marked; all the rest is as you left it."))
        return HttpResponseRedirect(address(job.pk))
    except actions.Held:
        messages.error(request, _("Your reservation ended and somebody else has taken the text. What you typed was saved before."))
        return HttpResponseRedirect(address(job.pk))
    messages.success(request, _("Done: readers see your translation now, marked as not checked yet. A second person will check it."))
    return HttpResponseRedirect(reverse("translation:list"))


def _decide(request: HttpRequest, job: Job) -> HttpResponseBase:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    try:
        if "check" in request.POST:
            actions.check(job, reader=reader, by=me(request))
            messages.success(request, _("Checked. Readers see that a second person has looked at it."))
        else:
            actions.send_back(job, reader=reader, remark=request.POST.get("remark", "")[:2000])
            messages.success(request, _("Sent back with your remark. Readers keep the text as it was, marked as not checked."))
    except ValueError:
        messages.error(request, _("Say what should be changed, so that the translator knows what to do."))
        return HttpResponseRedirect(address(job.pk, _sheet_of(request)) + "#remark")
    except actions.NotReady:
        messages.error(request, _("Some parts have no text or have something to mend. Mend them, or send the text back."))
        return HttpResponseRedirect(address(job.pk))
    except actions.Overtaken:
        messages.error(request, _("The original was changed meanwhile. The parts that changed are marked and wait for a translator."))
        return HttpResponseRedirect(address(job.pk))
    except actions.NotAllowed:
        messages.error(request, _("You cannot check this text: a word in it is yours, or it does not wait for a check any more."))
        return HttpResponseRedirect(address(job.pk))
    return HttpResponseRedirect(reverse("translation:list"))


@access.members
@require_POST
def take(request: HttpRequest, number: int) -> HttpResponseBase:
    """Reserve a text for a day."""
    found = _found(request, number)
    try:
        actions.take(found, reader=request.reader)  # type: ignore[attr-defined]
    except actions.Held:
        messages.error(request, _("Somebody else took this text a moment ago. Choose another one, or come back tomorrow."))
    except actions.NotAllowed:
        messages.error(request, _("You cannot take this text: it is not in your languages, or it does not wait for a translator."))
    else:
        messages.success(request, _("It is yours for a day. Every time you save, the day begins again."))
    return HttpResponseRedirect(address(number))


@access.members
@require_POST
def release(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give a text back; what was typed stays in it."""
    try:
        actions.release(_found(request, number), by=me(request))
    except actions.Held:
        messages.error(request, _("You do not have this text at present, so there is nothing to give back."))
    else:
        messages.success(request, _("Given back. What you typed stays for whoever takes it next."))
    return HttpResponseRedirect(reverse("translation:list"))


@access.members
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep segments while one types; the page's script calls this. A segment that somebody else changed is named, not overwritten."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    found = queries.find(number, reader=reader)
    if found is None:
        return JsonResponse({"kept": False}, status=404)
    try:
        saved = actions.write(found, reader=reader, typed=forms.typed(request.POST.dict()))  # type: ignore[arg-type]
    except actions.Refused:
        return JsonResponse({"kept": False}, status=409)
    terms = proof.book(saved.job)
    written = {
        str(row.pk): {"version": row.version, "state": row.state, "faults": [each.message for each in proof.faults(saved.job, row, terms)]}
        for row in saved.written
    }
    return JsonResponse({"kept": True, "written": written, "conflicts": [str(each.segment.pk) for each in saved.conflicts]})


def _found(request: HttpRequest, number: int) -> Job:
    found = queries.find(number, reader=request.reader)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found
