"""What a saved search tells of: what came, not what changed."""

import pytest

from usi.spine.actors import actions as actors
from usi.spine.organisations import actions as organisations
from usi.spine.organisations.tests import factories
from usi.spine.organisations.tests.importing import bring
from usi.spine.people import actions as people
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.surfaces.search import actions
from usi.surfaces.search.tests.test_saved import tomorrow

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def mailed(react, outbox):
    """Return the text of the mail that telling makes, empty where it makes none."""
    before = len(outbox())
    react()
    actions.tell()
    react()
    return "".join(mail.get_body(("plain",)).get_content() for mail in outbox()[before:])


def test_new_organisations_and_people_who_agreed_are_news_and_what_changed_is_not(keep, person, union, react, outbox, monkeypatch):
    old = organisations.create(by=None, kind="union", name="Old dockers", language="en", country="GR")
    known, fresh, shy = (factories.person(name=f"{name} docker") for name in ("Known", "Fresh", "Shy"))
    people.show_to(known, audiences={"country": "public"})
    react()
    keep(q="docker")
    organisations.create(by=None, kind="union", name="New dockers", language="en", country="GR")
    organisations.create(by=None, kind="union", name="New cooks", language="en", country="GR")
    actors.set_text(actor=old.actor, language="el", name="Docker", state="unchecked")
    people.show_to(known, audiences={"country": "public", "skills": "public"})
    people.show_to(fresh, audiences={"country": "public"})
    people.show_to(shy, audiences={"country": "network"})
    item = publication(author=union, kind="toy", title="A docker speaks")
    text = mailed(react, outbox)
    assert [name in text for name in ("New dockers", "Fresh docker", "A docker speaks")] == [True] * 3
    assert not [name for name in ("Old dockers", "New cooks", "Known docker", "Shy docker", person.actor.name) if name in text]
    tomorrow(monkeypatch)
    people.show_to(fresh, audiences={"skills": "public"})
    publications.translate(item, language="el", title="Ένας docker")
    assert mailed(react, outbox) == ""


def test_organisations_that_a_list_brought_in_are_news_once(keep, react, outbox, monkeypatch, tmp_path):
    factories.organisation(name="Known dockers")
    keep(q="dockers")
    bring(tmp_path, {"id": "1", "name": "Listed dockers", "country": "Greece"})
    text = mailed(react, outbox)
    assert "Listed dockers" in text
    assert "Known dockers" not in text
    tomorrow(monkeypatch)
    bring(tmp_path, {"id": "2", "name": "Listed cooks", "country": "Greece"})
    assert mailed(react, outbox) == ""


def test_whoever_keeps_a_search_is_no_news_to_themselves(keep, person, react, outbox):
    keep(q=person.actor.name)
    people.show_to(person, audiences={"country": "public"})
    assert mailed(react, outbox) == ""
