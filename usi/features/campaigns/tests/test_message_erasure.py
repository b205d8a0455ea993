from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from usi.base import time
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.models import Signature, SupportMessage
from usi.features.campaigns.tests import factories, helpers
from usi.spine.journal.models import Entry
from usi.spine.media.models import Picture

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ADDRESS = "Rosa.Canary@Example.org"


def decide(made, row, verb, *, node=False, reason="spam"):
    return actions.decide_message(made, number=row.pk, verb=verb, by=made.author, for_node=node, reason=reason)


def test_what_waits_is_replaced_with_its_picture(django_capture_on_commit_callbacks):
    made = helpers.campaign()
    with django_capture_on_commit_callbacks(execute=True):
        first = helpers.write(made, text="one", address=ADDRESS, upload=helpers.picture(), alt="A red field")
    file = Picture.objects.get().file(480, "jpg")
    assert default_storage.exists(file)
    with django_capture_on_commit_callbacks(execute=True):
        second = helpers.write(made, text="two", address=ADDRESS)
    assert first.pk == second.pk
    assert SupportMessage.objects.get().text == "two"
    assert not Picture.objects.exists()
    assert not default_storage.exists(file)
    helpers.confirm_message(second)
    assert helpers.write(made, text="three", address=ADDRESS).pk != second.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        SupportMessage.objects.filter(text="two").update(state="unconfirmed")


def test_a_withdrawal_erases_message_name_address_and_picture(django_capture_on_commit_callbacks):
    made = helpers.campaign()
    row = helpers.shown(made, text="Hold on", address=ADDRESS, upload=helpers.picture(), alt="A red field")
    actions.thank(made, number=row.pk, by=made.author, thanks="Thanks", language="en")
    file = Picture.objects.get().file(480, "webp")
    with django_capture_on_commit_callbacks(execute=True):
        actions.withdraw_message(token=sealing.token(row.pk, "message"))
    row.refresh_from_db()
    assert (row.state, row.text, row.name, row.thanks, row.picture_id, bytes(row.address)) == ("withdrawn", "", "", "", None, b"")
    assert not default_storage.exists(file)
    assert queries.newest_messages(made.pk) == []
    with pytest.raises(actions.UnknownLink):
        actions.withdraw_message(token=sealing.token(row.pk, "message"))
    with pytest.raises(actions.NotNow):
        decide(made, row, "show")


def test_what_nobody_confirms_is_deleted_after_thirty_days_with_its_picture(monkeypatch):
    made, now = helpers.campaign(), time.now()
    helpers.write(made, upload=helpers.picture(), alt="A red field")
    kept = helpers.confirm_message(helpers.write(made))
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=30, minutes=1))
    assert actions.purge_links() == 1
    assert [row.pk for row in SupportMessage.objects.all()] == [kept.pk]
    assert not Picture.objects.exists()


def test_when_names_are_erased_shown_messages_stay_with_the_name_only_of_those_who_wanted_it(monkeypatch):
    made, now = helpers.campaign(days=5), time.now()
    open_ = helpers.shown(made, text="named", workplace="Port", upload=helpers.picture(), alt="A red field", address=ADDRESS)
    helpers.shown(made, text="unnamed", show_name=False, workplace="Port", upload=helpers.picture(), alt="A red field")
    decide(made, helpers.confirm_message(helpers.write(made, text="refused")), "refuse")
    helpers.confirm_message(helpers.write(made, text="waiting"))
    helpers.write(made, text="unconfirmed")
    signed = factories.confirm(factories.sign(made, words="signed", show_name=True))
    decide(made, SupportMessage.objects.get(signature=signed), "show")
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=66))
    actions.erase()
    assert not Signature.objects.exists()
    left = {row.text: row for row in SupportMessage.objects.all()}
    assert {text: (row.name, row.workplace, row.country) for text, row in left.items()} == {
        "named": ("Rosa Maria", "Port", "GR"), "unnamed": ("", "", "GR"), "signed": ("Rosa Maria", "", "GR"),
    }  # fmt: skip
    assert {(bytes(row.address), row.address_key, row.token_key) for row in left.values()} == {(b"", None, None)}
    assert left["named"].picture_id == open_.picture_id
    assert list(Picture.objects.values_list("pk", flat=True)) == [open_.picture_id]
    assert Entry.objects.get(verb="campaign.helpers_erased").data == {"pledgers": 0, "messages": 6}
    assert decide(made, left["named"], "hide").letter == "none"


def test_no_address_is_readable():
    helpers.write(helpers.campaign(), address=ADDRESS)
    row = SupportMessage.objects.get()
    assert b"canary" not in bytes(row.address).lower()
    assert sealing.unseal(row.address) == ADDRESS
    assert "canary" not in str(row)
