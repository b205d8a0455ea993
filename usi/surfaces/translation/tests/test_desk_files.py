"""A text as a file, out of the desk and in again."""

import io
import re

import pytest
from django.urls import reverse

from usi.spine.publications import actions as publications
from usi.surfaces.translation import exchange, files
from usi.surfaces.translation.models import Segment
from usi.surfaces.translation.tests.factories import GREEK, article, filled, finished, fresh, sign_in, taken, translator, wanted
from usi.surfaces.translation.tests.xliff_rules import broken

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def maria():
    return translator(("en", "el"), name="Maria")


def address(job, name="upload", **more):
    return reverse(f"translation:{name}", kwargs={"number": job.pk, **more})


def file(job, format, texts=GREEK):
    """Return the file of a job as somebody sends it back, with translations."""
    sheet = files.of(job)
    units = [exchange.ExchangeUnit(unit.id, unit.source, texts.get(unit.source, unit.target), "done", unit.note, unit.base) for unit in sheet.units]
    out = io.BytesIO(exchange.write(exchange.ExchangeFile(sheet.subject_uri, sheet.version, "en", "el", units), format))
    out.name = f"text.{format}"
    return out


@pytest.mark.parametrize("format", ["xlf", "po"])
def test_out_and_in_again_without_loss(client, ours, maria, format):
    job = taken(maria)
    sign_in(client, maria)
    sent = client.get(address(job, "download", format=format))
    assert sent.status_code == 200
    assert "A strike at the port" in sent.content.decode()
    assert format == "po" or broken(sent.content) == []
    shown = client.post(address(job), {"file": file(job, format)}, headers=ours).content.decode()
    assert "6 parts were taken in" in shown
    assert {row.source: row.target for row in job.segments.all()} == GREEK
    again = client.post(address(job), {"file": file(job, format)}, headers=ours).content.decode()
    assert "6 say nothing new" in again


def test_a_file_of_an_older_original_gives_what_still_fits_and_reports_the_rest(client, ours, maria):
    job = taken(maria)
    old, made = file(job, "xlf"), job.publication
    publications.edit(made, by=made.author, version=1, summary="Something else")
    sign_in(client, maria)
    shown = client.post(address(job), {"file": old}, headers=ours).content.decode()
    assert "5 parts were taken in" in shown
    assert "The original of this part has changed since" in shown
    assert "Με λίγα λόγια" in shown
    assert Segment.objects.get(job=job, piece="summary").target == ""


def test_what_a_file_replaces_is_shown(client, ours, maria):
    job = taken(maria)
    filled(maria, job, {"In short": "Typed here before"})
    sign_in(client, maria)
    shown = client.post(address(job), {"file": file(job, "po")}, headers=ours).content.decode()
    assert "Typed here before" in shown
    assert Segment.objects.get(job=job, piece="summary").target == "Με λίγα λόγια"


NEWER = "Typed here\n\nsince & <b>"


@pytest.mark.parametrize("format", ["xlf", "po"])
@pytest.mark.parametrize("before", ["", "Typed here before"])
def test_what_was_changed_here_after_the_file_was_made_stays_until_somebody_decides(client, ours, maria, format, before):
    job = taken(maria)
    filled(maria, job, {"In short": before})
    sent = file(job, format)
    filled(maria, job, {"In short": NEWER})
    sign_in(client, maria)
    shown = client.post(address(job), {"file": sent}, headers=ours).content.decode()
    row = Segment.objects.get(job=job, piece="summary")
    assert row.target == NEWER
    assert "5 parts were taken in" in shown
    assert "Changed here and in the file" in shown
    assert f'name="text-{row.pk}" value="Με λίγα λόγια"' in shown
    assert "since &amp; &lt;b&gt;" in shown
    # Nothing marked: the newer text stays. Marked: the file's is taken.
    kept = {f"version-{row.pk}": row.version}
    client.post(address(job, "job"), kept, headers=ours)
    assert Segment.objects.get(pk=row.pk).target == NEWER
    client.post(address(job, "job"), kept | {f"text-{row.pk}": "Με λίγα λόγια"}, headers=ours)
    assert Segment.objects.get(pk=row.pk).target == "Με λίγα λόγια"


