"""Pages of those who write."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from usi.base import access, html, languages
from usi.base.access import Reader
from usi.features.newsroom import actions, forms, policies, queries
from usi.spine.actors.models import Actor
from usi.spine.media.images import PictureRefused
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication


def _me(request: HttpRequest) -> Actor:
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return Actor.objects.get(pk=reader.actor_id or 0)  # type: ignore[no-any-return]


def _edit_url(number: int) -> str:
    return reverse("newsroom:edit", kwargs={"number": number})


@access.only(policies.may_start, audience="officers")
def new(request: HttpRequest) -> HttpResponseBase:
    """Start an article: in whose name, in what language, under what title."""
    request.section = "news"  # type: ignore[attr-defined]
    organisations = queries.organisations_for(request.reader)  # type: ignore[attr-defined]
    form = forms.StartForm(request.POST or None, organisations=organisations, initial={"language": languages.current()})
    if request.method == "POST" and form.is_valid():
        article = actions.start(by=_me(request), **form.cleaned_data)
        return HttpResponseRedirect(_edit_url(article.pk))
    return render(request, "newsroom/new.html", {"form": form})


@access.only(policies.may_edit, audience="officers")
def edit(request: HttpRequest, number: int) -> HttpResponseBase:
    """Write an article; a save that meets somebody else's shows both texts and loses neither."""
    request.section = "news"  # type: ignore[attr-defined]
    article = queries.draft(number)
    form = forms.ArticleForm(request.POST or None, article=article, initial=_start_values(request, article))
    context: dict[str, Any] = {"article": article, "form": form}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            context["preview"] = html.render(form.cleaned_data["body"])
        elif (response := _save(request, article, form, context)) is not None:
            return response
    context["unsaved"] = queries.unsaved(article, request.reader) if request.method == "GET" else None  # type: ignore[attr-defined]
    return _desk(request, context, forms.MoveForm(auto_id="move_%s"))


def _desk(request: HttpRequest, context: dict[str, Any], move_form: forms.MoveForm) -> HttpResponse:
    """Show the article being written and where it can go from here."""
    article = context["article"]
    moves = queries.moves_for(request.reader, article)  # type: ignore[attr-defined]
    context |= {"moves": moves, "move_form": move_form, "organisation": queries.organisation_of(article)}
    return render(request, "newsroom/edit.html", context)


def _start_values(request: HttpRequest, article: Publication) -> dict[str, Any]:
    values = forms.initial(article)
    kept = queries.unsaved(article, request.reader) if request.GET.get("unsaved") else None  # type: ignore[attr-defined]
    if kept is not None:
        values |= {"title": kept.title, "summary": kept.summary, "body": kept.body}
    return values


def _save(request: HttpRequest, article: Publication, form: forms.ArticleForm, context: dict[str, Any]) -> HttpResponseBase | None:
    data = form.cleaned_data
    fields = {name: data[name] for name in ("title", "summary", "body", "language", "country", "visibility")}
    try:
        actions.save(
            article,
            by=_me(request),
            version=data["version"],
            byline=data["byline"],
            subjects=data["subjects"],
            note=data.get("note", ""),
            **fields,
        )
    except publications.Stale as stale:
        context["theirs"] = stale.current
        # The next save is made knowing their text, which stays in the versions.
        data_again = request.POST.copy()
        data_again["version"] = str(stale.current.version)
        form.data = data_again
        return None
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(_edit_url(article.pk))


@access.only(policies.may_edit, audience="officers")
def cover(request: HttpRequest, number: int) -> HttpResponseBase:
    """Give an article a picture."""
    article = queries.draft(number)
    form = forms.CoverForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.set_cover(article, by=_me(request), upload=data["picture"], alt=data["alt"], credit=data["credit"])
        except PictureRefused as refused:
            form.add_error("picture", str(refused))
        else:
            messages.success(request, _("The picture is in its place."))
            return HttpResponseRedirect(_edit_url(number))
    return render(request, "newsroom/cover.html", {"article": article, "form": form})


@access.only(policies.may_edit, audience="officers")
@require_POST
def move(request: HttpRequest, number: int) -> HttpResponseBase:
    """Bring an article into another state."""
    article = queries.draft(number)
    form = forms.MoveForm(request.POST, auto_id="move_%s")
    if request.POST.get("to") not in queries.moves_for(request.reader, article):  # type: ignore[attr-defined]
        messages.error(request, _("The article cannot go there from where it stands now. Look at its state and try again."))
        return HttpResponseRedirect(_edit_url(number))
    if not form.is_valid():
        return _refused(request, article, form)
    data = form.cleaned_data
    try:
        actions.move(article, to=data["to"], by=_me(request), reason=data["reason"], scheduled_for=data["scheduled_for"])
    except actions.NotVerified:
        messages.error(request, _("Your organisation is not verified yet. You can write; it can come out once two members vouch for you."))
    except publications.MoveRefused:
        return _refused(request, article, form)
    else:
        messages.success(request, _moved(data["to"]))
    return HttpResponseRedirect(_edit_url(number))


def _refused(request: HttpRequest, article: Publication, form: forms.MoveForm) -> HttpResponse:
    """Say what a move needs, and keep the reason that was typed."""
    messages.error(request, _("Give a reason for a withdrawal, or a time in the future for a later publication."))
    return _desk(request, {"article": article, "form": forms.ArticleForm(article=article, initial=forms.initial(article))}, form)


def _moved(to: str) -> str:
    return {
        "in_review": _("Sent to the editors."),
        "draft": _("It is a draft again."),
        "scheduled": _("It will be published at the time you chose."),
        "published": _("It is published."),
        "withdrawn": _("It is withdrawn. Its page says why."),
    }[to]


@access.only(policies.may_edit, audience="officers")
@require_POST
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is being typed; the editing page calls this while one writes."""
    version = request.POST.get("version", "")
    actions.keep(
        queries.draft(number),
        by=_me(request),
        version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0,
        **{name: request.POST.get(name, "") for name in ("title", "summary", "body")},
    )
    return JsonResponse({"kept": True})


@access.only(policies.may_start, audience="officers")
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show Markdown as it will look; the editing page calls this while one writes."""
    return HttpResponse(html.render(request.POST.get("body", "")[:60_000]))


@access.only(policies.may_see_draft, audience="officers")
def history(request: HttpRequest, number: int) -> HttpResponse:
    """Show every version and what it changed."""
    return render(request, "newsroom/history.html", {"article": queries.draft(number), "versions": queries.versions(queries.draft(number))})
