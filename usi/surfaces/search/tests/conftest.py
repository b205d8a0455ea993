import re

import pytest
from django.urls import reverse

from usi.base.access import ANONYMOUS
from usi.spine.organisations.tests import factories
from usi.spine.publications import kinds
from usi.surfaces.search import queries
from usi.surfaces.search.queries import Question


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    """Register a kind that no room knows, and let no rebuild wait."""
    monkeypatch.setattr("usi.surfaces.search.actions.renewing.SECONDS_OF_GRACE", 0)
    yield kinds.register(kinds.Kind(name="toy", label="Toy", label_plural="Toys", url_name="newsroom:page"))
    kinds.unregister("toy")


@pytest.fixture
def union():
    return factories.organisation(name="Cranes of Piraeus").actor


@pytest.fixture
def listing(react):
    """Return a function that asks a question once the index has followed."""

    def ask(q, reader=ANONYMOUS, language="en", close=None, page=1, after=0, size=20, **facets):
        react()
        question = Question.read({"q": q} | facets, language=language)
        return queries.listing(question, reader=reader, close=close or queries.Near(language), page=page, after=after, size=size)

    return ask


@pytest.fixture
def titles(listing):
    """Return a function that gives the titles of what a question finds."""

    def ask(q, **options):
        return [row.title for row in listing(q, **options).items]

    return ask


@pytest.fixture
def find(client, react):
    """Return a function that gives the page of a question, without the marks on what was looked for."""

    def ask(q, language="en", **fields):
        react()
        answer = client.get(f"/{language}/search/", {"q": q} | fields)
        assert answer.status_code == 200
        return re.sub("</?mark>", "", answer.content.decode())

    return ask


@pytest.fixture
def person():
    """Return somebody with an account."""
    return factories.person()


@pytest.fixture
def keep(signed_in, person, ours):
    """Return a function that keeps a search for the person, and gives the page they see then."""
    def save(**fields):
        return signed_in(person).post(reverse("search:save"), fields, headers=ours, follow=True).content.decode()

    return save