@pytest.mark.parametrize("format", ["xlf", "po"])
def test_what_nobody_touched_in_the_file_takes_nothing_back(client, ours, maria, format):
    job = taken(maria)
    filled(maria, job, GREEK)
    sent = file(job, format, {"A strike at the port": "Στο λιμάνι απεργούν"})
    filled(maria, job, {"In short": "Newer here"})
    sign_in(client, maria)
    shown = client.post(address(job), {"file": sent}, headers=ours).content.decode()
    assert Segment.objects.get(job=job, piece="summary").target == "Newer here"
    assert Segment.objects.get(job=job, piece="title").target == "Στο λιμάνι απεργούν"
    assert "1 part was taken in" in shown
    assert "5 say nothing new" in shown
    assert "Changed here" not in shown


def test_a_file_that_a_tool_stripped_of_our_marks_overwrites_nothing_in_silence(client, ours, maria):
    job = taken(maria)
    filled(maria, job, {"In short": "Typed here before"})
    sent = io.BytesIO(re.sub(rb' usi:was="[^"]*"', b"", file(job, "xlf").getvalue()))
    sent.name = "text.xlf"
    sign_in(client, maria)
    shown = client.post(address(job), {"file": sent}, headers=ours).content.decode()
    assert Segment.objects.get(job=job, piece="summary").target == "Typed here before"
    assert "Changed here and in the file" in shown


def test_who_changed_a_part_once_more_is_asked_again(client, ours, maria):
    job = taken(maria)
    sent = file(job, "po")
    filled(maria, job, {"In short": "Typed here since"})
    sign_in(client, maria)
    client.post(address(job), {"file": sent}, headers=ours)
    row = Segment.objects.get(job=job, piece="summary")
    filled(maria, job, {"In short": "And once more"})
    answer = client.post(address(job, "job"), {f"version-{row.pk}": row.version, f"text-{row.pk}": "Με λίγα λόγια"}, headers=ours)
    assert answer.status_code == 409
    assert Segment.objects.get(pk=row.pk).target == "And once more"
    assert "Με λίγα λόγια" in answer.content.decode()


def test_a_text_that_was_not_cut_yet_makes_no_file(client, maria):
    job = wanted()
    sign_in(client, maria)
    assert client.get(address(job, "download", format="xlf")).status_code == 404


def test_a_file_of_another_text_or_language_is_refused(client, ours, maria):
    job, other = taken(maria), taken(translator(("en", "el")), wanted(article(title="Other")))
    sign_in(client, maria)
    shown = client.post(address(job), {"file": file(other, "xlf")}, headers=ours).content.decode()
    assert "This file is of another text" in shown
    assert not job.segments.exclude(target="").exists()


@pytest.mark.parametrize("data", [b"", b"<!DOCTYPE a [<!ENTITY b 'c'>]><xliff>&b;</xliff>", b"\x00\xff", b"{}", b"x" * (6 * 1024 * 1024)])
def test_hostile_files_are_refused_with_words(client, ours, maria, data):
    job = taken(maria)
    sign_in(client, maria)
    sent = io.BytesIO(data)
    sent.name = "text.xlf"
    answer = client.post(address(job), {"file": sent}, headers=ours)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()


def test_only_who_has_the_text_sends_files_and_only_who_could_take_it_gets_them(client, ours, maria):
    job = taken(maria)
    sign_in(client, translator(("en", "el")))
    assert client.get(address(job, "download", format="po")).status_code == 200
    assert client.post(address(job), {"file": file(job, "po")}, headers=ours).status_code == 404
    sign_in(client, translator(("en", "ar")))
    assert client.get(address(job, "download", format="po")).status_code == 404
    assert client.get(address(job, "download", format="exe")).status_code == 404


def test_a_finished_text_takes_no_file(client, ours, maria):
    job = finished(maria)
    sent = file(job, "po")
    sign_in(client, maria)
    assert client.post(address(fresh(job)), {"file": sent}, headers=ours).status_code == 404
