"""An organisation's page: names, facts, affiliations both ways, and what it published."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.spine.actors import actions as actors
from usi.spine.actors import types
from usi.spine.actors.models import Actor
from usi.spine.organisations import actions
from usi.spine.organisations.models import ImportedRow, OrganisationLanguage, OrganisationSector
from usi.spine.organisations.tests import factories
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy.models import Theme

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def union():
    taxonomy.install()
    made = factories.organisation(
        handle="dockers", name="Σωματείο Λιμενεργατών", language="el", country="GR", short_name="ΣΛΠ", members=1480,
        members_as_of=date(2025, 12, 31), founded=1983, website="https://dockers.example", summary="Οργανώνουμε τους λιμενεργάτες.",
    )  # fmt: skip
    actors.set_text(actor=made.actor, language="en", name="Dockers’ Union", summary="We organise dockers.")
    actors.set_text(actor=made.actor, language="ar", name="نقابة عمال الميناء")
    OrganisationSector.objects.create(organisation=made, code="52")
    OrganisationLanguage.objects.create(organisation=made, language="el")
    made.themes.set(Theme.objects.filter(actor__handle="strikes"))
    return made


def test_it_is_registered_as_an_actor_type(union):
    assert types.get("organisation").url(union.actor) == "/en/organisations/dockers/"


def test_it_shows_names_facts_and_as_of(client, union):
    text = client.get("/en/organisations/dockers/").content.decode().replace("<wbr>", "")
    for words in (
        "Dockers’ Union", "Σωματείο Λιμενεργατών", "نقابة عمال الميناء", "We organise dockers.", "Greece", "1,480",
        "as of December 31, 2025", "1983", "https://dockers.example", "@dockers@testserver", "Greek", "ΣΛΠ",
    ):  # fmt: skip
        assert words in text, words
    greek = client.get("/el/organisations/dockers/").content.decode()
    assert "Οργανώνουμε τους λιμενεργάτες." in greek
    arabic = client.get("/ar/organisations/dockers/").content.decode()
    assert '<h1 dir="auto" lang="ar">نقابة عمال الميناء</h1>' in arabic


def test_affiliations_stand_on_both_pages_with_their_dates(client, union):
    world = factories.organisation(handle="world", name="World Federation")
    past = factories.organisation(handle="past", name="Former Federation")
    by = factories.member(union, role="owner").actor
    stated = [actions.Stated(world, since="1998-05"), actions.Stated(past, since="1980", until="1998")]
    actions.set_affiliations(union, by=by, version=union.version, stated=stated)
    text = client.get("/en/organisations/dockers/").content.decode()
    assert "World Federation" in text
    assert "1998-05" in text
    assert "Former Federation" in text
    up = client.get("/en/organisations/world/").content.decode()
    assert "Dockers’ Union" in up
    assert "?of=world" in up
    assert "Dockers’ Union" not in client.get("/en/organisations/past/").content.decode()


def test_a_page_nobody_keeps_says_so_and_where_it_comes_from(client, union):
    bare = factories.organisation(handle="bare", claimed=False, verified=False, country="", country_unknown=True)
    ImportedRow.objects.create(
        organisation=bare, source="A list of unions", source_key="1", source_date=date(2014, 5, 1), row={"secret": "raw cell"}, digest="x"
    )
    text = client.get("/en/organisations/bare/").content.decode()
    for words in ("Nobody from this organisation keeps this page", "A list of unions", "May 1, 2014", "country not known"):
        assert words in text, words
    assert reverse("organisations:claim", args=["bare"]) in text
    assert "raw cell" not in text


def test_a_demonstration_page_says_so(client, union):
    union.demonstration = True
    union.save(update_fields=["demonstration"])
    assert "It does not exist" in client.get("/en/organisations/dockers/").content.decode()


def test_it_lists_what_is_out_and_nothing_else(client, union):
    publication(author=union.actor, title="Out for everyone")
    publication(author=union.actor, title="Still a draft", state="draft")
    text = client.get("/en/organisations/dockers/").content.decode()
    assert "Out for everyone" in text
    assert "Still a draft" not in text


@pytest.mark.parametrize("state", [Actor.State.SUSPENDED, Actor.State.CLOSED])
def test_what_is_suspended_or_closed_is_not_found(client, union, state):
    actors.set_state(union.actor, state=state, by=None)
    assert client.get("/en/organisations/dockers/").status_code == 404
    assert client.get("/en/organisations/nobody/").status_code == 404


def test_a_person_or_theme_of_that_handle_is_no_organisation(client, union):
    factories.person(handle="anna")
    assert client.get("/en/organisations/anna/").status_code == 404
    assert client.get("/en/organisations/strikes/").status_code == 404


def test_the_members_website_cannot_run_a_script(client, union):
    actors.set_text(actor=union.actor, language="en", name="<script>alert(1)</script>", summary="<img src=x onerror=alert(1)>")
    text = client.get("/en/organisations/dockers/").content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text


def counted(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_it_takes_few_queries_whatever_there_is(client, signed_in, union):
    few = counted(client, "/en/organisations/dockers/")
    by = factories.member(union, role="owner")
    for number in range(12):
        other = factories.organisation(handle=f"o{number}")
        actions.set_affiliations(other, by=by.actor, version=other.version, stated=[actions.Stated(union)])
        OrganisationSector.objects.create(organisation=union, code=f"1{number % 10}") if number < 10 else None
        publication(author=union.actor, title=f"Text {number}")
        actions.vouch(factories.organisation(verified=False), by_organisation=other, person=factories.member(other, role="owner"), how="x")
    many = counted(client, "/en/organisations/dockers/")
    assert many <= 15
    assert many <= few + 2
    assert counted(signed_in(by), "/en/organisations/dockers/") <= 15


def test_its_people_see_what_they_can_do_and_others_do_not(client, signed_in, union):
    assert "Edit this page" not in client.get("/en/organisations/dockers/").content.decode()
    owner, member = factories.member(union, role="owner"), factories.member(union, role="member")
    assert "Edit this page" in signed_in(owner).get("/en/organisations/dockers/").content.decode()
    text = signed_in(member).get("/en/organisations/dockers/").content.decode()
    assert "Edit this page" not in text
    assert "People and roles" in text
