from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions, queries, receiving
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import Campaign, Signature, Target
from usi.features.campaigns.tests import factories, letter_factories
from usi.features.campaigns.tests.factories import html, url
from usi.spine.journal.models import Entry
from usi.spine.mail import actions as mail
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def signed(*, to=None, **more):
    """Return an open campaign: three agreed to show their name, two did not, one has not confirmed. `to` is a target's address."""
    made = factories.campaign(**more)
    if to is not None:
        letter_factories.target(made, address=to)
    rows = [
        Row("Μαρία Παπαδοπούλου", "a@example.net", "GR", show_name=True), Row("Ana Souza", "b@example.net", "BR", show_name=True),
        Row("=cmd|x", "c@example.net", "GR", show_name=True), Row("Hidden One", "d@example.net", "IT"), Row("Hidden Two", "e@example.net", "GR"),
        Row("Waiting One", "f@example.net", "GR", show_name=True, confirmed=False),
    ]  # fmt: skip
    actions.load_signatures(made, rows)
    return made


def ready(made, language="en"):
    """Return documents that the worker has made."""
    row = actions.ask_handover(made, by=made.author, language=language)
    assert actions.make_handovers() == 1
    row.refresh_from_db()
    return row


def officer(union):
    return organisations.member(union, role="editor", person_=organisations.person(second_factor=True))


def received(target):
    return url("received", target.pk, receiving.token(target))


def test_those_addressed_see_the_names_of_those_who_agreed_behind_their_link_alone(client):
    signed(to="minister@gov.example")
    target = Target.objects.get()
    answer = client.get(received(target))
    page = html(answer)
    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "Ana Souza" in page
    assert "Hidden" not in page
    assert "Waiting" not in page
    assert "@example" not in page
    for wrong in (url("received", target.pk, "x" * 43), url("received", target.pk + 1, receiving.token(target)), url("received", 0, "é")):
        assert client.get(wrong).status_code == 404


def test_a_link_ends_with_a_corrected_address_a_hidden_campaign_and_the_names(client):
    made = signed(to="minister@gov.example")
    target = Target.objects.get()
    old = received(target)
    actions.correct_address(target, by=made.author, address="other@gov.example", note="It was wrong")
    target.refresh_from_db()
    assert client.get(old).status_code == 404
    assert client.get(received(target)).status_code == 200
    publications.moderate(made, to="hidden", by=None)
    assert client.get(received(target)).status_code == 404
    publications.moderate(made, to="clear", by=None)
    Campaign.objects.filter(pk=made.pk).update(erased_at=time.now())
    assert client.get(received(target)).status_code == 404


def test_copies_that_those_addressed_take_are_written_down(client, ours):
    made = signed(to="minister@gov.example")
    target, row = Target.objects.get(), ready(made)
    address = url("received_file", target.pk, receiving.token(target), row.pk, "pdf")
    assert client.get(address).status_code == 405
    answer = client.post(address, headers=ours)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert Entry.objects.get(verb="campaign.handover_downloaded").data == {"handover": row.pk, "format": "pdf", "names": 3, "target": target.pk}
    foreign = ready(signed())
    assert client.post(url("received_file", target.pk, receiving.token(target), foreign.pk, "pdf"), headers=ours).status_code == 404


def test_the_list_of_names_has_pages_that_miss_nobody_and_cost_the_same(client, monkeypatch, django_assert_max_num_queries):
    made = factories.campaign()
    target = letter_factories.target(made)
    moment = time.now()
    actions.load_signatures(made, [Row(f"Nr{n}!", f"{n}@example.net", "GR", show_name=True, at=moment) for n in range(25)])
    monkeypatch.setattr("usi.features.campaigns.queries.handing.NAMES_A_PAGE", 10)
    seen, before = [], ""
    while True:
        page = queries.names_page(made.pk, before=before)
        seen += [row.name for row in page.rows]
        if not (before := page.older):
            break
    assert sorted(seen) == sorted(f"Nr{n}!" for n in range(25))
    assert Signature.objects.count() == len(set(seen))
    with django_assert_max_num_queries(9):
        client.get(received(target))
    for odd in ("x", "1_", "9" * 70 + "_1", "nan_3", "inf_3", "1e999_4", "-1_5"):
        assert client.get(received(target), {"before": odd}).status_code == 200


