from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns import writing_sealing as sealing
from usi.features.campaigns.models import Campaign, Target, TargetLetter, Writing
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests import letter_factories as letters
from usi.features.campaigns.tests.test_signing import dump
from usi.spine.journal.models import Entry
from usi.spine.mail.models import Mail
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ADDRESS = "Rosa.Canary@Example.org"


def states(found):
    return list(TargetLetter.objects.filter(target=found).order_by("pk").values_list("state", flat=True))


def test_a_letter_waits_for_its_button_and_then_for_its_turn():
    made, (one, other) = letters.campaign(targets=2)
    row = letters.write(made, [one, other])
    assert states(one) == states(other) == ["waiting"]
    letters.send(row)
    assert states(one) == states(other) == ["queued"]
    letters.send(row)
    assert TargetLetter.objects.count() == 2


def test_one_address_writes_once_to_each_target():
    made, (one, other) = letters.campaign(targets=2)
    letters.sent(made, [one], address=ADDRESS)
    second = letters.write(made, [one, other], address="rosa.canary+again@example.org")
    assert [letter.target_id for letter in queries.letters_of(second)] == [other.pk]
    letters.send(second)
    letters.write(made, [one, other], address=ADDRESS)
    assert (states(one), states(other)) == (["queued"], ["queued"])
    with pytest.raises(IntegrityError), transaction.atomic():
        key = TargetLetter.objects.filter(target=one).get().address_key
        TargetLetter.objects.create(target=one, address_key=key)


def test_what_is_not_confirmed_is_replaced():
    made, (one, other) = letters.campaign(targets=2)
    first = letters.write(made, [one], address=ADDRESS, body="First")
    second = letters.write(made, [other], address=ADDRESS, body="Second")
    assert first.pk == second.pk
    second.refresh_from_db()
    assert second.body == "Second"
    assert (states(one), states(other)) == ([], ["waiting"])


def test_nothing_else_is_sent_than_what_the_page_showed():
    made, (one, _) = letters.campaign(targets=2)
    row = letters.write(made, [one], address=ADDRESS)
    seen = queries.mark_of_writing(row, queries.letters_of(row))
    letters.write(made, [one], address=ADDRESS, body="Something else")
    with pytest.raises(actions.Changed):
        actions.send(token=sealing.token(row.pk), seen=seen)
    with pytest.raises(actions.Changed):
        actions.send(token=sealing.token(row.pk), seen="")
    assert states(one) == ["waiting"]


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "\ud800"])
def test_an_altered_link_leads_nowhere(token):
    made, found = letters.campaign()
    row = letters.write(made, found)
    good = sealing.token(row.pk)
    for wrong in (token.encode("utf-8", "replace").decode(), good[:-1], good + "A", good.swapcase()):
        with pytest.raises(actions.UnknownLink):
            actions.send(token=wrong, seen="")
        with pytest.raises(actions.UnknownLink):
            actions.drop(token=wrong)


@pytest.mark.parametrize("state", ["draft", "closed", "ended", "withdrawn", "hidden", "network", "not asked", "no letter", "no target"])
def test_nobody_writes_where_the_campaign_is_not_open_for_it(state):
    made, found = letters.campaign(out=state != "draft")
    waiting = letters.write(made, found) if state != "draft" else None
    if state == "closed":
        factories.close(made)
    elif state == "ended":
        Campaign.objects.filter(pk=made.pk).update(outcome="won", outcome_on=time.now().date(), ended_at=time.now(), heard="yes")
    elif state == "withdrawn":
        publications.move(made, to="withdrawn", by=None, reason="because")
    elif state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    elif state == "network":
        publications.edit(made, by=made.author, version=made.version, visibility="network")
    elif state == "not asked":
        Campaign.objects.filter(pk=made.pk).update(asks=["sign"])
    elif state == "no letter":
        actions.save_model_letter(made, by=made.author, language="en", subject="", body="")
    elif state == "no target":
        Target.objects.all().delete()
    with pytest.raises(actions.Closed):
        letters.write(made, found)
    if waiting and state != "no target":
        with pytest.raises(actions.Closed):
            letters.send(waiting)
        assert states(found[0]) == ["waiting"]


@pytest.mark.parametrize("change", [
    {"name": ""}, {"name": "x" * 121}, {"subject": " \r\n"}, {"subject": "x" * 151}, {"body": "\x00\u202e"}, {"body": "x" * 5001},
    {"country": "XX"}, {"country": ""}, {"country": "it"}, {"workplace": "x" * 121},
])  # fmt: skip
def test_what_makes_no_sense_is_refused(change):
    made, found = letters.campaign()
    with pytest.raises(ValueError):
        letters.write(made, found, **change)
    assert not Writing.objects.exists()


