"""Roles, invitations and leaving: the last owner stays, and nobody touches another organisation's people."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from usi.base import time
from usi.spine.actors import actions as actors
from usi.spine.actors.models import Actor
from usi.spine.organisations import actions
from usi.spine.organisations.models import Invitation, Membership
from usi.spine.organisations.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def union():
    made = factories.organisation(handle="ours", name="Our Union")
    return made, factories.member(made, role="owner", name="Olga Owner")


def role_of(organisation, person):
    return Membership.objects.filter(organisation=organisation, person=person).values_list("role", flat=True).first()


def test_the_last_owner_cannot_leave_nor_be_demoted_nor_removed(union):
    ours, owner = union
    membership = Membership.objects.get(person=owner)
    for attempt in (
        lambda: actions.leave(ours, person=owner),
        lambda: actions.set_role(membership, role="editor", by=owner.actor),
        lambda: actions.remove(membership, by=owner.actor),
    ):
        with pytest.raises(actions.LastOwner):
            attempt()
    assert role_of(ours, owner) == "owner"


def test_with_a_second_owner_the_first_may_leave(union):
    ours, owner = union
    factories.member(ours, role="owner")
    actions.leave(ours, person=owner)
    assert role_of(ours, owner) is None


def test_an_owner_who_is_suspended_does_not_count(union):
    ours, owner = union
    other = factories.member(ours, role="owner")
    actors.set_state(other.actor, state=Actor.State.SUSPENDED, by=None)
    with pytest.raises(actions.LastOwner):
        actions.leave(ours, person=owner)


def test_the_page_says_politely_that_the_last_owner_stays(signed_in, ours, union):
    _, owner = union
    answer = signed_in(owner).post(reverse("organisations:leave", args=["ours"]), headers=ours, follow=True)
    assert "cannot be without an owner" in answer.content.decode()
    assert role_of(union[0], owner) == "owner"


def test_members_leave_without_a_second_factor_and_act_as_themselves_again(signed_in, ours, union):
    made, _ = union
    member = factories.member(made, role="member")
    client = signed_in(member)
    client.post(reverse("organisations:act_as"), {"organisation": made.pk}, headers=ours)
    assert client.session["acting_as"] == made.pk
    assert client.post(reverse("organisations:leave", args=["ours"]), headers=ours).status_code == 302
    assert role_of(made, member) is None
    assert "acting_as" not in client.session


def invite(union, address="new@example.org", role="editor", **rest):
    return actions.invite(union[0], by=union[1], address=address, role=role, **rest)


def link(outbox):
    return re.search(r"http://testserver(/\S*invitation-of/\S+)", outbox()[-1].get_body(("plain",)).get_content()).group(1)


def test_who_is_invited_accepts_by_the_mailed_link_and_a_button(client, signed_in, ours, union, outbox, react):
    made, _ = union
    row = invite(union)
    react()
    url = link(outbox)
    assert outbox()[-1]["To"] == "new@example.org"
    text = client.get(url).content.decode()
    assert "Our Union" in text
    assert "Olga Owner" in text
    assert "next=" in text
    newcomer = factories.person()
    page = signed_in(newcomer)
    assert page.get(url).status_code == 200
    assert role_of(made, newcomer) is None
    assert page.post(url, headers=ours).status_code == 302
    assert role_of(made, newcomer) == "editor"
    row.refresh_from_db()
    assert bytes(row.address) == b""
    assert bytes(row.address_key) == b""


def test_a_link_is_good_for_one_person(signed_in, ours, union, outbox, react):
    made, _ = union
    invite(union)
    react()
    url = link(outbox)
    first, second = factories.person(), factories.person()
    signed_in(first).post(url, headers=ours)
    assert signed_in(second).post(url, headers=ours).status_code == 410
    assert role_of(made, second) is None


def test_after_fourteen_days_the_link_is_no_longer_good(client, union, outbox, react):
    row = invite(union)
    react()
    assert timedelta(days=13, hours=23) < row.expires_at - time.now() <= timedelta(days=14)
    Invitation.objects.update(expires_at=time.now() - timedelta(seconds=1))
    assert client.get(link(outbox)).status_code == 410


def test_a_post_without_an_account_accepts_nothing(client, ours, union, outbox, react):
    invite(union)
    react()
    assert client.post(link(outbox), headers=ours).status_code == 200
    assert Invitation.objects.get().accepted_at is None


def test_guessed_links_are_gone_and_limited(client):
    codes = [client.get(f"/en/organisations/invitation-of/guess{number}/").status_code for number in range(61)]
    assert set(codes[:60]) == {410}
    assert codes[60] == 429


def test_neither_address_nor_token_is_stored_in_the_clear(union, outbox, react):
    row = invite(union)
    react()
    token = link(outbox).rstrip("/").rsplit("/", 1)[1].encode()
    stored = b"".join(bytes(value) for value in (row.address, row.address_key, row.token_key))
    assert b"new@example.org" not in stored
    assert token not in stored
    from usi.spine.journal.models import Entry

    assert not [entry for entry in Entry.objects.all() if "example.org" in str(entry.data)]


def test_inviting_again_replaces_the_first_link(client, union, outbox, react):
    invite(union)
    react()
    old = link(outbox)
    invite(union, address="New@Example.org", role="member")
    react()
    assert Invitation.objects.count() == 1
    assert client.get(old).status_code == 410
    assert client.get(link(outbox)).status_code == 200


def test_an_owner_who_accepts_a_smaller_role_stays_owner(union):
    made, owner = union
    actions.add_member(made, person=owner, role="member", by=owner.actor)
    assert role_of(made, owner) == "owner"


def test_who_stops_being_owner_leaves_no_invitation_behind(union):
    made, owner = union
    other = factories.member(made, role="owner")
    invite(union)
    actions.set_role(Membership.objects.get(person=owner), role="member", by=other.actor)
    assert not Invitation.objects.exists()


def test_an_invitation_to_a_suspended_organisation_is_gone(client, union, outbox, react):
    invite(union)
    react()
    actors.set_state(union[0].actor, state=Actor.State.SUSPENDED, by=None)
    assert client.get(link(outbox)).status_code == 410


def test_the_mail_is_in_the_language_of_who_invites(union, outbox, react):
    invite(union, language="ar")
    react()
    html = outbox()[-1].get_body(("html",)).get_content()
    assert 'dir="rtl"' in html


def test_an_owner_invites_and_withdraws_through_the_page(signed_in, ours, union, outbox, react):
    client = signed_in(union[1])
    url = reverse("organisations:invite", args=["ours"])
    assert client.post(url, {"address": "no address", "role": "editor"}, headers=ours).status_code == 200
    assert client.post(url, {"address": "a@example.org", "role": "editor"}, headers=ours).status_code == 302
    text = client.get(reverse("organisations:people", args=["ours"])).content.decode()
    assert "a@example.org" in text
    row = Invitation.objects.get()
    client.post(reverse("organisations:withdraw_invitation", args=["ours", row.pk]), headers=ours)
    assert not Invitation.objects.exists()


def test_one_mailbox_is_not_filled(signed_in, ours, union):
    client = signed_in(union[1])
    url = reverse("organisations:invite", args=["ours"])
    codes = [client.post(url, {"address": "a@example.org", "role": "member"}, headers=ours).status_code for _ in range(6)]
    assert codes == [302] * 5 + [429]


def test_another_organisations_people_are_not_found(signed_in, ours, union):
    _, owner = union
    theirs = factories.organisation(handle="theirs")
    member = factories.member(theirs, role="owner")
    other = Membership.objects.get(person=member)
    row = actions.invite(theirs, by=member, address="x@example.org", role="member")
    client = signed_in(owner)
    for url in (
        reverse("organisations:people", args=["theirs"]), reverse("organisations:invite", args=["theirs"]),
        reverse("organisations:edit", args=["theirs"]), reverse("organisations:edit", args=["theirs", "names"]),
    ):
        assert client.get(url).status_code == 404, url
    for name, args in (
        ("role", ["ours", other.pk]), ("remove", ["ours", other.pk]), ("role", ["theirs", other.pk]), ("remove", ["theirs", other.pk]),
        ("withdraw_invitation", ["ours", row.pk]), ("withdraw_invitation", ["theirs", row.pk]), ("leave", ["theirs"]),
        ("confirm", ["theirs"]), ("drop", ["theirs"]),
    ):  # fmt: skip
        answer = client.post(reverse(f"organisations:{name}", args=args), {"role": "member", "member": "ours"}, headers=ours)
        assert answer.status_code == 404, (name, args)
    assert role_of(theirs, member) == "owner"
    assert Invitation.objects.filter(pk=row.pk).exists()


def test_editors_and_members_see_people_but_change_none(signed_in, ours, union):
    made, owner = union
    for role in ("editor", "member"):
        client = signed_in(factories.member(made, role=role))
        text = client.get(reverse("organisations:people", args=["ours"])).content.decode()
        assert "Olga Owner" in text
        assert "/role/" not in text
        number = Membership.objects.get(person=owner).pk
        assert client.post(reverse("organisations:role", args=["ours", number]), {"role": "member"}, headers=ours).status_code in (302, 404)
    assert role_of(made, owner) == "owner"


def test_an_owner_without_a_second_factor_is_led_to_it(signed_in, union):
    made, _ = union
    bare = factories.member(made, role="owner", second_factor=False)
    answer = signed_in(bare).get(reverse("organisations:invite", args=["ours"]))
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]
