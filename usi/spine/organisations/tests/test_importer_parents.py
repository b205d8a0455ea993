import pytest

from usi.spine.actors.models import Actor
from usi.spine.organisations import actions
from usi.spine.organisations.importer.handles import spelled
from usi.spine.organisations.tests import factories
from usi.spine.organisations.tests.importing import bring, edges, page

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_parents_are_found_by_key_name_or_short_name_also_later_in_the_file(tmp_path):
    rows = [
        {"id": "1", "name": "One", "parents": "FED; world council;9"},
        {"id": "2", "name": "The Federation", "short": "FED", "parents": "World Council"},
        {"id": "9", "name": "Nine"},
        {"id": "8", "name": "World Council"},
    ]
    assert bring(tmp_path, *rows, dry=True).edges == {"added": 4}
    assert bring(tmp_path, *rows).edges == {"added": 4}
    assert edges() == {("One", "The Federation"), ("One", "World Council"), ("One", "Nine"), ("The Federation", "World Council")}


def test_an_unknown_or_unclear_parent_is_reported_and_not_invented(tmp_path):
    actions.refresh_search(factories.organisation(name="Elsewhere", handle="elsewhere"))
    rows = [
        {"id": "1", "name": "One", "parents": "Nobody;AB;Elsewhere;Bad"},
        {"id": "2", "name": "Two", "short": "AB"},
        {"id": "3", "name": "Three", "short": "AB"},
        {"id": "4", "name": "Bad", "short": "x" * 61},
    ]
    lines = bring(tmp_path, *rows)
    said = [line["why"] for line in lines.all if line["result"] == "parent"]
    assert [sentence.split("'")[1] for sentence in said] == ["Nobody", "AB", "Elsewhere", "Bad"]
    assert ("2 organisations" in said[1], "line 4, which did not come in" in said[3], edges()) == (True, True, set())
    bring(tmp_path, *rows, parents={"Elsewhere": "@elsewhere"})
    assert edges() == {("One", "Elsewhere")}


def test_a_parent_from_an_earlier_file_of_the_same_source_is_found(tmp_path):
    bring(tmp_path, {"id": "2", "name": "Two", "short": "T2"})
    assert bring(tmp_path, {"id": "1", "name": "One", "parents": "T2"}).edges == {"added": 1}


def test_nobody_comes_to_belong_to_itself(tmp_path):
    lines = bring(
        tmp_path,
        {"id": "1", "name": "One", "parents": "Two;One"},
        {"id": "2", "name": "Two", "parents": "Three"},
        {"id": "3", "name": "Three", "parents": "One"},
    )
    assert (lines.edges, edges()) == ({"added": 2, "left out": 2}, {("One", "Two"), ("Two", "Three")})


def test_a_parent_that_a_row_no_longer_names_goes_but_not_what_people_set(tmp_path):
    rows = [{"id": "1", "name": "One", "parents": "2;3"}, {"id": "2", "name": "Two"}, {"id": "3", "name": "Three"}]
    bring(tmp_path, *rows)
    person = factories.person()
    actions.drop_affiliate(page("3"), member=page("1"), by=person.actor)
    assert (bring(tmp_path, *rows).edges["left out"], edges()) == (1, {("One", "Two")})
    rows[0]["parents"] = "3"
    assert (bring(tmp_path, *rows).edges["removed"], edges()) == (1, set())


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        ("Ένωση Λιμενεργατών Πειραιά", "enosi_limenergaton_peiraia"),
        ("Профсоюз шахтёров", "profsoyuz_shahterov"),
        ("Łódź & Øresund", "lodz_oresund"),
        ("International Brotherhood of Electrical Workers", "international_brotherhood_of"),
        ("نقابة العمال", ""),
        ("1199", ""),
        ("A", ""),
    ],
)
def test_a_handle_is_spelled_from_the_name(name, handle):
    assert spelled(name) == handle


def test_handles_are_unique_valid_and_not_reserved(tmp_path):
    names = ["نقابة", "اتحاد", "News", "All", "1199", "x" * 60, "x" * 61, "Union", "Union!"]
    rows = [
        {"id": str(number), "name": name, "country": country}
        for number, (name, country) in enumerate(zip(names, ["EG", "TN"] * 5, strict=False))
    ]
    bring(tmp_path, *rows, look_alikes="new")
    handles = list(Actor.objects.values_list("handle", flat=True))
    assert len(set(handles)) == len(names)
    for actor in Actor.objects.all():
        actor.clean_fields(exclude=["picture"])
    assert {"news_2", "all_2", "union", "union_2"} <= set(handles)
    assert any(handle.startswith("union_eg_") for handle in handles)
