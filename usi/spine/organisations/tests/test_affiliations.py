"""Affiliations: found by name, with dates, without loops, and refused by whom they name."""

import pytest
from django.urls import reverse

from usi.spine.organisations import actions
from usi.spine.organisations.models import Affiliation, Organisation
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def union():
    made = factories.organisation(handle="ours", name="Our Union", country="GR")
    return made, factories.member(made, role="editor")


def url(section):
    return reverse("organisations:edit", args=["ours", section])


def test_a_parent_is_found_by_name_and_asked_for_where_it_is_not_certain(signed_in, ours, union):
    world = factories.organisation(name="World Federation", handle="world")
    other = factories.organisation(name="World Federation", handle="world_two")
    factories.organisation(name="Open Harbour", handle="harbour")
    client = signed_in(union[1])
    assert client.post(url("affiliations"), {"version": 1, "add": "open harbour", "since": "1998"}, headers=ours).status_code == 302
    assert Affiliation.objects.get().since == "1998"
    row = {"parent_0": Affiliation.objects.get().parent_id, "since_0": "1998"}
    text = client.post(url("affiliations"), {"version": 2, **row, "add": "World Federation"}, headers=ours).content.decode()
    assert "Which one?" in text
    assert "@world_two" in text
    answer = client.post(url("affiliations"), {"version": 2, **row, "add": "World Federation", "pick": other.pk}, headers=ours)
    assert answer.status_code == 302
    assert {one.parent.actor.handle for one in Affiliation.objects.all()} == {"harbour", "world_two"}
    text = client.post(url("affiliations"), {"version": 3, **row, "add": "nobody"}, headers=ours).content.decode()
    assert "No organisation of this name" in text
    assert world.affiliates.count() == 0


def test_affiliations_end_and_go(signed_in, ours, union):
    made, editor = union
    first, second = factories.organisation(), factories.organisation()
    actions.set_affiliations(made, by=editor.actor, version=1, stated=[actions.Stated(first, "1990"), actions.Stated(second)])
    data = {"version": 2, "parent_0": first.pk, "since_0": "1990", "until_0": "2001-05", "parent_1": second.pk, "gone_1": "on"}
    assert signed_in(editor).post(url("affiliations"), data, headers=ours).status_code == 302
    row = Affiliation.objects.get()
    assert (row.parent_id, row.since, row.until) == (first.pk, "1990", "2001-05")


@pytest.mark.parametrize(
    ("since", "until"),
    [("1998-13", ""), ("199", ""), ("1998", "1997"), ("2001-05", "2001-04"), ("x", ""), ("2023-02-30", ""), ("٢٠٠١", "")],
)
def test_dates_that_cannot_be_are_refused(union, since, until):
    with pytest.raises(actions.BadDates):
        actions.check_dates(since, until)


def test_nobody_belongs_to_themselves(signed_in, ours, union):
    made, editor = union
    up, top = factories.organisation(handle="up"), factories.organisation(handle="top")
    actions.set_affiliations(made, by=editor.actor, version=1, stated=[actions.Stated(up)])
    actions.set_affiliations(up, by=editor.actor, version=1, stated=[actions.Stated(top)])
    for organisation, parent in ((top, made), (made, made)):
        version = Organisation.objects.get(pk=organisation.pk).version
        with pytest.raises(actions.Loop):
            actions.set_affiliations(organisation, by=editor.actor, version=version, stated=[actions.Stated(parent)])
    client = signed_in(factories.member(top, role="owner"))
    answer = client.post(reverse("organisations:edit", args=["top", "affiliations"]), {"version": 1, "add": "ours"}, headers=ours)
    assert "belong to itself" in answer.content.decode()


def test_who_is_named_as_parent_can_say_that_it_is_wrong(signed_in, ours, union):
    made, editor = union
    liar = factories.organisation(handle="liar")
    actions.set_affiliations(liar, by=editor.actor, version=1, stated=[actions.Stated(made)])
    client = signed_in(editor)
    assert "/en/organisations/liar/" in client.get(url("affiliations")).content.decode()
    assert client.post(reverse("organisations:drop", args=["ours"]), {"member": "liar"}, headers=ours).status_code == 302
    assert not Affiliation.objects.exists()
    assert client.post(reverse("organisations:drop", args=["ours"]), {"member": "nobody"}, headers=ours).status_code == 404
