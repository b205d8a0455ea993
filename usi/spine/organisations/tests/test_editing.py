"""Editing: sections, names, affiliations, and two editors at once who lose nothing."""

import pytest
from django.urls import reverse

from usi.spine.actors.models import ActorText
from usi.spine.organisations import actions, queries
from usi.spine.organisations.models import Organisation
from usi.spine.organisations.tests import factories
from usi.spine.taxonomy import actions as taxonomy

pytestmark = pytest.mark.django_db


@pytest.fixture
def union():
    made = factories.organisation(handle="ours", name="Our Union", country="GR")
    return made, factories.member(made, role="editor")


def url(section):
    return reverse("organisations:edit", args=["ours", section])


BASICS = {"name": "Our Union", "language": "en", "short_name": "OU", "kind": "union", "country": "GR", "summary": "Who we are."}


def fresh():
    return Organisation.objects.select_related("actor").get(actor__handle="ours")


def test_every_section_has_its_page(signed_in, union):
    taxonomy.install()
    client = signed_in(union[1])
    for section in ("basics", "figures", "names", "place", "sectors", "subjects", "affiliations"):
        assert client.get(url(section)).status_code == 200, section
    assert client.get(reverse("organisations:edit", args=["ours"])).status_code == 200
    assert client.get(url("nothing")).status_code == 404


def test_what_is_saved_is_there_and_found(signed_in, ours, union):
    answer = signed_in(union[1]).post(url("basics"), BASICS | {"version": 1, "name": "Renamed Uniön"}, headers=ours)
    assert answer.status_code == 302
    row = fresh()
    assert (row.actor.name, row.short_name, row.actor.summary, row.version) == ("Renamed Uniön", "OU", "Who we are.", 2)
    assert row.confirmed_on is not None
    assert [found.pk for found in queries.by_name("renamed union")] == [row.pk]
    assert queries.by_name("Our Union") == []


def test_a_stale_edit_loses_neither_text(signed_in, ours, union):
    made, editor = union
    actions.edit(made, by=editor.actor, version=1, summary="Theirs: written by a colleague.", country="IT")
    client = signed_in(editor)
    answer = client.post(url("basics"), BASICS | {"version": 1, "summary": "Mine: written at the same time."}, headers=ours)
    text = answer.content.decode()
    assert answer.status_code == 200
    for words in ("Somebody else saved this page", "Theirs: written by a colleague.", "Mine: written at the same time.", "Italy"):
        assert words in text
    assert fresh().actor.summary == "Theirs: written by a colleague."
    assert 'name="version" value="2"' in text
    assert client.post(url("basics"), BASICS | {"version": 2, "summary": "Both."}, headers=ours).status_code == 302
    assert fresh().actor.summary == "Both."


def test_a_stale_action_changes_nothing(union):
    made, editor = union
    actions.edit(made, by=editor.actor, version=1, founded=1920)
    for attempt in (
        lambda: actions.edit(made, by=editor.actor, version=1, founded=1930),
        lambda: actions.set_names(made, by=editor.actor, version=1, texts={"el": ("Σ", "")}),
        lambda: actions.set_affiliations(made, by=editor.actor, version=1, stated=[]),
    ):
        with pytest.raises(actions.Stale) as stale:
            attempt()
        assert stale.value.current.founded == 1920
    assert fresh().founded == 1920


def test_saving_the_same_changes_nothing(union):
    made, editor = union
    assert actions.edit(made, by=editor.actor, version=1, name="Our  Union ", kind="union").version == 1


def test_a_new_name_that_looks_like_anothers_is_saved_only_knowingly(signed_in, ours, union):
    factories.organisation(name="Open Harbour Union", handle="open_harbour")
    client = signed_in(union[1])
    renamed = BASICS | {"version": 1, "name": "Оpen Harbour Uniоn"}
    assert "Looks like" in client.post(url("basics"), renamed, headers=ours).content.decode()
    assert fresh().actor.name == "Our Union"
    assert client.post(url("basics"), renamed | {"despite_likeness": "on"}, headers=ours).status_code == 302
    assert fresh().actor.name == "Оpen Harbour Uniоn"


def test_figures_are_checked(signed_in, ours, union):
    client = signed_in(union[1])
    for wrong in (
        {"founded": 3000}, {"founded": "x"}, {"members": -1}, {"members": 10}, {"members": 10, "members_as_of": "2999-01-01"},
        {"website": "javascript:alert(1)"}, {"fediverse": "no address"}, {"members": 10**12, "members_as_of": "2020-01-01"},
        {"version": "x"}, {"founded": "٢٠" * 300},
    ):  # fmt: skip
        answer = client.post(url("figures"), {"version": 1} | wrong, headers=ours)
        assert answer.status_code == 200, wrong
        assert "What you typed is still here" in answer.content.decode()
    right = {"founded": 1920, "members": 10, "members_as_of": "2020-01-01", "website": "ours.example", "fediverse": "ours@social.example"}
    assert client.post(url("figures"), {"version": 1} | right, headers=ours).status_code == 302
    row = fresh()
    assert (row.founded, row.members, str(row.members_as_of)) == (1920, 10, "2020-01-01")
    assert (row.website, row.fediverse) == ("https://ours.example", "@ours@social.example")


