"""What cards and pages of updates say in what somebody reads: the campaign they are about, and notes of corrections."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html
from usi.features.campaigns.tests.news_helpers import released
from usi.spine.actors import actions as actors
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications
from usi.spine.publications import kinds

pytestmark = pytest.mark.django_db


def named(page):
    """Return language, title and what is said after it of each campaign that cards of updates name."""
    found = re.findall(r'About the campaign <a href="[^"]+" dir="auto" lang="([^"]+)">([^<]+)</a>(?: · ([^<]*))?</p>', page)
    return [tuple(part.strip() for part in row) for row in found]


def union_page(client, made, **headers):
    return html(client.get(made.author.get_absolute_url(), headers=headers))


def test_a_card_names_the_campaign_in_the_best_version_for_its_reader(client, signed_in):
    made = factories.campaign(title="Liman grevi", language="tr")
    released(made)
    follower = organisations.person()
    actors.follow(follower=follower.actor, target=made.author)
    assert named(union_page(client, made)) == [("tr", "Liman grevi", "in Turkish")]
    publications.translate(made, language="ar", title="إضراب الميناء", state="machine")
    assert named(union_page(client, made, accept_language="en, ar")) == [("ar", "إضراب الميناء", "translated from Turkish (by machine)")]
    publications.translate(made, language="en", title="The dock strike", state="checked")
    assert named(union_page(client, made)) == [("en", "The dock strike", "translated from Turkish")]
    assert named(html(signed_in(follower).get("/en/home/"))) == [("en", "The dock strike", "translated from Turkish")]
    client.cookies["usi_read"] = "original"
    assert named(union_page(client, made)) == [("tr", "Liman grevi", "in Turkish")]


def test_the_page_of_an_update_names_the_campaign_as_the_update_is_read(client):
    made = factories.campaign(title="Liman grevi", language="tr")
    update = released(made, language="tr", title="Konuşuyorlar")
    publications.translate(made, language="en", title="The dock strike")
    publications.translate(update, language="en", title="They talk")
    page = update.get_absolute_url()
    assert 'dir="auto" lang="en">The dock strike</a></li>' in html(client.get(page))
    assert 'dir="auto" lang="tr">Liman grevi</a></li>' in html(client.get(page, {"original": 1}))


@pytest.mark.storage
def test_campaigns_of_many_updates_are_read_in_one_query(client):
    union = organisations.organisation()

    def cost():
        client.get(union.actor.get_absolute_url())
        with CaptureQueriesContext(connection) as seen:
            page = html(client.get(union.actor.get_absolute_url(), headers={"accept-language": "en, tr"}))
        return len([row for row in seen if "WITH v(tag)" not in row["sql"]]), len(named(page))

    def grow(more):
        for number in range(more):
            made = factories.campaign(union=union, title=f"Grev {number}", language="tr")
            publications.translate(made, language="en", title=f"Strike {number}")
            released(made)

    grow(1)
    few, one = cost()
    grow(4)
    assert cost() == (few, 5 * one)


def test_a_campaign_that_is_not_for_everyone_is_not_named(client):
    made = factories.campaign(title="Liman grevi")
    update = released(made, title="They talk")
    publications.moderate(made, to="hidden", by=made.author, reason="spam")
    page = union_page(client, made)
    assert update.title in page
    assert named(page) == []
    assert "Liman grevi" not in page


def test_notes_of_corrections_of_an_update_are_read_in_the_language_of_the_text(client):
    update = released(factories.campaign(), urgent_reason="The hearing is tomorrow")
    update = publications.edit(update, by=update.author, version=update.version, note="It was Tuesday")
    note = f"corrections.{update.version}"
    assert kinds.pieces_of([(update.pk, update.kind)]) == {update.pk: {"urgent": "The hearing is tomorrow", note: "It was Tuesday"}}
    page = update.get_absolute_url().replace("/en/", "/el/")
    publications.translate(update, language="el", title="Μιλούν")
    assert '<span dir="auto" lang="en">It was Tuesday</span>' in html(client.get(page))
    publications.translate(update, language="el", title="Μιλούν", pieces={note: "Ήταν Τρίτη"})
    assert '<span dir="auto" lang="el">Ήταν Τρίτη</span>' in html(client.get(page))
    assert "It was Tuesday" in html(client.get(page, {"original": 1}))
