"""Pages about the node, and the files that machines look for."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access, languages, time


@access.cached
def about(request: HttpRequest) -> HttpResponse:
    """Say what the network is and which rules hold."""
    return render(request, "website/about.html")


@access.cached
def verification(request: HttpRequest) -> HttpResponse:
    """Say how an organisation becomes verified."""
    return render(request, "website/verification.html", {"needed": settings.VERIFIERS_NEEDED})


@access.cached
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the pages can be used by everyone."""
    return render(request, "website/accessibility.html")


@access.cached
def help(request: HttpRequest) -> HttpResponse:
    """Answer what people ask first."""
    request.section = "help"  # type: ignore[attr-defined]
    return render(request, "website/help.html", {"needed": settings.VERIFIERS_NEEDED})


@access.cached
def source(request: HttpRequest) -> HttpResponse:
    """Say where the source code is and under which licence."""
    return render(request, "website/source.html")


@access.cached
def robots(request: HttpRequest) -> HttpResponse:
    """Ask machines to stay out of what is personal."""
    return HttpResponse("User-agent: *\nDisallow: /*/account/\nDisallow: /*/people/\nDisallow: /*/search/\n", content_type="text/plain")


@access.cached
def security(request: HttpRequest) -> HttpResponse:
    """Say where to report a weakness (RFC 9116)."""
    expires = (time.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    address = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
    spoken = ", ".join(tag for tag, _name in languages.interface())
    return HttpResponse(f"Contact: mailto:{address}\nExpires: {expires}\nPreferred-Languages: {spoken}\n", content_type="text/plain")
