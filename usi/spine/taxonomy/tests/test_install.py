from __future__ import annotations

import io
import tomllib

import pytest
from django.core.management import call_command

from usi.spine.actors.models import Actor, ActorText
from usi.spine.taxonomy import actions, countries, queries
from usi.spine.taxonomy.models import Country, Theme

THEMES = tomllib.loads(actions.THEMES.read_text("utf-8"))["theme"]
SECTIONS = {
    "economic_crisis": ["austerity", "privatisation", "cost_of_living"],
    "supply_chains": ["garment", "ports_shipping", "agriculture_food", "minerals_electronics"],
    "labour_disputes": ["strikes", "union_busting", "safety_health", "platform_work", "migrant_work"],
    "tax_evasion": ["offshore", "transfer_pricing", "tax_justice"],
}


def _everything():
    return [
        sorted(Actor.objects.values_list("id", "type", "handle", "uri", "name", "summary", "created_at")),
        sorted(ActorText.objects.values_list("id", "actor", "language", "name", "summary")),
        sorted(Country.objects.values_list("pk", "code", "region")),
        sorted(Theme.objects.values_list("pk", "position")),
    ]


@pytest.mark.parametrize("row", THEMES, ids=lambda row: row["handle"])
def test_a_theme_is_described_in_every_interface_language(row):
    assert set(row["names"]) == set(row["summaries"]) == {"en", "el", "ar", "es", "fr", "pt-BR"}
    for summary in row["summaries"].values():
        assert 2 <= sum(summary.count(sign) for sign in ".;·") <= 5
        assert summary == summary.strip()
    assert any("\u0370" <= char <= "\u03ff" for char in row["summaries"]["el"])
    assert any("\u0600" <= char <= "\u06ff" for char in row["summaries"]["ar"])


@pytest.mark.storage
def test_the_command_installs_themes_and_countries_and_running_it_again_changes_nothing(db, django_assert_max_num_queries):
    out = io.StringIO()
    call_command("install_taxonomy", stdout=out)
    before = _everything()
    with django_assert_max_num_queries(12):
        call_command("install_taxonomy", stdout=out)
    assert out.getvalue().splitlines() == ["19 themes, 249 countries."] * 2
    assert _everything() == before


@pytest.mark.storage
def test_the_four_sections_have_their_sub_themes_in_order(db):
    actions.install()
    found: dict[str, list[str]] = {}
    for actor in queries.themes(language="en"):
        parent = actor.theme.parent
        if parent is None:
            found[actor.handle] = []
        else:
            found[parent.actor.handle].append(actor.handle)
    assert found == SECTIONS
    assert list(found) == list(SECTIONS)


@pytest.mark.storage
def test_texts_are_in_the_readers_language(db):
    actions.install()
    assert queries.theme("strikes", language="el").shown_name == "Απεργίες"
    assert queries.theme("strikes", language="ar").shown_summary.startswith("من المُضرِب")
    assert queries.theme("strikes", language="sw").shown_name == "Strikes"
    assert queries.country("gr", language="ar").shown_name == "اليونان"
    assert queries.theme("strikes", language="pt-BR").shown_name == "Greves"
    assert queries.country("de", language="pt-BR").shown_name == "Alemanha"
    assert queries.theme("nothing", language="en") is None


@pytest.mark.storage
def test_countries_are_listed_by_name_without_regard_to_accents(db):
    actions.install()
    for language in ("en", "el", "ar", "es", "fr", "pt-BR"):
        assert [actor.country.code for actor in queries.countries(language=language)] == [code for code, _ in countries.choices(language)]


@pytest.mark.storage
def test_what_has_gone_out_of_date_is_brought_up_to_date_and_ids_stay(db):
    actions.install()
    before = _everything()
    Actor.objects.filter(handle="gr").update(name="Old")
    Actor.objects.filter(handle="strikes").update(summary="Old")
    ActorText.objects.filter(actor__handle="strikes", language="el").update(name="Παλιό")
    ActorText.objects.filter(actor__handle="gr", language="ar").update(name="قديم")
    Country.objects.filter(code="GR").update(region="africa")
    Theme.objects.filter(actor__handle="strikes").update(parent=None, position=99)
    actions.install()
    assert _everything() == before
    assert Theme.objects.get(actor__handle="strikes").parent.actor.handle == "labour_disputes"


@pytest.mark.storage
def test_what_is_missing_comes_back(db):
    actions.install()
    ActorText.objects.filter(actor__handle="gr", language="el").delete()
    Actor.objects.filter(handle__in=["fr", "offshore"]).delete()
    assert actions.install() == (19, 249)
    assert queries.country("gr", language="el").shown_name == "Ελλάδα"
    assert queries.country("fr", language="el").shown_name == "Γαλλία"
    assert queries.theme("offshore", language="en").theme.parent.actor.handle == "tax_evasion"


@pytest.mark.storage
def test_subjects_leave_out_what_is_unknown(db):
    actions.install()
    assert sorted(actor.handle for actor in queries.subjects(themes=["strikes", "x' OR 1=1"], countries=["GR", "XX"])) == ["gr", "strikes"]
    assert queries.subjects() == []
