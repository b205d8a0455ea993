import csv
import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from usi.base import time
from usi.base.printing.tests.reading import Read
from usi.features.campaigns import actions, queries
from usi.features.campaigns.actions import handover_make
from usi.features.campaigns.models import Campaign, HandOver
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.handover_factories import ready, signed
from usi.spine.journal.models import Entry
from usi.spine.media import images
from usi.spine.media.models import Picture
from usi.spine.media.tests.papers import photo
from usi.spine.organisations.tests import factories as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


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
    assert row.volumes == [{"names": 3, "bytes": len(content(row, "pdf"))}]


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


def test_paper_evidence_and_hand_overs_cost_the_page_one_query(client):
    made = signed()
    client.get(url("page", made.pk))
    with CaptureQueriesContext(connection) as before:
        client.get(url("page", made.pk))
    down(ready(made), made)
    for n in range(5):
        actions.enter_paper(made, by=made.author, countries={"IT": n + 1}, sheet=actions.Sheet("Rosa"))
        actions.add_evidence(made, by=made.author, piece=actions.Piece("A page", "en", url=f"https://example.org/{n}"))
    with CaptureQueriesContext(connection) as after:
        client.get(url("page", made.pk))
    assert len(after) == len(before) + 1
