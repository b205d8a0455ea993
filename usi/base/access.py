"""Who may call a view: every view declares it, and a view that does not keeps the node from starting.

A view is declared with `everyone`, `members`, `moderators` or `only`; the middleware enforces the declaration before
the view runs. A reader who may not know that a thing exists gets 404, never 403.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

SPEAKING_ROLES = frozenset({"owner", "editor"})
AUDIENCES = ("everyone", "members", "officers", "moderators")

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Reader:
    """Whoever asks for a page: ids only, so that rules can be decided without further queries."""

    account_id: int | None = None
    actor_id: int | None = None
    name: str = ""
    handle: str = ""
    roles: Mapping[int, str] = field(default_factory=dict, hash=False)
    moderator: bool = False
    second_factor: bool = False
    acting_as: int | None = None
    acting_name: str = ""
    languages: tuple[str, ...] = ()

    @property
    def signed_in(self) -> bool:
        """Whether the reader has an account and is signed in."""
        return self.actor_id is not None

    @property
    def organisation_ids(self) -> frozenset[int]:
        """Actor ids of the organisations the reader belongs to."""
        return frozenset(self.roles)

    @property
    def speaks_anywhere(self) -> bool:
        """Whether the reader may speak for some organisation."""
        return self.second_factor and not SPEAKING_ROLES.isdisjoint(self.roles.values())

    def has_role(self, organisation_id: int, *roles: str) -> bool:
        """Whether the reader holds one of these roles there and has a second factor."""
        return self.second_factor and self.roles.get(organisation_id) in roles

    def speaks_for(self, organisation_id: int) -> bool:
        """Whether the reader may publish in that organisation's name (owner or editor, with a second factor)."""
        return self.has_role(organisation_id, *SPEAKING_ROLES)

    def moderates(self) -> bool:
        """Whether the reader is a moderator with a second factor."""
        return self.moderator and self.second_factor


ANONYMOUS = Reader()


def reader_of(request: HttpRequest) -> Reader:
    """Return who asks for a page; nobody known where that was not found out yet."""
    found: Reader = getattr(request, "reader", ANONYMOUS)
    return found


@dataclass(frozen=True)
class Rule:
    """A declared rule: its audience for people to read, and the test of one reader and the view's arguments."""

    audience: str
    allows: Callable[..., bool]
    cached: bool = False


def _declare(rule: Rule) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        return view

    return mark


def everyone(view: View) -> View:
    """Declare a view open to all."""
    return _declare(Rule("everyone", lambda reader, **_: True))(view)


def cached(view: View) -> View:
    """Declare a view open to all, whose answer to readers who are not signed in may be kept for some seconds."""
    return _declare(Rule("everyone", lambda reader, **_: True, cached=True))(view)


def members(view: View) -> View:
    """Declare a view for people who are signed in."""
    return _declare(Rule("members", lambda reader, **_: reader.signed_in))(view)


def moderators(view: View) -> View:
    """Declare a view for moderators with a second factor."""
    return _declare(Rule("moderators", lambda reader, **_: reader.moderates()))(view)


def only(policy: Callable[..., bool], *, audience: str = "officers") -> Callable[[View], View]:
    """Declare a view for readers whom `policy(reader, **url arguments)` lets in; all others get 404."""
    return _declare(Rule(audience, policy))


def rule_of(view: Any) -> Rule | None:
    """Return a view's declared rule, looking through class-based views."""
    found = getattr(view, "access", None) or getattr(getattr(view, "view_class", None), "access", None)
    return found if isinstance(found, Rule) else None


class AccessMiddleware:
    """Lets a request through to its view only if the view's rule allows the reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next step."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision falls in `process_view`."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Decide by the declared rule: on, to sign-in, to the second factor, or 404."""
        rule = rule_of(view)
        reader: Reader = getattr(request, "reader", ANONYMOUS)
        if rule is None:
            raise Http404
        if rule.audience == "everyone" or rule.allows(reader, **kwargs):
            return None
        if not reader.signed_in and request.method == "POST":
            from usi.base import errors

            return errors.signed_out(request)
        if not reader.signed_in:
            _end_a_session_of_nobody(request)
            return HttpResponseRedirect(f"{reverse('account_login')}?next={quote(request.get_full_path())}")
        if not reader.second_factor and rule.allows(_with_second_factor(reader), **kwargs):
            return HttpResponseRedirect(f"{reverse('people:second_factor')}?next={quote(request.get_full_path())}")
        raise Http404


def _end_a_session_of_nobody(request: HttpRequest) -> None:
    # The person behind the account was suspended or is gone: sign-in would lead straight back here.
    if request.user.is_authenticated:
        logout(request)
        messages.error(request, _("You are signed out, since this account cannot be used at present. Sign in to see why."))


def _with_second_factor(reader: Reader) -> Reader:
    # The reader may stand behind a lazy object, which `dataclasses.replace` does not take.
    return Reader(**{each.name: getattr(reader, each.name) for each in fields(Reader)} | {"second_factor": True})
