import csv
import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from usi.base import time
from usi.base.printing.tests.reading import Read
from usi.features.campaigns import actions, queries, receiving
from usi.features.campaigns.actions import handover_make
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import Campaign, HandOver, Signature, Target
from usi.features.campaigns.tests import factories, letter_factories
from usi.features.campaigns.tests.factories import html, url
from usi.spine.journal.models import Entry
from usi.spine.mail import actions as mail
from usi.spine.media import images
from usi.spine.media.models import Picture
from usi.spine.media.tests.papers import photo
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


def content(row, format):
    with row.open(format) as file:
        return file.read()


def officer(union):
    return organisations.member(union, role="editor", person_=organisations.person(second_factor=True))


def down(row, made, **changes):
    data = {"on": time.now().date(), "how": "in_person", "to_whom": "The personnel manager", "note": "They took it"} | changes
    return actions.write_down(row, by=made.author, **data)


def test_the_documents_name_those_who_agreed_and_nobody_else():
    made = signed()
    row = ready(made)
    table = content(row, "csv")
    assert hashlib.sha256(table).hexdigest() == row.csv_sha256
    assert len(table) == row.csv_bytes
    lines = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert [(line["name"], line["country"], line["country_name"]) for line in lines] == [
        ("Ana Souza", "BR", "Brazil"), ("'=cmd|x", "GR", "Greece"), ("Μαρία Παπαδοπούλου", "GR", "Greece"),
    ]  # fmt: skip
    paper = Read(content(row, "pdf"))
    assert "Souza" in paper.text
    assert "Hidden" not in paper.text
    assert "Waiting" not in paper.text
    assert row.csv_sha256[:20] in "".join(paper.text.split())
    assert (row.confirmed, row.named, row.countries) == (5, 3, {"GR": 3, "BR": 1, "IT": 1})
    assert row.pdf_bytes == len(content(row, "pdf"))


def test_it_is_made_in_the_language_that_was_asked_for():
    row = ready(signed(), language="ar")
    assert Read(content(row, "pdf")).language == "ar"
    assert "البرازيل" in content(row, "csv").decode("utf-8-sig")


def test_only_one_is_made_at_a_time_and_none_of_a_campaign_that_is_not_out_or_erased():
    made = signed()
    actions.ask_handover(made, by=made.author, language="en")
    with pytest.raises(actions.MakingAlready):
        actions.ask_handover(made, by=made.author, language="en")
    with pytest.raises(ValueError, match="xx"):
        actions.ask_handover(made, by=made.author, language="xx")
    draft = factories.campaign(out=False)
    with pytest.raises(actions.NothingToHand):
        actions.ask_handover(draft, by=draft.author, language="en")
    Campaign.objects.filter(pk=made.pk).update(erased_at=time.now())
    with pytest.raises(actions.NothingToHand):
        actions.ask_handover(made, by=made.author, language="en")


def test_one_that_fails_is_tried_again_leaves_no_file_and_then_says_so(monkeypatch, settings):
    made = signed()
    row = actions.ask_handover(made, by=made.author, language="en")

    def broken(*args, **kwargs):
        raise RuntimeError("Ana Souza")

    monkeypatch.setattr(handover_make.printing, "handover", broken)
    for _ in range(handover_make.MOST_TRIES + 1):
        actions.make_handovers()
    row.refresh_from_db()
    assert (row.state, row.tries, row.name) == ("failed", handover_make.MOST_TRIES, "")
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_another_worker_takes_over_what_one_died_over_and_not_before(monkeypatch):
    made = signed()
    row = actions.ask_handover(made, by=made.author, language="en")
    handover_make._claim(1)
    assert actions.make_handovers() == 0
    now = time.now()
    monkeypatch.setattr(time, "now", lambda: now + handover_make.LEASE + timedelta(seconds=1))
    assert actions.make_handovers() == 1
    row.refresh_from_db()
    assert (row.state, row.tries) == ("ready", 2)


def test_of_very_many_names_the_paper_holds_none_and_the_file_all(monkeypatch):
    monkeypatch.setattr(handover_make, "MOST_PRINTED", 2)
    row = ready(signed())
    assert "Souza" not in Read(content(row, "pdf")).text
    assert "Ana Souza" in content(row, "csv").decode()


def test_making_handing_over_and_every_copy_stand_in_the_journal(client, signed_in, ours):
    union = organisations.organisation()
    made = signed(union=union)
    row = ready(made)
    down(row, made)
    person = officer(union)
    signed_in(person)
    answer = client.post(url("handover_file", made.pk, row.pk, "csv"), headers=ours)
    assert b"".join(answer.streaming_content) == content(row, "csv")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith(f'attachment; filename="signatures-{made.pk}-')
    found = {entry.verb: entry for entry in Entry.objects.filter(verb__contains="hand")}
    assert set(found) == {"campaign.handover_asked", "campaign.handover_made", "campaign.handed_over", "campaign.handover_downloaded"}
    assert found["campaign.handover_downloaded"].data == {"handover": row.pk, "format": "csv", "names": 3}
    assert found["campaign.handover_downloaded"].by_id == person.pk
    assert found["campaign.handover_made"].data["sha256"] == row.csv_sha256
    assert "Souza" not in str([entry.data for entry in found.values()])


