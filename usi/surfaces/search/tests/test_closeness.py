"""What lies close to a reader comes a little sooner, never before what meets the question better, and it says why."""

from datetime import timedelta

import pytest

from usi.base import ids, time
from usi.base.reading import Reading
from usi.spine.organisations.tests import factories
from usi.spine.people import actions as people
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import queries as taxonomy_queries
from usi.surfaces.search import actions
from usi.surfaces.search.queries import Near

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def age(item, *, days):
    """Let a publication have come out so many days ago."""
    at = time.now() - timedelta(days=days)
    Publication.objects.filter(pk=item.pk).update(position=ids.at(at), published_at=at)


@pytest.mark.parametrize(
    ("close", "field", "reason"),
    [
        (Near("el"), {"language": "el"}, "your language"),
        (Near("sw", "KE"), {"country": "KE"}, "your country"),
        (Near("sw", themes=frozenset({"strikes"})), {"themes": ["strikes"]}, "a theme of yours"),
        (Near("sw"), {"days": 0}, "new"),
    ],
    ids=["language", "country", "theme", "newness"],
)
def test_each_alone_lifts_a_hit_a_little_and_is_named_as_the_reason(listing, union, close, field, reason):
    taxonomy.install()
    days, themes = field.pop("days", 200), field.pop("themes", [])
    fields = {"summary": "horse", "language": "fr", "country": "FR"}
    near = publication(author=union, kind="toy", title="Near", subjects=taxonomy_queries.subjects(themes=themes), **fields | field)
    far = publication(author=union, kind="toy", title="Far", **fields)
    better = publication(author=union, kind="toy", title="Better horse", language="fr")
    for item, old in ((near, days), (far, 200 - bool(days)), (better, 4000)):
        age(item, days=old)
    found = listing("horse", close=close).items
    assert [row.title for row in found] == ["Better horse", "Near", "Far"]
    assert [row.why for row in found] == [["In the title"], ["In the summary", reason], ["In the summary"]]
    if days:
        assert [row.title for row in listing("horse", close=Near("sw")).items][1:] == ["Far", "Near"]
    assert all(row.why == [] for row in listing("horse", close=close, sort="new").items)


def test_a_name_in_a_foreign_language_is_not_said_to_be_in_ones_own(listing):
    taxonomy.install()
    actions.rebuild()
    (row,) = listing("Grèce", close=Near(Reading(("el", "en")))).items
    assert (row.language, row.why) == ("fr", ["This is the name"])
    (row,) = listing("Ελλάδα", close=Near(Reading(("el", "en")))).items
    assert row.why == ["This is the name", "your language"]


def test_what_all_results_have_in_common_is_no_reason(listing, union):
    for title in ("One horse", "Two horse"):
        publication(author=union, kind="toy", title=title)
    assert [row.why for row in listing("horse", close=Near("en")).items] == [["In the title"]] * 2
    publication(author=union, kind="toy", title="horse", language="fr")
    assert [row.why for row in listing("horse", close=Near("en")).items] == [["In the title", "your language"]] * 2 + [["In the title"]]


def test_languages_count_in_the_readers_order(titles, union):
    for language in ("de", "fr", "el"):
        publication(author=union, kind="toy", title=f"strike {language}", language=language)
    assert titles("strike", close=Near("sw")) == ["strike el", "strike fr", "strike de"]
    assert titles("strike", close=Near(Reading(("de", "fr")))) == ["strike de", "strike fr", "strike el"]


def places(html, *words):
    return sorted(words, key=lambda word: html.index(f">{word} "))


def test_the_page_reads_the_list_of_the_account_else_of_the_browser(client, signed_in, react, union):
    for language in ("el", "ar", "tr", "fr"):
        publication(author=union, kind="toy", title=f"{language} strike", language=language)
    react()

    def ask(browser):
        html = client.get("/en/search/", {"q": "strike"}, headers={"Accept-Language": browser}).content.decode()
        return places(html.replace("<mark>", ""), "el", "ar", "tr", "fr")

    assert ask("") == ["fr", "tr", "ar", "el"]
    assert ask("el,tr") == ["el", "tr", "fr", "ar"]
    person = factories.person()
    people.set_languages(person, read=["ar", "el"], translates=[])
    signed_in(person)
    assert ask("tr") == ["ar", "el", "fr", "tr"]


def test_among_versions_that_match_alike_the_one_a_card_would_show_is_shown(listing, union):
    item = publication(author=union, kind="toy", title="horse el", language="el")
    publications.translate(item, language="fr", title="horse fr", state="machine")
    publications.translate(item, language="tr", title="horse tr", state="checked")
    for languages, shown in ((("fr", "tr"), "tr"), (("fr",), "fr"), (("el", "tr"), "el"), (("de",), "el")):
        assert listing("horse", close=Near(Reading(languages))).items[0].language == shown, languages
