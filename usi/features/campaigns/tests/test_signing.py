"""Signing: one mailbox counts once, while the campaign is open, and what is personal is sealed and erased."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.db.models import QuerySet

from usi.base import time
from usi.features.campaigns import actions, queries, sealing
from usi.features.campaigns.models import Signature
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import ADDRESS
from usi.spine.journal.models import Entry
from usi.spine.mail.models import Mail
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.mark.parametrize(
    "written",
    ["rosa.canary@example.org", "ROSA.CANARY@EXAMPLE.ORG", "  Rosa.Canary@Example.org ", "Rosa.Canary@example.org.",
     "rosa.canary+unions@example.org", "Ｒosa.Canary@example.org", "rosa.canary@ｅxample.org", "rosa\u2060.canary@example.org"],
)
def test_one_mailbox_counts_once_however_it_is_written(written):
    made = factories.campaign()
    first = factories.sign(made, address=ADDRESS)
    assert factories.sign(made, address=written).pk == first.pk
    assert Signature.objects.count() == 1


@pytest.mark.parametrize(("one", "other", "same"), [
    ("a.b@gmail.com", "ab@googlemail.com", True),
    ("a.b@example.org", "ab@example.org", False),
    ("a@example.org", "a@example.com", False),
    ("a@bücher.example", "a@xn--bcher-kva.example", True),
    ("é@example.org", "e\u0301@example.org", True),
])
def test_only_what_is_one_mailbox_is_taken_for_one(one, other, same):
    assert (sealing.normalise(one) == sealing.normalise(other)) is same


@pytest.mark.parametrize("junk", ["", "@", "a", "a@", "@b", "x" * 300 + "@example.org", "\ud800"])
def test_what_is_no_address_is_refused(junk):
    made = factories.campaign()
    with pytest.raises(ValueError):
        factories.sign(made, address=junk or " ")
    assert not Signature.objects.exists()


@pytest.mark.parametrize("change", [{"country": "XX"}, {"country": ""}, {"country": "gr"}, {"name": "  "}, {"name": "x" * 121}])
def test_what_makes_no_sense_is_refused(change):
    made = factories.campaign()
    with pytest.raises(ValueError):
        factories.sign(made, **change)
    assert queries.tally(made.pk, language="en").countries == []


def test_the_same_address_signs_several_campaigns_and_nobody_can_tell():
    one, other = factories.campaign(), factories.campaign()
    first, second = factories.sign(one, address=ADDRESS), factories.sign(other, address=ADDRESS)
    assert bytes(first.address_key) != bytes(second.address_key)


def dump(table):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            # An index without content of its own cannot be read as a table; all it keeps stands in tables beside it.
            cursor.execute("SELECT 1 FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%%' AND name = %s", [table.strip('"')])
            if cursor.fetchone():
                return b""
        cursor.execute(f"SELECT * FROM {table}")
        values = [value for row in cursor.fetchall() for value in row]
    return b"|".join(bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in values)


@pytest.mark.parametrize("state", ["waiting", "confirmed", "withdrawn"])
def test_the_address_is_unreadable_in_every_table(state):
    made = factories.campaign()
    row = factories.sign(made, address=ADDRESS)
    if state == "confirmed":
        factories.confirm(row)
        factories.sign(made, address=ADDRESS)
    if state == "withdrawn":
        actions.withdraw(token=sealing.token(row.pk))
    secret = sealing.token(row.pk).encode()
    for table in connection.introspection.table_names():
        content = dump(f'"{table}"')
        assert b"canary" not in content.lower(), table
        assert secret not in content, table
    row.refresh_from_db()
    if state != "withdrawn":
        assert sealing.unseal(row.address) == ADDRESS


def test_a_withdrawal_erases_all_that_is_personal():
    made = factories.campaign()
    row = factories.confirm(factories.sign(made, address=ADDRESS, name="Rosa Maria", country="GR"))
    actions.withdraw(token=sealing.token(row.pk))
    row.refresh_from_db()
    assert (row.state, row.name, row.country, row.language) == ("withdrawn", "", "", "")
    assert (bytes(row.address), row.address_key, row.confirmed_at) == (b"", None, None)
    with pytest.raises(actions.UnknownLink):
        actions.withdraw(token=sealing.token(row.pk))
    with pytest.raises(actions.UnknownLink):
        actions.confirm(token=sealing.token(row.pk), seen="")
    again = factories.sign(made, address=ADDRESS)
    assert again.pk != row.pk


def test_the_journal_keeps_the_totals_but_not_who():
    made = factories.campaign()
    row = factories.confirm(factories.sign(made, address=ADDRESS, name="Rosa Maria"))
    factories.sign(made)
    assert actions.witness() == 1
    assert actions.witness() == 0
    actions.withdraw(token=sealing.token(row.pk))
    assert actions.witness() == 1
    entries = Entry.objects.filter(verb="campaign.counted").order_by("number")
    assert [entry.data for entry in entries] == [{"confirmed": 1, "waiting": 1, "set_aside": 0}, {"confirmed": 0, "waiting": 1, "set_aside": 0}]
    assert not Entry.objects.filter(subject_type="signature").exists()


@pytest.mark.parametrize("state", ["draft", "closed", "withdrawn", "hidden", "network"])
def test_only_an_open_campaign_is_signed(state):
    made = factories.campaign(out=state != "draft")
    if state == "closed":
        factories.close(made)
    if state == "withdrawn":
        publications.move(made, to="withdrawn", by=None, reason="because")
    if state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    if state == "network":
        publications.edit(made, by=made.author, version=made.version, visibility="network")
    with pytest.raises(actions.Closed):
        factories.sign(made)
    assert not Mail.objects.exists()


def test_the_last_day_is_a_whole_day(monkeypatch):
    made = factories.campaign(days=1)
    row = factories.sign(made)
    last = (time.now() + timedelta(days=1)).replace(hour=23, minute=59, second=59)
    monkeypatch.setattr(time, "now", lambda: last)
    factories.sign(made)
    factories.confirm(row)
    monkeypatch.setattr(time, "now", lambda: last + timedelta(seconds=1))
    with pytest.raises(actions.Closed):
        factories.sign(made)


def test_after_the_last_day_nothing_is_confirmed_but_names_can_be_taken_back():
    made = factories.campaign()
    counted, waiting = factories.confirm(factories.sign(made)), factories.sign(made)
    factories.close(made)
    with pytest.raises(actions.Closed):
        factories.confirm(waiting)
    actions.withdraw(token=sealing.token(counted.pk))
    actions.withdraw(token=sealing.token(waiting.pk))
    assert queries.tally(made.pk, language="en").countries == []


def test_a_second_signature_replaces_what_waits_and_leaves_what_counts():
    made = factories.campaign()
    factories.sign(made, address=ADDRESS, name="Typo", country="GR")
    row = factories.sign(made, address=ADDRESS, name="Rosa", country="TN", show_name=False)
    row.refresh_from_db()
    assert (row.name, row.country, row.show_name) == ("Rosa", "TN", False)
    factories.confirm(row)
    factories.sign(made, address=ADDRESS, name="Attacker", country="IT")
    row.refresh_from_db()
    assert (row.name, row.country) == ("Rosa", "TN")


def test_a_button_confirms_only_what_its_page_showed():
    made = factories.campaign()
    row = factories.sign(made, address=ADDRESS, name="Rosa")
    shown = queries.mark_of(row)
    factories.sign(made, address=ADDRESS, name="Something nasty")
    with pytest.raises(actions.Changed):
        actions.confirm(token=sealing.token(row.pk), seen=shown)
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_correction_moves_the_count_and_keeps_the_name_counted():
    made = factories.campaign()
    row = factories.confirm(factories.sign(made, country="GR"))
    actions.correct(token=sealing.token(row.pk), name="Rosa M.", country="TN", workplace="Port", show_name=False)
    row.refresh_from_db()
    assert (row.name, row.workplace, row.state) == ("Rosa M.", "Port", "confirmed")
    assert [(line.code, line.confirmed) for line in queries.tally(made.pk, language="en").countries] == [("TN", 1)]
    assert queries.counts_are_right()


def test_sixty_days_after_the_last_day_names_are_erased_and_counts_stay(monkeypatch):
    made, now = factories.campaign(days=5), time.now()
    factories.confirm(factories.sign(made, country="GR", address=ADDRESS))
    factories.sign(made, country="TN")
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=65))
    assert actions.erase() == 0
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=66))
    assert actions.erase() == 2
    assert actions.erase() == 0
    assert not Signature.objects.exists()
    counts = queries.tally(made.pk, language="en")
    assert (counts.confirmed, counts.waiting) == (1, 1)
    assert queries.counts_are_right()


@pytest.mark.parametrize("token", ["x", "", "a" * 5000, "\x00", "٣", "' OR 1=1"])
def test_guessed_links_open_nothing(token):
    factories.sign(factories.campaign())
    with pytest.raises(actions.UnknownLink):
        actions.confirm(token=token, seen="")
    assert queries.by_token(token) is None


def test_an_address_that_came_and_went_between_look_and_insert_is_tried_again(monkeypatch):
    made, fails = factories.campaign(), [IntegrityError, IntegrityError]
    real = QuerySet.get_or_create

    def get_or_create(self, *args, **kwargs):
        if self.model is Signature and fails:
            raise fails.pop()
        return real(self, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "get_or_create", get_or_create)
    factories.confirm(factories.sign(made, address=ADDRESS))
    assert queries.tally(made.pk, language="en").confirmed == 1
    assert queries.counts_are_right()
