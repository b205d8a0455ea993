"""Bringing an organisation in, names that look alike, and claims with evidence."""

import pytest
from django.urls import reverse

from usi.spine.actors import actions as actors
from usi.spine.organisations import actions, queries
from usi.spine.organisations.models import Affiliation, Claim, Membership, Organisation
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db
NEW = {"name": "Νέο Σωματείο", "language": "el", "short_name": "ΝΣ", "kind": "union", "country": "GR", "website": "neo.example"}


def test_one_looks_by_name_first(client):
    factories.organisation(name="Open Harbour Union", handle="open_harbour", claimed=False, verified=False)
    text = client.get(reverse("organisations:join"), {"q": "open harbour"}).content.decode()
    assert "Open Harbour Union" in text
    assert reverse("organisations:claim", args=["open_harbour"]) in text
    assert "?name=open%20harbour" in text
    assert "It is not here yet" in client.get(reverse("organisations:join"), {"q": "nothing like it"}).content.decode()


def test_who_brings_one_in_is_its_owner_at_once_and_it_is_not_verified(signed_in, ours):
    person = factories.person()
    answer = signed_in(person).post(reverse("organisations:bring_in"), NEW, headers=ours)
    made = Organisation.objects.get(actor__name="Νέο Σωματείο")
    assert answer.headers["Location"] == made.actor.get_absolute_url()
    assert (made.verified, made.claimed, made.country, made.website, made.actor.handle) == (False, True, "GR", "https://neo.example", "ns")
    assert Membership.objects.get(organisation=made).role == "owner"
    reader = queries.reader_of(account_id=person.account_id)
    assert reader.roles[made.pk] == "owner"
    assert not reader.speaks_for(made.pk)


def test_without_an_account_one_is_led_to_sign_in_and_back(client):
    answer = client.get(reverse("organisations:bring_in") + "?name=x")
    assert answer.status_code == 302
    assert "next=/en/organisations/bring-in/" in answer.headers["Location"]


def test_what_was_typed_stays_when_something_is_missing(signed_in, ours):
    data = NEW | {"kind": "", "website": "javascript:alert(1)"}
    answer = signed_in(factories.person()).post(reverse("organisations:bring_in"), data, headers=ours)
    text = answer.content.decode()
    assert "Νέο Σωματείο" in text
    assert "not a web address" in text
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["Open Harbour Union", "OPEN HARBOUR UNION", "Оpen Нarbour Uniоn", "Open Harbour Unlon", "Open-Harbour Union", "Ανοιχτό Λιμάνι"],
)
def test_a_name_that_looks_like_another_is_shown_before_it_comes_in(signed_in, ours, name):
    first = factories.organisation(name="Open Harbour Union", handle="open_harbour")
    actors.set_text(actor=first.actor, language="el", name="Ανοιχτό Λιμάνι")
    actions.refresh_search(first)
    client = signed_in(factories.person())
    text = client.post(reverse("organisations:bring_in"), NEW | {"name": name}, headers=ours).content.decode()
    assert "Looks like" in text
    assert "/en/organisations/open_harbour/" in text
    assert Organisation.objects.count() == 1
    answer = client.post(reverse("organisations:bring_in"), NEW | {"name": name, "despite_likeness": "on"}, headers=ours)
    assert answer.status_code == 302
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("country", ["international", "ZW"])
def test_the_country_is_one_or_none_never_guessed(signed_in, ours, country):
    signed_in(factories.person()).post(reverse("organisations:bring_in"), NEW | {"country": country}, headers=ours)
    made = Organisation.objects.get()
    assert (made.country, made.country_unknown) == ({"international": ""}.get(country, country), False)


@pytest.mark.parametrize("value", ["unknown", "XX", "", "gr"])
def test_other_countries_are_refused(signed_in, ours, value):
    assert signed_in(factories.person()).post(reverse("organisations:bring_in"), NEW | {"country": value}, headers=ours).status_code == 200
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("name", ["x" * 1_000_000, "\x00", "\ud800", "\u202e", "   ", "=cmd()"])
def test_hostile_names_break_nothing(signed_in, ours, name):
    from urllib.parse import quote_from_bytes, urlencode

    rest = urlencode({key: value for key, value in NEW.items() if key != "name"})
    body = f"{rest}&name={quote_from_bytes(name.encode('utf-8', 'surrogatepass'))}"
    answer = signed_in(factories.person()).post(
        reverse("organisations:bring_in"), body, content_type="application/x-www-form-urlencoded", headers=ours
    )
    assert answer.status_code in (200, 302)
    assert all(len(row.actor.name) <= 200 for row in Organisation.objects.select_related("actor"))


def test_nobody_brings_in_hundreds(signed_in, ours):
    client = signed_in(factories.person())
    names = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo")
    url = reverse("organisations:bring_in")
    codes = [client.post(url, NEW | {"name": f"Union of {name}", "short_name": ""}, headers=ours).status_code for name in names]
    assert codes == [302] * 10 + [429]


