"""Requests to join are answered by the owners of that organisation and nobody else, and who asked is told in their language."""

from datetime import timedelta

import pytest
from django.urls import reverse

from usi.base import time
from usi.spine.journal.models import Entry
from usi.spine.organisations import actions
from usi.spine.organisations.models import JoinRequest
from usi.spine.organisations.tests import factories
from usi.spine.organisations.tests.requesting import ASK, answer_url, asked, role_of

pytestmark = pytest.mark.django_db


def test_who_is_accepted_gets_the_role_chosen_and_a_mail_in_their_language(signed_in, ours, union, nadia, outbox, react):
    row = asked(union, nadia)
    assert signed_in(union[1]).post(answer_url(row), {"role": "translator"}, headers=ours).status_code == 302
    assert role_of(union, nadia) == "translator"
    react()
    (mail,) = outbox()
    assert mail["To"] == nadia.account.email
    assert 'lang="ar" dir="rtl"' in mail.get_body(("html",)).get_content()
    assert "/ar/organisations/ours/" in mail.get_body(("plain",)).get_content()


def test_who_is_declined_is_told_and_may_ask_again_after_thirty_days(signed_in, ours, union, nadia, outbox, react):
    row = asked(union, nadia)
    signed_in(union[1]).post(answer_url(row), {"role": "member", "decline": "1"}, headers=ours)
    assert role_of(union, nadia) is None
    react()
    assert outbox()[0]["To"] == nadia.account.email
    client = signed_in(nadia)
    assert "You can ask again from" in client.get(ASK).content.decode()
    client.post(ASK, {"note": "Again"}, headers=ours)
    with pytest.raises(actions.AskedLately):
        asked(union, nadia)
    assert not JoinRequest.objects.filter(state="open").exists()
    JoinRequest.objects.update(decided_at=time.now() - timedelta(days=31))
    client.post(ASK, {"note": "Again"}, headers=ours)
    assert JoinRequest.objects.filter(state="open").count() == 1


def test_nothing_the_asker_typed_goes_into_a_mail_or_the_journal(signed_in, ours, union, nadia, outbox, react):
    row = asked(union, nadia)
    react()
    assert outbox() == []
    signed_in(union[1]).post(answer_url(row), {"role": "owner"}, headers=ours)
    react()
    for mail in outbox():
        assert "spam" not in mail.as_string()
        assert mail["To"] == nadia.account.email
    assert "spam" not in str(list(Entry.objects.values_list("data", flat=True)))


def test_what_was_written_is_forgotten_once_it_is_answered(union, nadia):
    first, second = asked(union, nadia), asked(union, factories.person())
    actions.accept_request(first, by=union[1], role="member")
    actions.decline_request(second, by=union[1])
    assert set(JoinRequest.objects.values_list("note", flat=True)) == {""}


def test_another_organisations_owner_finds_nothing(signed_in, ours, union, nadia):
    row = asked(union, nadia)
    theirs = factories.organisation(handle="theirs")
    stranger = factories.member(theirs, role="owner")
    client = signed_in(stranger)
    for url in (answer_url(row), answer_url(row, "theirs")):
        for data in ({"role": "owner"}, {"decline": "1"}):
            assert client.post(url, data, headers=ours).status_code == 404, url
    assert "Nadia" not in client.get(reverse("website:desk")).content.decode()
    row.refresh_from_db()
    assert row.state == "open"
    assert role_of(union, nadia) is None


def test_editors_members_and_owners_without_a_second_factor_cannot_answer(signed_in, ours, union, nadia):
    row = asked(union, nadia)
    bare = factories.member(union[0], role="owner", second_factor=False)
    for person in (factories.member(union[0], role="editor"), factories.member(union[0], role="member"), bare, nadia):
        assert signed_in(person).post(answer_url(row), {"role": "owner"}, headers=ours).status_code in (302, 404)
    assert role_of(union, nadia) is None


def test_a_role_that_does_not_exist_is_refused(signed_in, ours, union, nadia):
    row = asked(union, nadia)
    answer = signed_in(union[1]).post(answer_url(row), {"role": "emperor"}, headers=ours, follow=True)
    assert "Choose one of the roles offered" in answer.content.decode()
    assert role_of(union, nadia) is None


def test_a_second_answer_changes_nothing(union, nadia):
    row = asked(union, nadia)
    actions.decline_request(row, by=union[1])
    with pytest.raises(actions.Answered):
        actions.accept_request(row, by=union[1], role="owner")
    assert role_of(union, nadia) is None
