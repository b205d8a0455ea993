"""Coverage and waiting time, as numbers and as bars."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.base import time
from usi.spine.publications import actions as publications
from usi.surfaces.translation import queries
from usi.surfaces.translation.models import Job
from usi.surfaces.translation.tests.factories import article, checked, finished, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
URL = "/en/translate/figures/"


def of(language):
    return next(row for row in queries.coverage() if row.language == language)


def test_coverage_counts_what_can_be_read_and_by_whom_it_comes():
    checked()
    finished(job=wanted(article()))
    machine = article(title="Third")
    publications.translate(machine, language="el", title="Τρίτο", state="machine")
    article(title="Nobody outside sees this", visibility="organisation")
    greek, english = of("el"), of("en")
    assert (english.of, english.originals, english.readable) == (3, 3, 3)
    assert (greek.originals, greek.checked, greek.unchecked, greek.machine, greek.readable) == (0, 1, 1, 1, 2)


def test_what_is_older_than_its_original_is_counted_as_such():
    job = finished()
    publications.edit(job.publication, by=job.publication.author, version=1, summary="New")
    assert (of("el").outdated, of("el").unchecked) == (1, 1)


def test_half_and_nine_of_ten_are_of_the_ranks_they_say():
    for hours in range(1, 11):
        job = wanted(article(title=f"Text {hours}"))
        Job.objects.filter(pk=job.pk).update(asked_at=time.now() - timedelta(hours=hours), live_at=time.now(), state="translated")
    everything, greek = queries.spans()
    assert (everything.language, everything.count, greek.language) == ("", 10, "el")
    assert [round(span.total_seconds() / 3600) for span in (greek.median, greek.p90)] == [5, 9]


def test_what_nobody_has_finished_takes_no_time():
    wanted()
    assert queries.spans() == []


def test_what_is_older_than_ninety_days_is_left_out():
    job = wanted()
    Job.objects.filter(pk=job.pk).update(asked_at=time.now() - timedelta(days=100), live_at=time.now() - timedelta(days=95))
    assert queries.spans() == []


def test_everyone_sees_numbers_with_bars_and_a_table(client):
    checked()
    shown = client.get(URL).content.decode()
    assert "Ελληνικά" in shown
    assert shown.count('<svg class="bar') >= 3
    assert '<th scope="row"><span lang="el">' in shown


def test_without_anything_there_is_a_page_too(client):
    assert "nothing to measure yet" in client.get(URL).content.decode()


def test_the_page_takes_the_same_number_of_queries_however_much_there_is(client):
    checked()
    client.get(URL)
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    for n in range(10):
        publications.translate(article(title=f"Text {n}"), language=("ar", "tr", "es")[n % 3], title="x")
        wanted(article(title=f"More {n}"))
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    assert len(many) == len(few)
