from datetime import timedelta

import pytest
from django.urls import reverse

from usi.base import time
from usi.base.access import ANONYMOUS
from usi.spine.journal.models import Entry
from usi.spine.organisations.models import Membership
from usi.spine.organisations.tests import factories
from usi.spine.publications.models import Publication
from usi.surfaces.moderation import actions, queries, tokens
from usi.surfaces.moderation.models import Appeal, Decision

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def visible(item):
    return Publication.objects.visible_to(ANONYMOUS).filter(pk=item.pk).exists()


@pytest.fixture
def hidden(item, moderator, owner):
    return actions.decide(item, verb="hide", by=moderator.actor, reason="false", seen=queries.seen(item))


def test_an_officer_appeals_and_another_moderator_grants_it(
    hidden, item, owner, moderator, other_moderator, signed_in, ours, outbox, react, language_of
):
    client = signed_in(owner)
    address = reverse("moderation:appeal", args=[hidden.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": "It is true: see the minutes."}, headers=ours).status_code == 302
    assert "It is true" in client.get(address).content.decode()
    appeal = Appeal.objects.get()
    client = signed_in(other_moderator)
    assert "It is true" in client.get(reverse("moderation:case", args=["publication", item.pk])).content.decode()
    answer = client.post(reverse("moderation:answer", args=[appeal.pk]), {"grant": "yes", "text": "You are right."}, headers=ours)
    assert answer.status_code == 302
    assert visible(item)
    appeal.refresh_from_db()
    hidden.refresh_from_db()
    assert (appeal.state, hidden.appeal_state) == ("granted", "granted")
    react()
    last = outbox()[-1]
    assert language_of(last) == "el"
    assert "You are right." in last.get_body(("plain",)).get_content()
    assert len(outbox()) == 2
    assert Entry.objects.filter(verb="moderation.appeal_granted").exists()


def test_a_refused_appeal_leaves_the_decision(hidden, item, owner, other_moderator):
    appeal = actions.appeal(hidden, by=owner.actor, text="No")
    actions.answer(appeal, by=other_moderator.actor, grant=False, text="It stands.")
    assert not visible(item)
    hidden.refresh_from_db()
    assert hidden.appeal_state == "refused"
    with pytest.raises(actions.Overtaken):
        actions.answer(appeal, by=other_moderator.actor, grant=True, text="Changed my mind")


def test_nobody_answers_an_appeal_against_their_own_decision_while_another_can(hidden, item, owner, moderator, other_moderator):
    appeal = actions.appeal(hidden, by=owner.actor, text="No")
    with pytest.raises(actions.OwnDecision):
        actions.answer(appeal, by=moderator.actor, grant=False, text="I was right")
    Membership.objects.create(person=other_moderator, organisation=item.author.organisation, role="member", since=time.now())
    with pytest.raises(actions.OwnContent):
        actions.answer(appeal, by=other_moderator.actor, grant=True, text="Friends")
    actions.answer(appeal, by=moderator.actor, grant=True, text="Nobody else is left")
    assert visible(item)


def test_a_lone_moderator_is_warned(hidden, item, owner, moderator, signed_in):
    actions.appeal(hidden, by=owner.actor, text="No")
    html = signed_in(moderator).get(reverse("moderation:case", args=["publication", item.pk])).content.decode()
    assert "there is no other moderator" in html
    factories.person(moderator=True)
    html = signed_in(moderator).get(reverse("moderation:case", args=["publication", item.pk])).content.decode()
    assert "Another moderator answers this appeal" in html


def test_appealing_twice_is_once(hidden, owner, signed_in, ours):
    client = signed_in(owner)
    for text in ("first", "second"):
        client.post(reverse("moderation:appeal", args=[hidden.pk]), {"text": text}, headers=ours)
    assert Appeal.objects.get().text == "first"


def test_only_those_who_speak_for_the_author_see_or_send_an_appeal(hidden, item, signed_in, ours, client, other_moderator):
    address = reverse("moderation:appeal", args=[hidden.pk])
    assert client.get(address).status_code == 302
    member = factories.member(item.author.organisation, role="member")
    stranger = factories.member(factories.organisation(), role="owner")
    for person in (factories.person(), member, stranger, other_moderator):
        client = signed_in(person)
        assert client.get(address).status_code == 404
        assert client.post(address, {"text": "x"}, headers=ours).status_code == 404
    assert not Appeal.objects.exists()


def test_the_mailed_link_works_for_a_suspended_organisation(union, owner, moderator, client, ours, outbox, react):
    actions.decide(union.actor, verb="suspend", by=moderator.actor, reason="hate", seen=queries.seen(union.actor))
    react()
    plain = outbox()[0].get_body(("plain",)).get_content()
    link = next(word for word in plain.split() if "/appeal/" in word).removeprefix("http://testserver")
    assert client.get(link).status_code == 200
    assert client.post(link, {"text": ""}, headers=ours).status_code == 200
    assert client.post(link, {"text": "We said no such thing."}, headers=ours).status_code == 302
    appeal = Appeal.objects.get()
    assert appeal.by_id == owner.pk
    assert Decision.objects.get().appeal_state == "open"


def test_the_mailed_link_ends_with_the_role_and_cannot_be_made_up(hidden, owner, client):
    def link(token):
        return client.get(reverse("moderation:appeal_by_mail", args=[token])).status_code

    token = tokens.make(decision_id=hidden.pk, person_id=owner.pk)
    assert link(token) == 200
    assert link(token[:-1] + ("a" if token[-1] != "a" else "b")) == 404
    assert link(f"{hidden.pk}.{owner.pk}") == 404
    assert link("١.٢:x:y") == 404
    Membership.objects.all().delete()
    assert link(token) == 404


def test_what_was_taken_back_or_is_old_or_took_nothing_cannot_be_objected_to(hidden, item, owner, moderator, set_clock, signed_in):
    back = actions.reverse(hidden, by=moderator.actor)
    for decision in (hidden, back):
        with pytest.raises(actions.NotAppealable):
            actions.appeal(decision, by=owner.actor, text="No")
    assert signed_in(owner).get(reverse("moderation:appeal", args=[back.pk])).status_code == 404
    again = actions.reverse(back, by=moderator.actor)
    now = time.now()
    set_clock(now + timedelta(days=181))
    with pytest.raises(actions.NotAppealable):
        actions.appeal(again, by=owner.actor, text="No")
    set_clock(now)
    assert actions.appeal(again, by=owner.actor, text="No").state == "open"


def test_taking_the_decision_back_closes_its_appeal(hidden, item, owner, moderator):
    appeal = actions.appeal(hidden, by=owner.actor, text="No")
    actions.reverse(hidden, by=moderator.actor)
    appeal.refresh_from_db()
    assert appeal.state == "granted"
    assert visible(item)


def test_granting_what_something_else_has_overtaken_moves_nothing(hidden, item, owner, moderator, other_moderator):
    appeal = actions.appeal(hidden, by=owner.actor, text="No")
    item.refresh_from_db()
    actions.decide(item, verb="restore", by=moderator.actor, seen=queries.seen(item))
    actions.answer(appeal, by=other_moderator.actor, grant=True, text="Yes")
    assert visible(item)
    assert not Decision.objects.filter(verb="reverse").exists()
