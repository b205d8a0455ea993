"""A place is never kept more exactly than its owner chose."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from usi.spine.journal.models import Entry
from usi.spine.organisations import actions
from usi.spine.organisations.models import Organisation, Place
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db
EXACT = (37.94213, 23.64619)


@pytest.fixture
def union():
    made = factories.organisation(handle="ours", name="Our Union", country="GR")
    return made, factories.member(made, role="editor")


def set_place(union, **given):
    made, editor = union
    given.setdefault("name", "Piraeus")
    return actions.set_place(made, by=editor.actor, version=Organisation.objects.get(pk=made.pk).version, **given)


@pytest.mark.storage
@pytest.mark.parametrize(("precision", "kept"), [("town", (379, 236)), ("region", (380, 240))])
def test_a_place_is_rounded_to_what_was_chosen(union, precision, kept):
    set_place(union, precision=precision, at=EXACT)
    assert Place.objects.values_list("precision", "north", "east").get() == (precision, *kept)


def test_nothing_is_kept_of_whoever_says_the_country_only(union):
    set_place(union, precision="town", at=EXACT)
    set_place(union, precision="country", at=EXACT)
    assert not Place.objects.exists()


def test_neither_the_place_nor_its_coordinates_stand_in_the_journal(union):
    set_place(union, precision="town", at=EXACT)
    entry = Entry.objects.order_by("-pk").first()
    assert entry.data == {"version": 2, "fields": ["place"]}


@pytest.mark.storage
@pytest.mark.parametrize(
    "row",
    [
        {"precision": "region", "north": 379, "east": 240},
        {"precision": "region", "north": 380, "east": 236},
        {"precision": "town", "north": 901, "east": 0},
        {"precision": "town", "north": 10, "east": None},
        {"precision": "town", "name": ""},
        {"precision": "country"},
        {"precision": "street"},
    ],
)
def test_the_database_itself_refuses_what_is_finer_than_chosen_or_nowhere(union, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        Place.objects.create(**{"organisation": union[0], "name": "Piraeus"} | row)


def test_a_region_west_and_south_is_rounded_to_whole_degrees_too(union):
    set_place(union, precision="region", at=(-33.4, -70.6))
    assert Place.objects.values_list("north", "east").get() == (-330, -710)


def test_a_place_goes_when_the_organisation_moves_to_another_country(union):
    set_place(union, precision="town", at=EXACT)
    made, editor = union
    actions.edit(made, by=editor.actor, version=2, country="IT")
    assert not Place.objects.exists()


def test_an_international_organisation_has_no_town(union):
    made, editor = union
    actions.edit(made, by=editor.actor, version=1, country="")
    with pytest.raises(ValueError, match="place"):
        set_place(union, precision="town")


def test_an_editor_says_the_town_and_sees_what_is_kept(signed_in, ours, union):
    client, address = signed_in(union[1]), reverse("organisations:edit", args=["ours", "place"])
    posted = {"version": 1, "precision": "town", "name": "Piraeus", "coordinates": "37.94213, 23.64619"}
    assert client.post(address, posted, headers=ours).status_code == 302
    page = client.get(address).content.decode()
    assert 'value="37.9, 23.6"' in page
    assert "37.94" not in page
    assert "<bdi>Piraeus</bdi>" in client.get(reverse("organisations:page", args=["ours"])).content.decode()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"precision": "town", "name": ""}, "Write the name of the region or town."),
        ({"precision": "town", "name": "Piraeus", "coordinates": "by the harbour"}, "such as 37.9, 23.6."),
        ({"precision": "town", "name": "Piraeus", "coordinates": "97, 10"}, "such as 37.9, 23.6."),
        ({"precision": "town", "name": "Piraeus", "coordinates": "NaN, inf"}, "such as 37.9, 23.6."),
        ({"precision": "street", "name": "Piraeus"}, "Choose one of the values offered."),
    ],
)
def test_a_wrong_place_is_refused_with_what_to_do_and_nothing_is_lost(signed_in, ours, union, typed, said):
    answer = signed_in(union[1]).post(reverse("organisations:edit", args=["ours", "place"]), {"version": 1} | typed, headers=ours)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert all(f'value="{value}"' in page for value in list(typed.values())[1:] if value)
    assert not Place.objects.exists()


def test_without_a_country_the_form_says_to_choose_one_first(signed_in, ours, union):
    made, editor = union
    actions.edit(made, by=editor.actor, version=1, country="")
    posted = {"version": 2, "precision": "town", "name": "Geneva"}
    page = signed_in(editor).post(reverse("organisations:edit", args=["ours", "place"]), posted, headers=ours).content.decode()
    assert "Say first in which country you are" in page


def test_two_editors_of_the_place_lose_nothing(signed_in, ours, union):
    set_place(union, precision="town", at=EXACT)
    posted = {"version": 1, "precision": "region", "name": "Attica"}
    page = signed_in(union[1]).post(reverse("organisations:edit", args=["ours", "place"]), posted, headers=ours).content.decode()
    assert "Somebody else saved this page" in page
    assert 'value="Attica"' in page
    assert Place.objects.get().name == "Piraeus"
