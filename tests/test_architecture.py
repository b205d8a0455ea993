"""A kind that no room knows appears everywhere, without any shared code knowing its name."""

import re

import feedparser
import pytest
from django.urls import reverse

from usi.spine.actors import actions as actors
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications import kinds
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import queries as taxonomy_queries

pytestmark = pytest.mark.django_db


def _pieces(numbers):
    return {number: {"colour": "vermilion"} for number in numbers}


@pytest.fixture
def toy(react):
    taxonomy.install()
    kind = kinds.register(kinds.Kind(name="toy", label="Toy", label_plural="Toys", url_name="newsroom:page", pieces=_pieces))
    union = factories.organisation(handle="toymakers", name="Toymakers")
    subjects = taxonomy_queries.subjects(themes=["strikes"], countries=["GR"])
    made = publication(author=union.actor, kind=kind.name, title="A wooden horse", subjects=subjects)
    react()
    yield made
    kinds.unregister("toy")


@pytest.mark.parametrize(
    "address",
    [
        lambda: reverse("taxonomy:theme", args=["strikes"]),
        lambda: reverse("taxonomy:country", args=["gr"]),
        lambda: reverse("organisations:page", args=["toymakers"]),
        lambda: reverse("search:search") + "?q=wooden",
        lambda: reverse("taxonomy:theme", args=["strikes"]) + "?kind=toy",
    ],
)
def test_it_is_on_every_page_of_lists(client, toy, address):
    assert "A wooden horse" in re.sub("</?mark>", "", client.get(address()).content.decode())


def test_it_is_in_the_feeds_of_everything_its_kind_its_theme_and_its_author(client, toy):
    for name, *args in (("all", "en", "rss"), ("kind", "en", "toy", "atom"), ("actor", "en", "strikes", "rss"), ("actor", "en", "toymakers", "rss")):
        parsed = feedparser.parse(client.get(reverse(f"feed_plain:{name}", args=args)).content)
        assert [entry.title for entry in parsed.entries] == ["A wooden horse"], (name, args)


def test_it_is_in_the_home_feed_of_who_follows_its_theme(signed_in, toy):
    reader = factories.person()
    actors.follow(follower=reader.actor, target=taxonomy_queries.subjects(themes=["strikes"])[0])
    assert "A wooden horse" in signed_in(reader).get(reverse("website:home")).content.decode()


def test_it_is_read_in_another_language_found_by_its_pieces_and_its_translation_is_corrected(client, toy, react):
    publications.translate(toy, language="el", title="Ένα ξύλινο αλογάκι", pieces={"colour": "κιννάβαρι"})
    react()
    assert "Ένα ξύλινο αλογάκι" in client.get("/el/themes/strikes/").content.decode()
    assert "Ένα ξύλινο αλογάκι" in client.get("/el/search/?q=κιννάβαρι").content.decode()
    assert "A wooden horse" in client.get("/en/search/?q=vermilion").content.decode()
    page = client.get(f"/en/translate/correct/{toy.pk}/el/").content.decode()
    assert "Ένα ξύλινο αλογάκι" in page


def test_it_is_in_the_moderation_queue(signed_in, toy):
    publications.moderate(toy, to="held", by=None)
    moderator = factories.person(moderator=True, second_factor=True)
    assert "A wooden horse" in signed_in(moderator).get(reverse("moderation:queue")).content.decode()


def test_it_is_counted_on_the_map_and_can_be_chosen_there(client, toy):
    page = client.get(reverse("atlas:region", args=["europe"]) + "?kind=toy&map=show").content.decode()
    assert "<title>Greece: 1</title>" in page
    assert '<option value="toy" selected>Toys</option>' in page


def test_no_shared_code_names_a_kind():
    from pathlib import Path

    root = Path(__file__).parents[1] / "usi"
    names = ('"article"', '"campaign"', "'article'", "'campaign'")
    shared = [path for storey in ("base", "spine", "surfaces") for path in (root / storey).rglob("*.py") if "tests" not in path.parts]
    assert not [path for path in shared if any(name in path.read_text("utf-8") for name in names)]