def test_handles_are_made_of_names_and_never_twice():
    assert actions.free_handle("Ομοσπονδία Υγείας") == "omospondia_ygeias"
    assert actions.free_handle("Профсоюз") == "profsoyuz"
    factories.organisation(handle="omospondia_ygeias")
    assert actions.free_handle("Ομοσπονδία Υγείας") == "omospondia_ygeias_2"
    for name in ("join", "News", "نقابة", "工会", "-", "x" * 300):
        handle = actions.free_handle(name)
        assert 2 <= len(handle) <= 30
        assert handle not in ("join", "news")
    with pytest.raises(actors.HandleTaken):
        actions.create(by=None, name="Join", language="en", kind="union", handle="join")


@pytest.fixture
def unclaimed():
    return factories.organisation(handle="bare", name="Bare Union", claimed=False, verified=False)


def open_claim(organisation, person=None):
    return actions.claim(organisation, person=person or factories.person(), evidence="I am its secretary since 2020.")


def test_a_claim_carries_evidence_and_waits(signed_in, ours, unclaimed):
    person = factories.person()
    client = signed_in(person)
    url = reverse("organisations:claim", args=["bare"])
    assert client.post(url, {"evidence": ""}, headers=ours).status_code == 200
    right = {"evidence": "I am its secretary.", "evidence_url": "https://bare.example/people"}
    assert client.post(url, right, headers=ours).status_code == 302
    row = Claim.objects.get()
    assert (row.state, row.evidence, row.person_id) == ("open", "I am its secretary.", person.pk)
    assert "Your claim waits" in client.get("/en/organisations/bare/").content.decode()
    client.post(url, {"evidence": "I am its secretary since 2020."}, headers=ours)
    assert Claim.objects.get().evidence == "I am its secretary since 2020."
    assert not Membership.objects.exists()


def test_a_claimed_organisation_cannot_be_claimed(signed_in, ours):
    factories.organisation(handle="kept", claimed=True)
    assert signed_in(factories.person()).get(reverse("organisations:claim", args=["kept"])).status_code == 404


def test_a_moderator_accepts_and_the_person_is_its_owner(signed_in, ours, unclaimed, outbox, react):
    row, other = open_claim(unclaimed), open_claim(unclaimed)
    moderator = factories.person(moderator=True, second_factor=True)
    client = signed_in(moderator)
    assert "Bare Union" in client.get(reverse("organisations:claims")).content.decode()
    url = reverse("organisations:decide_claim", args=[row.pk])
    assert "I am its secretary" in client.get(url).content.decode()
    client.post(url, {"decision": "accept", "answer": "Welcome."}, headers=ours)
    unclaimed.refresh_from_db()
    assert unclaimed.claimed
    assert not unclaimed.verified
    assert Membership.objects.get(organisation=unclaimed).person_id == row.person_id
    other.refresh_from_db()
    assert other.state == Claim.State.REFUSED
    react()
    assert {mail["To"] for mail in outbox()} == {row.person.account.email, other.person.account.email}


def test_a_refusal_needs_a_reason_which_is_mailed(signed_in, ours, unclaimed, outbox, react):
    row = open_claim(unclaimed)
    client = signed_in(factories.person(moderator=True, second_factor=True))
    url = reverse("organisations:decide_claim", args=[row.pk])
    assert client.post(url, {"decision": "refuse", "answer": ""}, headers=ours).status_code == 200
    client.post(url, {"decision": "refuse", "answer": "Your page names somebody else."}, headers=ours)
    unclaimed.refresh_from_db()
    assert not unclaimed.claimed
    react()
    assert "names somebody else" in outbox()[-1].get_body(("plain",)).get_content()
    with pytest.raises(actions.Decided):
        actions.decide_claim(row, by=row.person.actor, accept=True)


def test_a_verified_organisation_it_belongs_to_decides_and_no_other(signed_in, ours, unclaimed):
    parent, stranger = factories.organisation(), factories.organisation()
    unverified, former = factories.organisation(verified=False), factories.organisation()
    Affiliation.objects.create(member=unclaimed, parent=parent)
    Affiliation.objects.create(member=unclaimed, parent=unverified)
    Affiliation.objects.create(member=unclaimed, parent=former, until="2001")
    row = open_claim(unclaimed)
    url = reverse("organisations:decide_claim", args=[row.pk])
    for other in (stranger, unverified, former):
        client = signed_in(factories.member(other, role="owner"))
        assert client.get(url).status_code == 404
        assert client.post(url, {"decision": "accept"}, headers=ours).status_code == 404
        assert "Bare Union" not in client.get(reverse("organisations:claims")).content.decode()
    assert signed_in(factories.member(parent, role="member")).get(url).status_code == 404
    assert signed_in(factories.member(parent, role="editor")).post(url, {"decision": "accept"}, headers=ours).status_code == 302
    assert Membership.objects.get(organisation=unclaimed).role == "owner"


def test_nobody_decides_their_own_claim_for_an_affiliate(signed_in, unclaimed):
    parent = factories.organisation()
    Affiliation.objects.create(member=unclaimed, parent=parent)
    officer = factories.member(parent, role="owner")
    row = open_claim(unclaimed, officer)
    assert signed_in(officer).get(reverse("organisations:decide_claim", args=[row.pk])).status_code == 404
