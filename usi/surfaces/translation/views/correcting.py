"""Pages of corrections: suggesting one, saying what is wrong, and deciding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from usi.base import access, errors, limits, pages
from usi.spine.actors.models import Actor
from usi.surfaces.translation import correction_forms as forms
from usi.surfaces.translation.actions import correcting as actions
from usi.surfaces.translation.models import Correction
from usi.surfaces.translation.queries import corrections as queries

# As for reports; without an account as at sign-up, where fewer come from one line that solves no puzzle.
TIMES, SOLVED, UNSOLVED, SECONDS = 12, 30, 5, 3600


@access.everyone
def correct(request: HttpRequest, what: str, number: int, language: str) -> HttpResponseBase:
    """Let a reader correct a translation side by side with the original; without an account, say what is wrong."""
    reader = access.reader_of(request)
    translation = queries.translation_of(what, number, language, reader=reader)
    form = _form(request, translation)
    if request.method == "POST" and form.is_valid():
        if not _allowed(request, form):
            return errors.too_many(request, seconds=SECONDS)
        texts = form.texts() if isinstance(form, forms.SuggestForm) else None
        by = Actor.objects.filter(pk=reader.actor_id or 0).first()
        try:
            actions.suggest(translation, by=by, texts=texts, words=form.cleaned_data["words"])
        except actions.NothingSaid:
            form.add_error(None, _("Nothing is changed yet. Correct a text, or say what is wrong."))
        else:
            address = {"what": what, "number": number, "language": language}
            return HttpResponseRedirect(reverse("translation:corrected", kwargs=address))
    context = _context(translation) | {"form": form, "mine": queries.mine(reader, translation) if reader.signed_in else []}
    return render(request, "translation/correct.html", context)


def _form(request: HttpRequest, translation: queries.Text) -> Any:
    if access.reader_of(request).signed_in:
        return forms.SuggestForm(request.POST or None, parts=queries.parts(translation))
    return forms.SayForm(request.POST or None)


def _allowed(request: HttpRequest, form: Any) -> bool:
    if isinstance(form, forms.SayForm):
        who, times = limits.caller(request), SOLVED if form.solved() else UNSOLVED
    else:
        who, times = limits.pseudonym(f"actor {access.reader_of(request).actor_id}"), TIMES
    return limits.allow("translation.correct", who, times=times, seconds=SECONDS)


def _context(translation: queries.Text) -> dict[str, Any]:
    original = queries.original_of(translation)
    return {
        "into": translation.language,
        "title": getattr(translation, queries.fields_of(translation)[0]),
        "original": original,
        "back": f"{original.get_absolute_url()}?in={translation.language}",
    }


@access.everyone
def corrected(request: HttpRequest, what: str, number: int, language: str) -> HttpResponse:
    """Thank, and say what happens next; the same page for everybody."""
    translation = queries.translation_of(what, number, language, reader=access.reader_of(request))
    return render(request, "translation/corrected.html", _context(translation))


@access.members
def corrections(request: HttpRequest) -> HttpResponse:
    """List what waits for the reader to decide."""
    page = queries.waiting(access.reader_of(request), before=pages.cursor(request))
    return render(request, "translation/corrections.html", {"page": page})


@access.members
def correction(request: HttpRequest, number: int) -> HttpResponseBase:
    """Show a suggestion beside the original and the text as it stands, with the buttons that decide."""
    reader = access.reader_of(request)
    row = get_object_or_404(queries.decidable(reader).select_related("publication", "actor", "by"), pk=number)
    form = forms.DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (answer := _decide(request, row, form)) is not None:
        return answer
    found = queries.text_of(row)
    changes = queries.changes(row, found)
    context = {
        "row": row, "form": form, "original": row.subject, "changes": changes, "gone": found is None,
        "overtaken": any(change.overtaken for change in changes),
    }  # fmt: skip
    return render(request, "translation/correction.html", context)


def _decide(request: HttpRequest, row: Correction, form: forms.DecideForm) -> HttpResponseBase | None:
    by, answer = Actor.objects.get(pk=access.reader_of(request).actor_id or 0), form.cleaned_data["answer"]
    try:
        if form.cleaned_data["verb"] == "accept":
            actions.accept(row, by=by, answer=answer)
            messages.success(request, _("The translation reads as suggested now.") if row.changes else _("Noted."))
        else:
            actions.decline(row, by=by, answer=answer)
            messages.success(request, _("The translation stays as it is."))
    except actions.Overtaken:
        form.add_error(None, _("The translation was changed meanwhile. Compare, and correct it yourself or decline."))
        return None
    except actions.Decided:
        messages.error(request, _("Somebody else has decided it."))
    return HttpResponseRedirect(reverse("translation:corrections"))
