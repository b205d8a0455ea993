"""Verification: by two verified organisations or a moderator, shown with by whom, how and when, and withdrawn with a reason."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.journal.models import Entry
from usi.spine.organisations import actions
from usi.spine.organisations.models import Organisation, Verification
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    first, second = factories.organisation(name="First Union"), factories.organisation(name="Second Union")
    new = factories.organisation(name="New Union", handle="new_union", verified=False)
    officers = factories.member(first, role="owner"), factories.member(second, role="editor")
    factories.member(new, role="owner")
    return new, (first, officers[0]), (second, officers[1])


def vouch(new, by, how="We share a hall."):
    return actions.vouch(new, by_organisation=by[0], person=by[1], how=how)


def verified(organisation):
    return Organisation.objects.get(pk=organisation.pk).verified


def test_two_verified_organisations_make_a_third_one_verified_and_one_does_not(network):
    new, first, second = network
    vouch(new, first)
    assert not verified(new)
    vouch(new, second)
    assert verified(new)
    assert Entry.objects.filter(verb="organisation.verified", subject_id=new.pk, by_id=second[1].pk).count() == 1


def test_how_many_are_needed_is_a_setting(network, settings):
    new, first, _ = network
    settings.VERIFIERS_NEEDED = 1
    vouch(new, first)
    assert verified(new)


def test_a_moderator_alone_verifies(network):
    new, *_ = network
    actions.verify(new, by=factories.person(moderator=True, second_factor=True).actor, how="Their statute is public.")
    assert verified(new)


def test_the_page_says_by_whom_how_and_when(client, network):
    new, first, _ = network
    row = vouch(new, first, how="We share a hall since 1990.")
    moderator = factories.person(moderator=True, second_factor=True, name="Mod Erator")
    actions.verify(new, by=moderator.actor, how="Their statute is public.")
    text = client.get(new.actor.get_absolute_url()).content.decode()
    for words in ("First Union", "We share a hall since 1990.", "Mod Erator", "Their statute is public.", str(row.at.year)):
        assert words in text


def test_each_organisation_and_each_person_counts_once(network):
    new, first, second = network
    vouch(new, first)
    with pytest.raises(actions.VouchedAlready):
        vouch(new, first)
    with pytest.raises(actions.VouchedAlready):
        vouch(new, (first[0], factories.member(first[0], role="editor")))
    factories.member(second[0], person_=first[1], role="owner")
    with pytest.raises(actions.VouchedAlready):
        vouch(new, (second[0], first[1]))
    assert not verified(new)


def test_nobody_vouches_for_their_own_nor_unverified_nor_for_a_page_nobody_keeps(network):
    new, first, second = network
    with pytest.raises(actions.CannotVouch):
        vouch(first[0], first)
    factories.member(new, person_=first[1], role="editor")
    with pytest.raises(actions.CannotVouch):
        vouch(new, first)
    unknown = factories.organisation(verified=False)
    with pytest.raises(actions.CannotVouch):
        vouch(new, (unknown, factories.member(unknown, role="owner")))
    unclaimed = factories.organisation(verified=False, claimed=False)
    with pytest.raises(actions.CannotVouch):
        vouch(unclaimed, second)
    with pytest.raises(actions.CannotVouch):
        actions.verify(unclaimed, by=second[1].actor, how="x")


def test_a_suspended_organisation_vouches_for_nobody(network):
    new, first, _ = network
    actors.set_state(first[0].actor, state=Actor.State.SUSPENDED, by=None)
    with pytest.raises(actions.CannotVouch):
        vouch(new, first)


@pytest.mark.storage
def test_the_database_itself_refuses_a_second_vouch_and_one_for_oneself(network):
    from usi.base import time

    new, first, _ = network
    vouch(new, first)
    for by in (first[0], new):
        with pytest.raises(IntegrityError), transaction.atomic():
            Verification.objects.create(organisation=new, by_organisation=by, how="x", at=time.now())


def test_a_verification_is_withdrawn_with_a_reason_that_is_shown(client, network):
    new, first, second = network
    row = vouch(new, first)
    vouch(new, second)
    with pytest.raises(ValueError):
        actions.withdraw(row, by=first[1].actor, reason="  ")
    actions.withdraw(row, by=first[1].actor, reason="They are run by the employer.")
    assert not verified(new)
    text = client.get(new.actor.get_absolute_url()).content.decode()
    assert "They are run by the employer." in text
    assert "Not verified yet" in text
    assert "Second Union" in text


def test_withdrawing_one_of_three_changes_nothing_and_twice_neither(network):
    new, first, second = network
    third = factories.organisation()
    row = vouch(new, first)
    vouch(new, second)
    vouch(new, (third, factories.member(third, role="owner")))
    actions.withdraw(row, by=first[1].actor, reason="A mistake.")
    actions.withdraw(row, by=first[1].actor, reason="Another reason.")
    row.refresh_from_db()
    assert verified(new)
    assert row.withdrawn_reason == "A mistake."
    vouch(new, first)
    assert Verification.objects.filter(organisation=new, withdrawn_at__isnull=True).count() == 3


def test_when_decided_anew_a_suspended_or_unverified_voucher_does_not_count(network):
    new, first, second = network
    third = factories.organisation()
    row = vouch(new, first)
    vouch(new, second)
    vouch(new, (third, factories.member(third, role="owner")))
    actors.set_state(third.actor, state=Actor.State.SUSPENDED, by=None)
    assert verified(new)
    actions.withdraw(row, by=first[1].actor, reason="A mistake.")
    assert not verified(new)


def test_owners_are_told_by_mail(network, outbox, react):
    new, first, second = network
    row = vouch(new, first)
    vouch(new, second)
    actions.withdraw(row, by=first[1].actor, reason="They are run by the employer.")
    react()
    bodies = [mail.get_body(("plain",)).get_content() for mail in outbox()]
    assert any("is verified" in body for body in bodies)
    assert any("no longer verified" in body and "run by the employer" in body for body in bodies)


def test_an_officer_vouches_through_the_page(signed_in, ours, network):
    new, first, _ = network
    client = signed_in(first[1])
    assert "New Union" in client.get(reverse("organisations:vouch")).content.decode()
    url = reverse("organisations:vouch_for", args=["new_union"])
    assert client.get(url).status_code == 200
    answer = client.post(url, {"voucher": first[0].pk, "how": "We share a hall."}, headers=ours)
    assert answer.status_code == 302
    row = Verification.objects.get(organisation=new)
    assert (row.by_organisation_id, row.person_id, row.how) == (first[0].pk, first[1].pk, "We share a hall.")


def test_who_posts_another_organisations_name_vouches_for_nobody(signed_in, ours, network):
    _, first, second = network
    client = signed_in(first[1])
    answer = client.post(reverse("organisations:vouch_for", args=["new_union"]), {"voucher": second[0].pk, "how": "x"}, headers=ours)
    assert answer.status_code == 200
    answer = client.post(reverse("organisations:vouch_for", args=["new_union"]), {"voucher": "moderator", "how": "x"}, headers=ours)
    assert answer.status_code == 200
    assert not Verification.objects.exists()


def test_only_who_gave_it_and_moderators_take_it_back(signed_in, ours, network):
    new, first, second = network
    url = reverse("organisations:withdraw", args=[vouch(new, first).pk])
    assert signed_in(second[1]).post(url, {"reason": "x"}, headers=ours).status_code == 404
    assert signed_in(factories.person()).get(url).status_code == 404
    assert signed_in(first[1]).post(url, {"reason": ""}, headers=ours).status_code == 200
    moderator = signed_in(factories.person(moderator=True, second_factor=True))
    assert moderator.post(url, {"reason": "Run by the employer."}, headers=ours).status_code == 302
    assert Verification.objects.get().withdrawn_reason == "Run by the employer."


def test_pages_of_verification_are_not_found_by_those_who_speak_for_nobody(signed_in, network):
    _, first, _ = network
    urls = (reverse("organisations:vouch"), reverse("organisations:vouch_for", args=["new_union"]), reverse("organisations:claims"))
    for person in (factories.person(), factories.member(first[0], role="member")):
        client = signed_in(person)
        for url in urls:
            assert client.get(url).status_code == 404, url
