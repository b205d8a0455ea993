"""Every address, called by everyone: the answer is what the declared rule says."""

import pytest
from django.urls import URLPattern
from django.utils import translation

from usi.base import access, checks
from usi.base.access import ANONYMOUS
from usi.spine.organisations.queries import reader_of
from usi.spine.organisations.tests import factories
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy

pytestmark = pytest.mark.django_db


def rules():
    return [(route, pattern) for route, pattern in checks.patterns()]


def test_every_address_declares_its_rule():
    assert checks.every_view_declares_who_may_call_it() == []
    assert len(rules()) > 60


@pytest.fixture
def network(db):
    taxonomy.install()
    ours, theirs = factories.organisation(handle="ours"), factories.organisation(handle="theirs")
    people = {
        "anonymous": None,
        "member": factories.member(ours, role="member"),
        "officer elsewhere": factories.member(theirs, role="owner"),
        "officer": factories.member(ours, role="owner"),
        "moderator": factories.person(moderator=True, second_factor=True),
    }
    draft = publication(author=ours.actor, state="draft", kind="article")
    from usi.features.newsroom.models import Article

    Article.objects.create(publication=draft)
    return ours, people, draft


def arguments(pattern: URLPattern, ours, draft) -> dict:
    known = {
        "number": draft.pk, "handle": "ours", "language": "en", "format": "rss", "kind": "article", "written": "el", "code": "gr", "what": "actor",
        "name": "x", "token": "x", "key": "x", "uidb36": "x", "pk": 1, "path": "x",
    }
    return {name: known.get(name, 1 if "Int" in type(converter).__name__ else "x") for name, converter in pattern.pattern.converters.items()}


def address(route: str, pattern: URLPattern, values: dict) -> str | None:
    import re

    if "(?P" in route:
        return None
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values.get(found.group(1), "1" if found.group(1) == "pk" else "x")), route)
    return "/" + filled.lstrip("/")


def expected(rule, reader, values) -> set[int]:
    if rule.audience == "everyone" or rule.allows(reader, **values):
        return {200, 204, 301, 302, 303, 400, 403, 404, 405, 410, 429, 503}
    if not reader.signed_in:
        return {302}
    return {302, 404}


def test_every_address_answers_as_declared(client, network):
    ours, people, draft = network
    broken = []
    for who, person in people.items():
        client.logout()
        reader = ANONYMOUS
        if person is not None:
            client.force_login(person.account, backend="allauth.account.auth_backends.AuthenticationBackend")
            reader = reader_of(account_id=person.account_id)
        for route, pattern in rules():
            rule = access.rule_of(pattern.callback)
            values = arguments(pattern, ours, draft)
            with translation.override("en"):
                target = address(route, pattern, values)
            if target is None or "logout" in route:
                continue
            answer = client.get(target)
            if answer.status_code not in expected(rule, reader, values):
                broken.append((who, target, answer.status_code))
            if answer.status_code == 302 and not (rule.audience == "everyone" or rule.allows(reader, **values)):
                if "login" not in answer.headers["Location"] and "protect" not in answer.headers["Location"]:
                    broken.append((who, target, answer.headers["Location"]))
    assert broken == []


def test_what_only_officers_may_call_is_not_found_by_officers_elsewhere(client, network):
    ours, people, draft = network
    client.force_login(people["officer elsewhere"].account, backend="allauth.account.auth_backends.AuthenticationBackend")
    for route in (f"/en/news/{draft.pk}/", f"/en/news/{draft.pk}/edit/", f"/en/news/{draft.pk}/versions/", "/en/organisations/ours/edit/", "/en/organisations/ours/people/"):
        assert client.get(route).status_code == 404, route
