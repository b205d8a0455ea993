"""Tables and map say the same, and only what the reader may see."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from usi.base.access import ANONYMOUS
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.organisations.queries import reader_of
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import countries
from usi.spine.taxonomy import queries as subjects
from usi.surfaces.atlas import geometry, queries

pytestmark = pytest.mark.django_db


def about(*codes, themes=()):
    return subjects.subjects(countries=codes, themes=themes)


def counted(reader=ANONYMOUS, **asked):
    choice = queries.Choice.read(asked, themes=subjects.themes(language="en"))
    return queries.counts(choice, reader=reader)


def get(client, name="world", query="", **kwargs):
    return client.get(reverse(f"atlas:{name}", kwargs=kwargs) + query)


@pytest.mark.storage
def test_organisations_and_every_kind_are_counted_by_country(toys):
    union = factories.organisation(country="KE")
    factories.organisation(country="KE")
    factories.organisation(country="")
    publication(author=union.actor, kind="toy", subjects=about("KE", "UG"))
    publication(author=union.actor, kind="toy", subjects=about("KE"))
    assert counted() == {"KE": {"organisation": 2, "toy": 2}, "UG": {"toy": 1}}
    assert counted(kind="toy") == {"KE": {"toy": 2}, "UG": {"toy": 1}}
    assert counted(kind="organisation") == {"KE": {"organisation": 2}}


@pytest.mark.storage
@pytest.mark.parametrize("theme", ["", "strikes"])
def test_what_the_reader_may_not_see_is_not_counted(toys, theme):
    union = factories.organisation(country="")
    member, stranger = factories.member(union), factories.person()
    placed = {"author": union.actor, "kind": "toy", "subjects": about("KE", themes=["strikes"])}
    for visibility in ("public", "network", "organisation"):
        publication(**placed, visibility=visibility)
    publication(**placed, state="draft")
    publications.moderate(publication(**placed), to="hidden", by=None)
    readers = (ANONYMOUS, reader_of(account_id=stranger.account_id), reader_of(account_id=member.account_id))
    assert [counted(reader, theme=theme)["KE"]["toy"] for reader in readers] == [1, 2, 3]


@pytest.mark.storage
def test_neither_suspended_organisations_nor_what_they_said_is_counted(toys, react):
    union = factories.organisation(country="KE")
    publication(author=union.actor, kind="toy", subjects=about("KE"))
    assert counted() == {"KE": {"organisation": 1, "toy": 1}}
    actors.set_state(union.actor, state=Actor.State.SUSPENDED, by=None)
    react()
    assert counted() == {}


@pytest.mark.storage
def test_a_theme_narrows_and_a_section_holds_its_sub_themes(toys):
    union = factories.organisation(country="KE")
    section = next(row for row in subjects.themes(language="en") if row.theme.parent_id is None)
    child = next(row for row in subjects.themes(language="en") if row.theme.parent_id == section.pk)
    union.themes.set([child.theme])
    publication(author=union.actor, kind="toy", subjects=about("UG", themes=[child.handle, section.handle]))
    publication(author=union.actor, kind="toy", subjects=about("UG"))
    assert counted(theme=section.handle) == {"KE": {"organisation": 1}, "UG": {"toy": 1}}
    assert counted(theme=child.handle) == {"KE": {"organisation": 1}, "UG": {"toy": 1}}


@pytest.mark.parametrize("query", ["", "?kind=toy", "?theme=strikes", "?kind=organisation"])
def test_the_map_says_what_the_table_says(client, toys, query):
    union = factories.organisation(country="KE")
    union.themes.set([about(themes=["strikes"])[0].theme])
    publication(author=union.actor, kind="toy", subjects=about("KE", "TZ", themes=["strikes"]))
    page = get(client, "region", query + ("&" if query else "?") + "map=show", region="africa").content.decode()
    on_map = {name: int(total) for name, total in re.findall(r"<title>([^<]+): (\d+)</title>", page) if int(total)}
    in_table = re.findall(r'<th scope="row"><a href="[^"]*">([^<]+)</a></th><td><b class="num">(\d+)</b>', page)
    assert on_map
    assert on_map == {name: int(total) for name, total in in_table}


def test_the_list_comes_first_and_the_map_only_when_it_is_asked_for(client, toys):
    page = get(client).content.decode()
    assert "<svg class=\"map" not in page
    assert re.search(r'<a class="btn" href="/en/map/\?map=show#map"[^>]*>Show the map \(<bdi>\d+\xa0KB</bdi>\)', page)
    shown = get(client, query="?map=show").content.decode()
    assert '<svg class="map' in shown
    assert "Borders are drawn as they are controlled on the ground" in shown
    assert "Kosovo, Northern Cyprus" in shown


def test_every_country_is_a_link_in_the_list_and_on_the_map(client, toys):
    listed = get(client).content.decode()
    table = listed.partition('id="table"')[2]
    drawn = get(client, query="?map=show").content.decode().partition('<svg class="map')[2].partition("</svg>")[0]
    for code in countries.codes():
        address = reverse("taxonomy:country", args=[code.lower()])
        assert f'href="{address}"' in table, code
        assert f'<a href="{address}"><title>' in drawn, code


def test_no_map_carries_a_style_a_script_or_another_host(client, toys):
    page = get(client, query="?map=show").content.decode()
    drawn = page.partition('<svg class="map')[2].partition("</svg>")[0]
    assert not re.search(r"style=|<style|<script|https?:", drawn)


def test_each_kind_keeps_its_choice_on_the_way_to_regions_and_countries(client, toys):
    publication(author=factories.organisation(country="").actor, kind="toy", subjects=about("KE"))
    page = get(client, query="?kind=toy&theme=").content.decode()
    assert 'href="/en/map/africa/?kind=toy"' in page
    assert 'href="/en/countries/ke/?kind=toy"' in page


@pytest.mark.parametrize("region", ["nowhere", "world", "ke", "africa-", "a" * 300])
def test_an_unknown_region_is_not_found(client, toys, region):
    assert get(client, "region", region=region).status_code == 404
    if region != "world":
        assert get(client, "picture", sheet=region).status_code == 404


@pytest.mark.parametrize("code", ["zz", "KE", "kenya", "e" * 300])
def test_an_unknown_country_has_no_picture(client, toys, code):
    assert client.get(reverse("atlas_plain:cut", args=[code]), follow=True).status_code == 404


@pytest.mark.parametrize("query", ["?kind=nothing", "?theme=nothing", "?kind=%00%3Cscript%3E", "?theme=" + "x" * 5000, "?map=%22%3E", "?kind=a&kind=b"])
def test_what_means_nothing_is_left_out_politely(client, toys, query):
    factories.organisation(country="KE")
    answer = get(client, query=query)
    assert answer.status_code == 200
    assert '<td><b class="num">1</b> <span class="meta"><span class="part">Organisations <span class="num">1</span></span>' in answer.content.decode()


def test_whoever_asks_for_themes_without_end_is_asked_to_wait(client, toys, monkeypatch):
    monkeypatch.setattr("usi.surfaces.atlas.views.TIMES", 2)
    answers = [get(client, query="?theme=strikes"), get(client, "picture", "?theme=strikes", sheet="world"), get(client, query="?theme=strikes")]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert get(client).status_code == 200


@pytest.mark.parametrize("name", ["world", "europe"])
def test_the_map_is_a_file_of_its_own_with_a_tag(client, toys, name):
    answer = get(client, "picture", sheet=name)
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert answer.headers["ETag"]
    again = client.get(reverse("atlas:picture", args=[name]), headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    factories.organisation(country="GR")
    assert get(client, "picture", sheet=name).headers["ETag"] != answer.headers["ETag"]


def test_a_country_page_shows_its_country_in_its_region_without_its_weight(client, toys):
    page = client.get(reverse("taxonomy:country", args=["ke"])).content.decode()
    assert '<img src="/map/ke.svg" width="304"' in page
    assert 'loading="lazy" alt="Kenya on the map of its region: Africa"' in page
    assert 'href="/en/map/africa/?map=show#map"' in page
    picture = client.get("/map/ke.svg")
    assert picture.headers["Cache-Control"] == "public, max-age=86400"
    assert picture.headers["ETag"]


def test_in_text_only_mode_a_country_page_has_the_link_and_no_picture(client, toys):
    client.cookies["text_only"] = "1"
    page = client.get(reverse("taxonomy:country", args=["ke"])).content.decode()
    assert "/map/ke.svg" not in page
    assert 'href="/en/map/africa/"' in page


def test_directory_countries_themes_and_every_foot_lead_to_the_map(client, toys):
    assert 'href="/en/map/?kind=organisation"' in client.get(reverse("organisations:directory")).content.decode()
    assert 'class="btn alt" href="/en/map/"' in client.get(reverse("taxonomy:countries")).content.decode()
    assert 'href="/en/map/?theme=strikes"' in client.get(reverse("taxonomy:theme", args=["strikes"])).content.decode()
    assert '<a href="/en/map/">Map</a>' in client.get(reverse("website:about")).content.decode()


@pytest.mark.parametrize("language", ["el", "ar", "pt-br"])
def test_a_page_with_its_map_and_all_that_belongs_to_it_is_not_heavier_than_thirty_kilobytes(client, toys, monkeypatch, language):
    large = {code: {"organisation": place * 7919 % 12000, "toy": place * 13 % 999} for place, code in enumerate(countries.codes())}
    monkeypatch.setattr(queries, "counts", lambda choice, reader: large)
    styles = gzip.compress(Path(finders.find("atlas/atlas.css")).read_bytes(), 6)
    for sheet in geometry.names():
        address = f"/{language}/map/" + ("" if sheet == "world" else f"{sheet}/")
        page = client.get(address, {"kind": "organisation", "map": "show"})
        assert b'<svg class="map' in page.content
        assert len(gzip.compress(page.content, 6)) + len(styles) <= 30_000, sheet
        alone = client.get(f"/{language}/map/{sheet}.svg", {"kind": "organisation", "ink": "dark"})
        assert len(gzip.compress(alone.content, 6)) <= 30_000, sheet


@pytest.mark.parametrize(
    ("code", "names"),
    [("gr", "Kosovo, Northern Cyprus"), ("ke", "Somaliland"), ("sa", "Somaliland"), ("in", "the Siachen Glacier"), ("br", "")],
)
def test_a_country_page_names_the_borders_that_its_picture_draws(client, toys, code, names):
    page = client.get(reverse("taxonomy:country", args=[code])).content.decode()
    assert "Borders are drawn as they are controlled on the ground" in page
    assert ("Dashed land" in page) == ('stroke-dasharray' in client.get(f"/map/{code}.svg").content.decode()) == bool(names)
    assert names in page
    client.cookies["text_only"] = "1"
    assert "Borders are drawn" not in client.get(reverse("taxonomy:country", args=[code])).content.decode()
