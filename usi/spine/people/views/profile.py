"""Changing one's own profile, and the questions after sign-up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from usi.base import access, languages
from usi.base.forms import Form
from usi.spine.media.images import PictureRefused
from usi.spine.people import actions, queries
from usi.spine.people.forms import profile as forms
from usi.spine.people.models import Person
from usi.spine.taxonomy import queries as taxonomy

Bound = tuple[Form, Callable[[], None]]


def _about(person: Person, request: HttpRequest) -> Bound:
    form = forms.AboutForm(request.POST or None, initial={"name": person.actor.name, "summary": person.actor.summary})
    return form, lambda: actions.describe(person, **form.cleaned_data)


def _languages(person: Person, request: HttpRequest) -> Bound:
    chosen = [row.language for row in person.languages.all()]
    initial: dict[str, Any] = dict(zip(("first", "second", "third", "fourth"), chosen, strict=False))
    initial["translates"] = [f"{a}>{b}" for a, b in queries.translations_of(person)]
    form = forms.LanguagesForm(request.POST or None, chosen=chosen, initial=initial)
    return form, lambda: actions.set_languages(person, read=form.read(), translates=form.pairs())


def _work(person: Person, request: HttpRequest) -> Bound:
    form = forms.WorkForm(
        request.POST or None, initial={"country": person.country, "sectors": person.sectors, "skills": "\n".join(person.skills)}
    )

    def save() -> None:
        data = form.cleaned_data
        actions.set_work(person, country=data["country"], codes=data["sectors"], skills=data["skills"].splitlines())

    return form, save


def _picture(person: Person, request: HttpRequest) -> Bound:
    form = forms.PictureForm(request.POST or None, request.FILES or None)
    return form, lambda: actions.set_picture(person, upload=form.cleaned_data["picture"], alt=form.cleaned_data["alt"])


def _who_sees(person: Person, request: HttpRequest) -> Bound:
    form = forms.AudienceForm(request.POST or None, initial={name: person.audience_of(name) for name in forms.FIELD_NAMES})
    return form, lambda: actions.show_to(person, audiences=form.cleaned_data)


PARTS = {"about": _about, "languages": _languages, "work": _work, "picture": _picture, "visible": _who_sees}


@access.members
def profile(request: HttpRequest, part: str = "about") -> HttpResponse:
    """Change one part of the profile; each part fits one screen."""
    request.section = "account"  # type: ignore[attr-defined]
    if part not in PARTS:
        raise Http404
    person = queries.mine(request.reader)  # type: ignore[attr-defined]
    if request.method == "POST" and part == "picture" and "remove" in request.POST:
        actions.set_picture(person, upload=None)
        return HttpResponseRedirect(reverse("people:profile_part", kwargs={"part": part}))
    form, save = PARTS[part](person, request)
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except PictureRefused as refused:
            form.add_error("picture", str(refused))
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("people:profile_part", kwargs={"part": part}))
    return render(request, "people/profile.html", {"form": form, "part": part, "person": person})


@access.members
def welcome(request: HttpRequest) -> HttpResponse:
    """Ask three optional questions whose answers fill the home page."""
    request.section = "account"  # type: ignore[attr-defined]
    person = queries.mine(request.reader)  # type: ignore[attr-defined]
    if request.method == "POST" and "skip" in request.POST:
        actions.welcome(person)
        return HttpResponseRedirect(reverse("website:home"))
    form = forms.WelcomeForm(request.POST or None, initial={"first": languages.current()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        themes = taxonomy.themes_of(int(number) for number in data["themes"])
        actions.welcome(person, read=[data["first"]] if data["first"] else [], themes=themes)
        if data["union"]:
            return HttpResponseRedirect(f"{reverse('organisations:join')}?{urlencode({'q': data['union']})}")
        return HttpResponseRedirect(reverse("website:home"))
    return render(request, "people/welcome.html", {"form": form, "person": person})