def test_those_addressed_are_told_each_so_many_and_once_a_day_at_most(outbox, react, monkeypatch):
    made = factories.campaign(title="Take them back")
    letter_factories.target(made, language="el", address="a@gov.example")
    letter_factories.target(made, language="ja", address="b@gov.example")
    letter_factories.target(made, address="")
    actions.set_digest(made, by=made.author, active=True, every=50)
    actions.load_signatures(made, [Row(f"Person {n}", f"{n}@example.net", "GR", show_name=True) for n in range(49)])
    assert actions.send_digests() == 0
    actions.load_signatures(made, [Row(f"Person {n}", f"{n}@example.net", "IT") for n in range(49, 60)])
    assert actions.send_digests() == 2
    assert actions.send_digests() == 0
    react()
    mail.deliver_due()
    mails = {letter["To"]: letter for letter in outbox()}
    assert set(mails) == {"a@gov.example", "b@gov.example"}
    body = mails["b@gov.example"].get_body(("plain",)).get_content()
    for said in ("60 people have confirmed", "Greece: 49", "Italy: 11", "1. Take them back", "http://testserver/en/campaigns/received/"):
        assert said in body
    assert "Person" not in str(mails["b@gov.example"])
    assert "/el/campaigns/received/" in mails["a@gov.example"].get_body(("plain",)).get_content()
    actions.load_signatures(made, [Row(f"More {n}", f"m{n}@example.net", "GR") for n in range(60)])
    assert actions.send_digests() == 0
    now = time.now()
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=1))
    assert actions.send_digests() == 2
    entry = Entry.objects.filter(verb="campaign.digest_sent").last()
    assert entry.data["count"] == 120


def test_a_weekly_digest_waits_a_week_and_tells_nothing_where_nobody_signed(monkeypatch):
    made = signed(days=60, to="minister@gov.example")
    actions.set_digest(made, by=made.author, active=True)
    now = time.now()
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=6))
    assert actions.send_digests() == 0
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=8))
    assert actions.send_digests() == 1
    monkeypatch.setattr(time, "now", lambda: now + timedelta(days=16))
    assert actions.send_digests() == 0


@pytest.mark.parametrize("why", ["off", "hidden", "ended", "erased"])
def test_nobody_is_told_of_a_campaign_that_is_silent(why):
    made = signed(to="minister@gov.example")
    actions.load_signatures(made, [Row(f"More {n}", f"m{n}@example.net", "GR") for n in range(60)])
    actions.set_digest(made, by=made.author, active=why != "off", every=50)
    if why == "hidden":
        publications.moderate(made, to="hidden", by=None)
    if why == "ended":
        actions.end(made, by=made.author, version=queries.facts(made.pk).version, outcome="won", on=time.now().date(), what_happened="x", heard="yes")
    if why == "erased":
        Campaign.objects.filter(pk=made.pk).update(erased_at=time.now())
    assert actions.send_digests() == 0


def test_officers_set_how_often(client, signed_in, ours):
    union = organisations.organisation()
    made = signed(union=union, to="minister@gov.example")
    signed_in(officer(union))
    assert "Say after how many" in html(client.post(url("digest", made.pk), {"often": "every"}, headers=ours))
    assert client.post(url("digest", made.pk), {"often": "every", "every": "500"}, headers=ours).status_code == 302
    assert queries.digest(made.pk).every == 500
    page = html(client.get(url("handover", made.pk)))
    assert "/campaigns/received/" in page
    assert 'value="500"' in page
    with pytest.raises(ValueError, match="every"):
        actions.set_digest(made, by=made.author, active=True, every=3)
