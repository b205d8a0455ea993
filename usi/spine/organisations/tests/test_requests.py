"""Asking to join: whoever does not belong asks once, the owners see it, and it can be taken back."""

import pytest
from django.db import IntegrityError, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from usi.base import time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.journal.models import Entry
from usi.spine.organisations import actions, queries
from usi.spine.organisations.models import JoinRequest
from usi.spine.organisations.tests import factories
from usi.spine.organisations.tests.requesting import ASK, NOTE, answer_url, asked, role_of

pytestmark = pytest.mark.django_db
PEOPLE = "/en/organisations/ours/people/"


def test_the_page_offers_it_to_everyone_who_does_not_belong(client, signed_in, union, nadia):
    assert ASK in client.get("/en/organisations/ours/").content.decode()
    assert client.get(ASK).headers["Location"].startswith("/en/account/login/?next=")
    assert ASK in signed_in(nadia).get("/en/organisations/ours/").content.decode()
    assert ASK not in signed_in(union[1]).get("/en/organisations/ours/").content.decode()
    assert signed_in(union[1]).get(ASK).status_code == 302


def test_the_owner_finds_it_on_the_desk_on_the_page_and_among_the_people(signed_in, ours, union, nadia):
    assert signed_in(nadia).post(ASK, {"note": NOTE}, headers=ours).status_code == 302
    assert "You asked to join" in signed_in(nadia).get("/en/organisations/ours/").content.decode()
    owner = signed_in(union[1])
    desk = owner.get(reverse("website:desk")).content.decode()
    assert "Nadia" in desk
    assert f"{PEOPLE}#requests" in desk
    assert "1 asks to join" in owner.get("/en/organisations/ours/").content.decode()
    assert "Shop steward at quay 4" in owner.get(PEOPLE).content.decode()


def test_editors_and_members_do_not_see_who_asks(signed_in, union, nadia):
    asked(union, nadia)
    for role in ("editor", "member"):
        client = signed_in(factories.member(union[0], role=role))
        for address in ("/en/organisations/ours/", PEOPLE, reverse("website:desk")):
            page = client.get(address).content.decode()
            assert "Nadia" not in page
            assert "asks to join" not in page


def test_asking_again_gives_the_same_answer_and_keeps_one_request(signed_in, ours, union, nadia):
    client = signed_in(nadia)
    answers = [client.post(ASK, {"note": note}, headers=ours, follow=True) for note in ("First words", "Better words")]
    assert all("Its owners see your request" in page.content.decode() for page in answers)
    assert JoinRequest.objects.get().note == "Better words"
    assert "Better words" in client.get(ASK).content.decode()


@pytest.mark.storage
def test_the_database_keeps_one_open_request_per_person(union, nadia):
    asked(union, nadia)
    with pytest.raises(IntegrityError), transaction.atomic():
        JoinRequest.objects.create(organisation=union[0], person=nadia, note="x", asked_at=time.now())


def test_an_empty_or_hostile_note_is_answered_politely(signed_in, ours, union, nadia):
    client = signed_in(nadia)
    assert "Fill in this field." in client.post(ASK, {"note": " \x00\u202e "}, headers=ours).content.decode()
    long = client.post(ASK, {"note": "x" * 601}, headers=ours).content.decode()
    assert "x" * 601 in long
    assert not JoinRequest.objects.exists()
    client.post(ASK, {"note": "<script>alert(1)</script>"}, headers=ours)
    assert "<script>alert" not in signed_in(union[1]).get(PEOPLE).content.decode()


def test_one_takes_a_request_back(signed_in, ours, union, nadia):
    row = asked(union, nadia)
    assert signed_in(nadia).get(reverse("organisations:take_back_request", args=["ours"])).status_code == 405
    assert signed_in(nadia).post(reverse("organisations:take_back_request", args=["ours"]), headers=ours).status_code == 302
    assert not JoinRequest.objects.exists()
    assert signed_in(union[1]).post(answer_url(row), {"role": "member"}, headers=ours).status_code == 404
    assert role_of(union, nadia) is None


def test_nobody_takes_anothers_request_back(signed_in, ours, union, nadia):
    asked(union, nadia)
    signed_in(factories.person()).post(reverse("organisations:take_back_request", args=["ours"]), headers=ours)
    assert JoinRequest.objects.filter(person=nadia, state="open").exists()


def test_who_comes_in_another_way_no_longer_asks(union, nadia):
    asked(union, nadia)
    actions.add_member(union[0], person=nadia, role="member", by=union[1].actor)
    assert queries.requests_of(union[0]) == []


def test_a_suspended_person_is_not_shown_to_the_owners(union, nadia):
    asked(union, nadia)
    actors.set_state(nadia.actor, state=Actor.State.SUSPENDED, by=None)
    assert queries.requests_of(union[0]) == []


def test_a_page_nobody_keeps_takes_no_requests(signed_in, ours, nadia):
    bare = factories.organisation(handle="bare", claimed=False, verified=False)
    client = signed_in(nadia)
    assert client.post("/en/organisations/bare/ask/", {"note": "x"}, headers=ours).status_code == 404
    assert "/bare/ask/" not in client.get("/en/organisations/bare/").content.decode()
    with pytest.raises(actions.CannotAsk):
        actions.ask_to_join(bare, person=nadia, note="x")


def test_ten_requests_a_day_are_enough(signed_in, ours, nadia):
    client = signed_in(nadia)
    codes = []
    for number in range(11):
        factories.organisation(handle=f"u{number}")
        codes.append(client.post(f"/en/organisations/u{number}/ask/", {"note": "x"}, headers=ours).status_code)
    assert codes == [302] * 10 + [429]


def test_every_step_is_in_the_journal(union, nadia):
    row = asked(union, nadia)
    actions.ask_to_join(union[0], person=nadia, note="Better")
    actions.take_back_request(union[0], person=nadia)
    actions.accept_request(asked(union, nadia), by=union[1], role="member")
    actions.decline_request(asked(union, factories.person()), by=union[1])
    verbs = list(Entry.objects.filter(verb__contains=".join_").order_by("number").values_list("verb", "by_id"))
    assert verbs[:3] == [
        ("organisation.join_asked", nadia.pk), ("organisation.join_changed", nadia.pk), ("organisation.join_taken_back", nadia.pk),
    ]  # fmt: skip
    assert ("organisation.join_accepted", union[1].pk) in verbs
    assert ("organisation.join_declined", union[1].pk) in verbs
    assert Entry.objects.filter(verb="organisation.join_asked", data__request=row.pk).exists()


def test_closing_an_account_takes_its_requests_along(union, nadia):
    from usi.spine.people.actions import close

    asked(union, nadia)
    close(nadia)
    assert not JoinRequest.objects.exists()


def test_it_takes_as_many_queries_for_forty_as_for_two(signed_in, union, django_assert_max_num_queries):
    from django.db import connection

    client, counts = signed_in(union[1]), []
    for more in (2, 38):
        for _ in range(more):
            asked(union, factories.person())
        for address in (PEOPLE, reverse("website:desk")):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
