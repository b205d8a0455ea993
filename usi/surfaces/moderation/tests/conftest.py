import pytest

from usi.base import ids, time
from usi.spine.organisations.tests import factories
from usi.spine.publications.tests.factories import publication, toy_kind


@pytest.fixture(autouse=True)
def toy(db):
    """A kind that no room knows; its page is the front page, which takes no number, so it has none."""
    from usi.spine.publications import kinds

    yield toy_kind()
    kinds.unregister("toy")


@pytest.fixture
def set_clock(monkeypatch):
    """Return a function that sets the clock; ids made in a set future do not push later ones ahead."""
    monkeypatch.setattr(ids, "_last", ids._last)
    return lambda moment: monkeypatch.setattr(time, "now", lambda: moment)


@pytest.fixture
def language_of():
    """Return a function that reads the language a mail is written in."""
    return lambda mail: mail.get_body(("html",)).get_content().split('lang="')[1].split('"')[0]


@pytest.fixture
def union(db):
    return factories.organisation(name="Dockers", language="el")


@pytest.fixture
def owner(union):
    return factories.member(union, role="owner", email="owner@example.org")


@pytest.fixture
def editor(union):
    return factories.member(union, role="editor", email="editor@example.org")


@pytest.fixture
def moderator(db):
    return factories.person(moderator=True, second_factor=True, name="Moira")


@pytest.fixture
def other_moderator(db):
    return factories.person(moderator=True, second_factor=True, name="Otto")


@pytest.fixture
def item(union):
    text = {"title": "A wooden horse", "summary": "It has wheels.", "body": "The horse **rolls** on."}
    return publication(author=union.actor, kind="toy", language="el", **text)
