"""The desk of those who check translations or moderate shows how much can be read and how long readers wait."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.base import time
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.surfaces.translation.models import Job
from usi.surfaces.translation.tests.factories import article, checked, checker, translator, wanted

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
DESK, FIGURES = "/en/desk/", 'href="/en/translate/figures/"'


def block(client):
    """Return the block of figures on the desk, as one line; empty where there is none."""
    page = " ".join(client.get(DESK).content.decode().split())
    return page[page.index(FIGURES) :].partition("</section>")[0] if FIGURES in page else ""


@pytest.fixture
def measured():
    """Return a text that was read in Greek two hours after it was asked for, beside one that is in English alone."""
    job = checked()
    Job.objects.filter(pk=job.pk).update(asked_at=time.now() - timedelta(hours=2), live_at=time.now())
    publications.translate(article(title="Another"), language="ar", title="آخر")
    return job


def test_moderators_see_numbers_and_bars_of_every_language_and_the_waiting_time(signed_in, measured):
    text = block(signed_in(factories.person(moderator=True, second_factor=True)))
    assert '<span lang="en">English</span><b class="num">2 of 2</b><svg class="bar done"' in text
    assert '<span lang="el">Ελληνικά</span><b class="num">1 of 2</b><svg class="bar"' in text
    assert '<span lang="ar">العربية</span>' in text
    assert "came within <b>2 hours</b> of being asked for, nine of ten within <b>2 hours</b>" in text


def test_who_checks_sees_the_languages_they_check_and_others_see_none(signed_in, measured):
    text = block(signed_in(checker("en", "el")))
    assert "Ελληνικά" in text
    assert "العربية" not in text
    for person in (translator(("en", "el")), factories.person(moderator=True), factories.member(factories.organisation(), role="owner")):
        assert block(signed_in(person)) == ""


def test_where_nothing_was_measured_it_says_so(signed_in):
    assert "nothing to measure yet" in block(signed_in(checker("en", "el")))


def test_it_costs_as_many_queries_however_much_there_is_and_none_for_some_minutes(signed_in, measured):
    client = signed_in(checker("en", "el"))

    def cost(*, anew):
        if anew:
            cache.delete("translation-figures")
        with CaptureQueriesContext(connection) as seen:
            assert block(client)
        return len(seen)

    cost(anew=True)
    fresh, kept = cost(anew=True), cost(anew=False)
    assert fresh - kept == 4
    for n in range(8):
        publications.translate(article(title=f"Text {n}"), language=("ar", "tr")[n % 2], title="x")
        wanted(article(title=f"More {n}"))
    assert (cost(anew=True), cost(anew=False)) == (fresh, kept)
