import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Campaign
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.spine.journal.models import Entry
from usi.spine.media import documents, images
from usi.spine.media.models import Document, Picture
from usi.spine.media.tests.papers import pdf, photo
from usi.spine.organisations.tests import factories as organisations

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def piece(**changes):
    return actions.Piece(**({"title": "Dismissal list, names hidden", "language": "tr"} | changes))


def add(made, file=None, part="case", **changes):
    return actions.add_evidence(made, by=made.author, piece=piece(**changes), file=file, part=part)


def officer(union):
    return organisations.member(union, role="editor", person_=organisations.person(second_factor=True))


def end(made, **more):
    version = queries.facts(made.pk).version
    data = {"outcome": "unknown", "on": time.now().date(), "what_happened": "Nobody knows", "heard": "unknown"} | more
    actions.end(made, by=made.author, version=version, **data)


def test_evidence_is_shown_with_format_size_language_and_who_checked_it(client):
    made = factories.campaign()
    add(made, documents.clean(io.BytesIO(pdf())), checked_by="Confederation")
    add(made, images.redraw(io.BytesIO(photo())), title="The gate", alt="A locked gate")
    add(made, title="A page", url="https://example.org/x")
    page = html(client.get(url("page", made.pk)))
    rows = queries.facts(made.pk).evidence
    assert [row["format"] for row in rows] == ["PDF", "JPEG", ""]
    for said in (f'<bdi dir="ltr">PDF, {max(1, round(rows[0]["bytes"] / 1000))}\u00a0KB</bdi>', "checked by <bdi>Confederation</bdi>", 'lang="tr"'):
        assert said in page
    assert 'href="https://example.org/x" hreflang="tr" rel="nofollow noopener ugc"' in page
    assert client.get(rows[0]["url"]).status_code == 200
    assert client.get(rows[1]["url"]).status_code == 200


def test_sizes_stand_isolated_in_arabic(client):
    made = factories.campaign()
    add(made, documents.clean(io.BytesIO(pdf())))
    page = client.get(f"/ar/campaigns/{made.pk}/").content.decode()
    assert '<bdi dir="ltr">PDF, ' in page


def test_a_row_goes_with_its_file():
    made = factories.campaign()
    row = add(made, documents.clean(io.BytesIO(pdf())))
    picture = add(made, images.redraw(io.BytesIO(photo())), alt="A gate")
    file = Document.objects.get().file
    assert actions.remove_evidence(made, by=made.author, row_id=row["id"])
    assert actions.remove_evidence(made, by=made.author, row_id=picture["id"])
    assert not actions.remove_evidence(made, by=made.author, row_id=row["id"])
    assert queries.facts(made.pk).evidence == []
    assert (Document.objects.count(), Picture.objects.count()) == (0, 0)
    assert {"campaign.evidence_added", "campaign.evidence_removed"} <= set(Entry.objects.values_list("verb", flat=True))
    assert file


def test_no_file_is_left_where_no_row_can_be(monkeypatch):
    made = factories.campaign()
    monkeypatch.setattr(actions.evidence, "_save", lambda *args: 1 / 0)
    for file in (documents.clean(io.BytesIO(pdf())), images.redraw(io.BytesIO(photo()))):
        with pytest.raises(ZeroDivisionError):
            add(made, file, alt="A gate")
    assert (Document.objects.count(), Picture.objects.count()) == (0, 0)
    for folder in ("documents", "pictures"):
        shelves = default_storage.listdir(folder)[0]
        assert not [name for shelf in shelves for name in default_storage.listdir(f"{folder}/{shelf}")[1]]


def test_there_are_only_so_many_rows_and_each_says_what_it_is():
    made = factories.campaign()
    for wrong in ({"title": " "}, {"language": "xx-none"}, {"url": ""}):
        with pytest.raises(ValueError, match="evidence"):
            add(made, **({"url": "https://example.org"} | wrong))
    with pytest.raises(ValueError, match="part"):
        add(made, url="https://example.org", part="version")
    for n in range(actions.MOST_EVIDENCE):
        add(made, url=f"https://example.org/{n}")
    with pytest.raises(actions.TooMuchEvidence):
        add(made, url="https://example.org/more")


def test_files_that_bear_the_outcome_out_stay_when_it_is_written_anew(client):
    made = factories.campaign()
    end(made, links=[actions.Link("News", "https://example.org/news")])
    add(made, documents.clean(io.BytesIO(pdf())), part="outcome", title="The agreement")
    add(made, part="outcome", title="Court", url="https://example.org/court")
    end(made, outcome="won", what_happened="They are back", links=[actions.Link("Other", "https://example.org/other")])
    assert [row["title"] for row in Campaign.objects.get(pk=made.pk).outcome_evidence] == ["Other", "The agreement", "Court"]
    page = html(client.get(url("page", made.pk)))
    assert "The agreement" in page
    assert '<bdi dir="ltr">PDF, ' in page


def test_officers_add_and_take_away_and_nobody_else(client, signed_in, ours):
    union = organisations.organisation()
    made = factories.campaign(union=union)
    stranger = organisations.member(organisations.organisation(), role="owner", person_=organisations.person(second_factor=True))
    address = url("evidence", made.pk)
    assert signed_in(stranger).get(address).status_code == 404
    signed_in(officer(union))
    data = {"title": "The list", "language": "en", "checked_by": "Me"}
    assert client.post(address, data | {"file": SimpleUploadedFile("x.pdf", pdf())}, headers=ours).status_code == 302
    row = queries.facts(made.pk).evidence[0]
    assert "The list" in html(client.get(address))
    assert signed_in(stranger).post(address, {"remove": row["id"]}, headers=ours).status_code == 404
    signed_in(officer(union))
    assert client.post(address, {"remove": row["id"], "part": "case"}, headers=ours).status_code == 302
    assert queries.facts(made.pk).evidence == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({}, "Choose a file, or give a web address."),
        ({"url": "javascript:alert(1)"}, "This is not a web address."),
        ({"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7 broken")}, "damaged"),
        ({"file": SimpleUploadedFile("x.exe", b"MZ" + b"\0" * 90)}, "picture"),
        ({"file": SimpleUploadedFile("x.jpg", photo())}, "what the picture shows"),
        ({"file": SimpleUploadedFile("y.jpg", photo()), "alt": "x", "url": "https://example.org"}, "Choose one"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, signed_in, ours, wrong, said):
    union = organisations.organisation()
    made = factories.campaign(union=union)
    signed_in(officer(union))
    page = html(client.post(url("evidence", made.pk), {"title": "The list", "language": "en"} | wrong, headers=ours))
    assert said in page
    assert 'value="The list"' in page
    assert queries.facts(made.pk).evidence == []


def test_files_are_looked_into_only_so_often(client, signed_in, ours):
    union = organisations.organisation()
    made = factories.campaign(union=union)
    signed_in(officer(union))
    answers = [client.post(url("evidence", made.pk), {}, headers=ours).status_code for _ in range(31)]
    assert answers[0] == 200
    assert answers[-1] == 429
