"""Editing an organisation's page, a section at a time. Who meets another's change sees both and loses nothing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from usi.base import access, languages
from usi.spine.actors.models import Actor
from usi.spine.organisations import actions, forms, policies, queries
from usi.spine.organisations.models import Organisation

SECTIONS: dict[str, str | Promise] = {
    "basics": gettext_lazy("Name and kind"),
    "picture": gettext_lazy("Picture"),
    "place": gettext_lazy("Place"),
    "figures": gettext_lazy("Figures and addresses"),
    "names": gettext_lazy("Names in other languages"),
    "sectors": gettext_lazy("Sectors"),
    "subjects": gettext_lazy("Themes and languages"),
    "affiliations": gettext_lazy("Affiliations"),
}
_PLAIN = {
    "basics": forms.BasicsForm, "figures": forms.FiguresForm, "place": forms.PlaceForm, "sectors": forms.SectorsForm,
    "subjects": forms.SubjectsForm,
}  # fmt: skip


def _form(section: str, organisation: Organisation, data: Any, files: Any = None) -> Any:
    if section == "picture":
        return forms.PictureForm(data, files, organisation=organisation)
    if section == "names":
        return forms.NamesForm(data, organisation=organisation, texts=queries.names_of(organisation))
    if section == "affiliations":
        return forms.AffiliationsForm(data, organisation=organisation, rows=queries.parents_of(organisation))
    return _PLAIN[section](data, organisation=organisation)


@access.only(policies.may_edit, audience="officers")
def edit(request: HttpRequest, handle: str, section: str) -> HttpResponseBase:
    """Change one section of what the page says."""
    request.section = "directory"  # type: ignore[attr-defined]
    if section not in SECTIONS:
        raise Http404
    organisation = queries.editable(handle)
    posted = request.method == "POST"
    form = _form(section, organisation, request.POST if posted else None, request.FILES if posted else None)
    context: dict[str, Any] = {}
    if posted and form.is_valid():
        try:
            _save(request, section, organisation, form)
        except actions.Stale:
            context["theirs"] = _theirs(section, handle, form)
            # The next save is made knowing what they changed.
            form.data = form.data.copy()
            form.data["version"] = str(queries.editable(handle).version)
        except actions.LooksAlike as alike:
            context["alike"] = alike.found
        except actions.Loop:
            form.add_error("add", _("It would belong to itself. Look at whom the other one belongs to."))
        else:
            messages.success(request, _("Saved."))
            return _back(handle, section)
    sections = [(name, label, name == section) for name, label in SECTIONS.items()]
    context |= {"organisation": organisation, "form": form, "section": section, "title": SECTIONS[section], "sections": sections}
    if section == "affiliations":
        context["affiliates"] = queries.affiliates_of(organisation, language=languages.current())
    return render(request, f"organisations/edit/{section}.html", context)


def _back(handle: str, section: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("organisations:edit", kwargs={"handle": handle, "section": section}))


def _save(request: HttpRequest, section: str, organisation: Organisation, form: Any) -> None:
    by = Actor.objects.get(pk=request.reader.actor_id)  # type: ignore[attr-defined]
    version = form.cleaned_data["version"]
    if section == "names":
        actions.set_names(organisation, by=by, version=version, texts=form.texts())
    elif section == "affiliations":
        actions.set_affiliations(organisation, by=by, version=version, stated=form.stated())
    elif section == "place":
        actions.set_place(organisation, by=by, version=version, **form.changes())
    elif section == "picture":
        data = form.cleaned_data
        actions.set_picture(organisation, by=by, version=version, upload=data["picture"], alt=data["alt"], credit=data["credit"])
    else:
        despite = section != "basics" or "despite_likeness" in request.POST
        actions.edit(organisation, by=by, version=version, despite_likeness=despite, **form.changes())


def _theirs(section: str, handle: str, form: Any) -> list[tuple[str, str]]:
    """Return what the section says now where that is not what was typed: (label, value in words)."""
    fresh = _form(section, queries.editable(handle), None)
    rows = []
    for name, field in fresh.fields.items():
        now, typed = fresh[name].value(), form[name].value() if name in form.fields else None
        if name in ("version", "picture") or _plain(now) == _plain(typed):
            continue
        rows.append((str(field.label or ""), _words(field, now)))
    return rows


def _plain(value: Any) -> str:
    return ", ".join(sorted(str(one) for one in value)) if isinstance(value, (list, tuple, set)) else str("" if value is None else value)


def _words(field: Any, value: Any) -> str:
    """Return a field's value as its choices name it."""
    named: dict[str, str] = {}
    for code, label in getattr(field, "choices", ()):
        named |= {str(key): str(text) for key, text in label} if isinstance(label, (list, tuple)) else {str(code): str(label)}
    values = value if isinstance(value, (list, tuple, set)) else [value]
    return ", ".join(named.get(str(one), str("" if one is None else one)) for one in values) or "—"


@access.only(policies.may_edit, audience="officers")
@require_POST
def confirm(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Say that everything on the page is still right."""
    organisation = queries.editable(handle)
    actions.confirm(organisation, by=Actor.objects.get(pk=request.reader.actor_id))  # type: ignore[attr-defined]
    messages.success(request, _("The page now says that you confirmed it today."))
    return HttpResponseRedirect(organisation.actor.get_absolute_url())


@access.only(policies.may_edit, audience="officers")
@require_POST
def drop(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Say that an organisation which names this one as its own does not belong to it."""
    organisation = queries.editable(handle)
    member = queries.find(request.POST.get("member", ""))
    if member is None:
        raise Http404
    actions.drop_affiliate(organisation, member=member, by=Actor.objects.get(pk=request.reader.actor_id))  # type: ignore[attr-defined]
    messages.success(request, _("It no longer stands among those that belong to you."))
    return _back(handle, "affiliations")


@access.only(policies.may_edit, audience="officers")
@require_POST
def remove_picture(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Take the picture away."""
    version = request.POST.get("version", "")
    number = int(version) if version.isdecimal() and len(version) < 10 else -1
    try:
        actions.remove_picture(queries.editable(handle), by=Actor.objects.get(pk=request.reader.actor_id), version=number)  # type: ignore[attr-defined]
    except actions.Stale:
        messages.error(request, _("Somebody else has changed the page since. Look at the picture as it is now, then decide."))
    else:
        messages.success(request, _("The picture is gone."))
    return _back(handle, "picture")
