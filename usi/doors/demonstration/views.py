"""The demonstration's own pages: its log-ins with their codes, and the mails it would have sent."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from usi.base import access
from usi.doors.demonstration import logins, policies, queries


@access.only(policies.is_demonstration, audience="readers of the demonstration")
def index(request: HttpRequest) -> HttpResponse:
    """Show the log-ins and the outbox."""
    rows = [(logins.address(login), meaning, logins.code(login)) for login, meaning in logins.LOGINS.items()]
    response = render(request, "demonstration/index.html", {"logins": rows, "password": logins.PASSWORD, "letters": queries.letters()})
    response.headers["Cache-Control"] = "no-store"
    return response


@access.only(policies.is_demonstration, audience="readers of the demonstration")
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail, with its links."""
    letter = queries.letter(name)
    if letter is None:
        raise Http404
    return render(request, "demonstration/mail.html", {"letter": letter})