@pytest.mark.parametrize("junk", [" ", "@", "a@", "@b", "x" * 300 + "@example.org", "\ud800"])
def test_what_is_no_address_is_refused(junk):
    made, found = letters.campaign()
    with pytest.raises(ValueError):
        letters.write(made, found, address=junk)


def test_a_target_of_another_campaign_is_refused():
    made, found = letters.campaign()
    _, foreign = letters.campaign()
    for chosen in ([], foreign, [*found, *foreign]):
        with pytest.raises(ValueError):
            letters.write(made, chosen)


@pytest.mark.parametrize("first", ["sign", "write"])
def test_no_address_gets_more_than_five_mails_signing_and_writing_together(monkeypatch, react, outbox, first):
    made, found = letters.campaign()
    start = time.now()
    for hours in range(12):
        monkeypatch.setattr(time, "now", lambda hours=hours: start + timedelta(hours=hours))
        if (hours < 2) == (first == "sign"):
            factories.sign(made, address=ADDRESS)
        else:
            letters.write(made, found, address=ADDRESS, name=f"Stranger {hours}", body=f"Buy this {hours}")
        react()
    mails = [mail for mail in outbox() if "canary" in mail["To"].lower()]
    assert len(mails) == 5


def test_what_a_stranger_typed_never_reaches_the_mailbox_of_the_alleged_writer(react, outbox):
    made, found = letters.campaign()
    letters.write(made, found, name="Buy Casino", subject="Casino subject", body="Casino text", workplace="Casino union", address=ADDRESS)
    react()
    (mail,) = outbox()
    assert "casino" not in mail.as_string().lower()
    assert "casino" not in mail.get_body(("plain",)).get_content().lower()
    assert made.title in mail["Subject"]


def test_a_letter_that_waits_can_be_taken_back_whole_and_of_a_sent_one_the_number_is_left(react, outbox):
    made, (one, other) = letters.campaign(targets=2)
    row = letters.sent(made, [one], address=ADDRESS)
    react()
    row = letters.write(made, [other], address=ADDRESS)
    actions.drop(token=sealing.token(row.pk))
    assert states(other) == []
    first = Writing.objects.get()
    actions.drop(token=sealing.token(first.pk))
    assert not Writing.objects.exists()
    left = TargetLetter.objects.get()
    assert (left.state, left.address_key, left.writing_id) == ("accepted", None, None)
    with pytest.raises(actions.UnknownLink):
        actions.drop(token=sealing.token(first.pk))
    again = letters.write(made, [one], address=ADDRESS)
    assert again.state == "waiting"


def test_what_nobody_confirms_is_deleted_after_thirty_days(monkeypatch):
    made, found = letters.campaign(days=60)
    old, kept = letters.write(made, found), letters.sent(made, found)
    later = time.now() + timedelta(days=31)
    monkeypatch.setattr(time, "now", lambda: later)
    fresh = letters.write(made, found)
    actions.purge()
    assert set(Writing.objects.values_list("pk", flat=True)) == {kept.pk, fresh.pk}
    assert TargetLetter.objects.count() == 2
    assert not Writing.objects.filter(pk=old.pk).exists()
    assert Entry.objects.get(verb="campaign.unconfirmed_letters_deleted").data == {"count": 1}


def test_sixty_days_after_the_close_all_that_is_personal_is_erased_and_the_numbers_stay(monkeypatch, react, outbox):
    made, (one, other) = letters.campaign(targets=2, days=1)
    letters.sent(made, [one], address=ADDRESS)
    react()
    letters.sent(made, [other])
    letters.write(made, [other], address=ADDRESS)
    before = {row.target.pk: (row.written, row.accepted) for row in queries.numbers(made.pk)}
    later = time.now() + timedelta(days=70)
    monkeypatch.setattr(time, "now", lambda: later)
    actions.erase()
    assert not Writing.objects.exists()
    assert not TargetLetter.objects.filter(address_key__isnull=False).exists()
    assert {row.target.pk: (row.written, row.accepted) for row in queries.numbers(made.pk)} == before
    assert sorted(states(other)) == ["unsent", "unsent"]
    assert {bytes(row.address) for row in Target.objects.all()} == {b""}
    assert actions.post_letters() == 0


def test_addresses_are_unreadable_in_every_table(react, outbox):
    made, found = letters.campaign(post={"address": "canary.minister@gov.example"})
    row = letters.sent(made, found, address=ADDRESS)
    letters.write(made, found, address=ADDRESS)
    react()
    secret = sealing.token(row.pk).encode()
    for table in connection.introspection.table_names():
        content = dump(f'"{table}"')
        assert b"canary" not in content.lower(), table
        assert secret not in content, table


def test_the_mail_to_the_writer_is_written_once_though_the_pulse_beats_twice():
    made, found = letters.campaign()
    letters.write(made, found)
    assert actions.mail_writers() == 1
    assert actions.mail_writers() == 0
    assert Mail.objects.count() == 1
