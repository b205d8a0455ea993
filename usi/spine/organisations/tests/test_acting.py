"""Acting in the name of an organisation: said explicitly, shown on every page, and only for one's own."""

import pytest
from django.urls import reverse

from usi.spine.organisations import queries
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def union():
    made = factories.organisation(handle="ours", name="Our Union")
    return made, factories.member(made, role="owner", name="Olga Owner")


def test_one_acts_as_an_organisation_explicitly_and_every_page_says_so(signed_in, ours, union):
    made, owner = union
    client = signed_in(owner)
    assert "As <bdi>Our Union</bdi>" not in client.get("/en/organisations/").content.decode()
    answer = client.post(reverse("organisations:act_as"), {"organisation": made.pk, "next": "/en/organisations/ours/"}, headers=ours)
    assert answer.headers["Location"] == "/en/organisations/ours/"
    assert "As <bdi>Our Union</bdi>" in client.get("/en/organisations/").content.decode()
    client.post(reverse("organisations:act_as"), {"organisation": ""}, headers=ours)
    assert "As <bdi>Our Union</bdi>" not in client.get("/en/organisations/").content.decode()


@pytest.mark.parametrize("hostile", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)", "\x00"])
def test_acting_as_leads_nowhere_else(signed_in, ours, union, hostile):
    answer = signed_in(union[1]).post(reverse("organisations:act_as"), {"organisation": union[0].pk, "next": hostile}, headers=ours)
    assert answer.status_code in (302, 404)
    assert "evil" not in answer.headers.get("Location", "")


def test_one_does_not_act_as_somebody_elses_organisation(signed_in, ours, union):
    theirs = factories.organisation()
    client = signed_in(union[1])
    assert client.post(reverse("organisations:act_as"), {"organisation": theirs.pk}, headers=ours).status_code == 404
    assert client.post(reverse("organisations:act_as"), {"organisation": "x"}, headers=ours).status_code == 404
    assert queries.reader_of(account_id=union[1].account_id, acting_as=theirs.pk).acting_as is None