def test_names_in_other_languages_come_change_and_go(signed_in, ours, union):
    client = signed_in(union[1])
    added = {"version": 1, "new_language": "ar", "new_name": "نقابتنا", "new_summary": "من نحن"}
    assert client.post(url("names"), added, headers=ours).status_code == 302
    assert queries.by_name("نقابتنا")
    changed = {"version": 2, "name_ar": "نقابتنا العامة", "summary_ar": "من نحن", "new_language": "el", "new_name": "Η Ένωσή μας"}
    assert client.post(url("names"), changed, headers=ours).status_code == 302
    assert dict(ActorText.objects.values_list("language", "name")) == {"ar": "نقابتنا العامة", "el": "Η Ένωσή μας"}
    gone = {"version": 3, "name_ar": "", "summary_ar": "", "name_el": "Η Ένωσή μας"}
    assert client.post(url("names"), gone, headers=ours).status_code == 302
    assert list(ActorText.objects.values_list("language", flat=True)) == ["el"]
    assert queries.by_name("نقابتنا") == []


def test_no_name_is_thrown_away_unsaid(signed_in, ours, union):
    client = signed_in(union[1])
    text = client.post(url("names"), {"version": 1, "new_name": "Σωματείο"}, headers=ours).content.decode()
    assert "Say in which language" in text
    assert "Σωματείο" in text
    text = client.post(url("names"), {"version": 1, "new_language": "el", "new_summary": "Κείμενο"}, headers=ours).content.decode()
    assert "Write the name too" in text


def test_a_stale_edit_of_names_shows_theirs(signed_in, ours, union):
    made, editor = union
    actions.set_names(made, by=editor.actor, version=1, texts={"el": ("Δικό τους", "")})
    mine = {"version": 1, "name_el": "Δικό μου", "new_language": "", "new_name": ""}
    text = signed_in(editor).post(url("names"), mine, headers=ours).content.decode()
    assert "Δικό τους" in text
    assert "Δικό μου" in text
    assert ActorText.objects.get().name == "Δικό τους"


def test_sectors_themes_and_languages_are_set_as_a_whole(signed_in, ours, union):
    taxonomy.install()
    client = signed_in(union[1])
    assert client.post(url("sectors"), {"version": 1, "sectors": ["h", "52"]}, headers=ours).status_code == 302
    assert client.post(url("sectors"), {"version": 2, "sectors": ["52", "86"]}, headers=ours).status_code == 302
    assert client.post(url("subjects"), {"version": 3, "themes": ["strikes"], "languages": ["el", "ar"]}, headers=ours).status_code == 302
    row = queries.editable("ours")
    assert {one.code for one in row.sectors.all()} == {"52", "86"}
    assert {one.language for one in row.languages.all()} == {"el", "ar"}
    assert [one.actor.handle for one in row.themes.all()] == ["strikes"]
    assert client.post(url("sectors"), {"version": 4, "sectors": ["zz"]}, headers=ours).status_code == 200
    assert "checked" in client.get(url("sectors")).content.decode()


def test_moderators_correct_pages_nobody_keeps_and_no_others(signed_in, ours, union):
    factories.organisation(handle="bare", claimed=False, verified=False)
    client = signed_in(factories.person(moderator=True, second_factor=True))
    assert client.get(reverse("organisations:edit", args=["bare"])).status_code == 200
    assert client.get(reverse("organisations:edit", args=["ours"])).status_code == 404
    client.post(reverse("organisations:edit", args=["bare", "figures"]), {"version": 1, "founded": 1900}, headers=ours)
    row = Organisation.objects.get(actor__handle="bare")
    assert (row.founded, row.confirmed_on) == (1900, None)


def test_its_people_confirm_that_all_is_right(signed_in, ours, union):
    assert fresh().confirmed_on is None
    signed_in(union[1]).post(reverse("organisations:confirm", args=["ours"]), headers=ours)
    assert fresh().confirmed_on is not None


def test_members_and_strangers_do_not_edit(signed_in, ours, union):
    stolen = BASICS | {"version": 1, "name": "Stolen"}
    for person in (factories.person(), factories.member(union[0], role="member"), factories.member(union[0], role="treasurer")):
        assert signed_in(person).post(url("basics"), stolen, headers=ours).status_code in (302, 404)
    assert fresh().actor.name == "Our Union"


@pytest.mark.parametrize(
    "hostile",
    [
        {"parent_0": "9" * 30}, {"parent_0": "x"}, {"add": "\x00"}, {"add": "a" * 5000}, {"since": "9" * 400}, {"version": ""},
        {"name_el": "x" * 10_000}, {"name_" + "x" * 400: "y"},
    ],
)  # fmt: skip
def test_hostile_forms_break_nothing(signed_in, ours, union, hostile):
    for section in ("affiliations", "names"):
        assert signed_in(union[1]).post(url(section), {"version": 1} | hostile, headers=ours).status_code in (200, 302)