def test_what_was_handed_over_stands_in_the_timeline_with_its_picture_and_one_query(client, django_assert_num_queries):
    made = signed()
    row = ready(made)
    with django_assert_num_queries(0):
        assert queries.with_handovers([], made, Campaign(paper={}, handed=0)) == []
    down(row, made, picture=images.redraw(io.BytesIO(photo())), alt="A delegation at the gate")
    page = html(client.get(url("page", made.pk)))
    for said in ('<b class="num">5</b> signatures handed over to <bdi>The personnel manager</bdi>', "in person", "They took it", "A delegation at the gate"):
        assert said in page
    facts = queries.facts(made.pk)
    with django_assert_num_queries(1):
        assert [event.kind for event in queries.with_handovers([], made, facts)] == ["handed"]
    down(row, made, to_whom="The board", picture=images.redraw(io.BytesIO(photo())), alt="Another")
    assert Picture.objects.count() == 1
    assert queries.facts(made.pk).handed == 1


def test_what_is_not_made_cannot_be_handed_over():
    made = signed()
    row = actions.ask_handover(made, by=made.author, language="en")
    with pytest.raises(ValueError, match="handover"):
        down(row, made)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=row.pk).update(handed_on=time.now().date(), how="post", to_whom="x")
    actions.make_handovers()
    for wrong in ({"to_whom": " "}, {"how": "pigeon"}, {"on": time.now().date() + timedelta(days=1)}):
        with pytest.raises(ValueError, match="handover"):
            down(row, made, **wrong)


def test_files_go_with_the_names_and_counts_and_digest_stay():
    made = signed()
    row = ready(made)
    down(row, made)
    files = [row.file(format) for format in ("csv", "pdf")]
    assert all(default_storage.exists(name) for name in files)
    factories.close(made, days=-62)
    actions.erase()
    assert not any(default_storage.exists(name) for name in files)
    row.refresh_from_db()
    assert (row.state, row.name, row.confirmed, len(row.csv_sha256), row.to_whom) == ("erased", "", 5, 64, "The personnel manager")
    assert Entry.objects.filter(verb="campaign.handovers_erased").count() == 1


def test_files_are_served_by_no_other_address(client):
    row = ready(signed())
    assert client.get("/media/" + row.file("csv")).status_code == 404
    assert client.get("/media/" + row.file("pdf")).status_code == 404


def test_officers_have_it_made_and_nobody_else_sees_anything(client, signed_in, ours):
    union = organisations.organisation()
    made = signed(union=union)
    stranger = organisations.member(organisations.organisation(), role="owner", person_=organisations.person(second_factor=True))
    row = ready(made)
    pages = [("get", url("handover", made.pk)), ("post", url("handover", made.pk)), ("get", url("handed", made.pk, row.pk)),
             ("post", url("handover_file", made.pk, row.pk, "csv")), ("post", url("digest", made.pk))]  # fmt: skip
    signed_in(stranger)
    for method, address in pages:
        assert getattr(client, method)(address, headers=ours).status_code == 404, address
    signed_in(officer(union))
    assert client.get(url("handover_file", made.pk, row.pk, "csv")).status_code == 405
    assert client.post(url("handover_file", made.pk, row.pk, "exe"), headers=ours).status_code == 404
    other = factories.campaign(union=union)
    assert client.post(url("handover_file", other.pk, row.pk, "csv"), headers=ours).status_code == 404
    assert client.get(url("handed", other.pk, row.pk)).status_code == 404
    page = html(client.get(url("handover", made.pk)))
    assert row.csv_sha256 in page
    assert client.post(url("handover", made.pk), {"language": "el"}, headers=ours).status_code == 302
    assert "are being made" in html(client.get(url("handover", made.pk)))
    data = {"on": time.now().date().isoformat(), "how": "in_person", "to_whom": "The board", "note": "", "alt": "The gate"}
    photograph = SimpleUploadedFile("x.jpg", photo())
    assert client.post(url("handed", made.pk, row.pk), data | {"picture": photograph}, headers=ours).status_code == 302
    row.refresh_from_db()
    assert row.picture.alt == "The gate"
    photograph.seek(0)
    again = html(client.post(url("handed", made.pk, row.pk), data | {"alt": "", "picture": photograph, "on": "2999-01-01"}, headers=ours))
    assert "Say in a few words what the picture shows" in again
    assert "Choose a day up to today." in again


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
