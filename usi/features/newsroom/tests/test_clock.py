"""A node whose clock is set back goes on working, and nothing is lost or out of order."""

from datetime import timedelta

import pytest
from django.urls import reverse

from usi.base import time
from usi.base.access import ANONYMOUS
from usi.features.newsroom import actions
from usi.spine.journal import chain
from usi.spine.organisations.tests import factories
from usi.spine.publications import queries as publications
from usi.spine.publications.models import Revision

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_what_is_written_after_the_clock_stepped_back_comes_first_and_keeps_its_versions_in_order(monkeypatch, signed_in):
    union = factories.organisation()
    editor = factories.member(union, role="owner")

    def publish(title):
        article = actions.start(by=editor.actor, organisation=union, language="en", title=title)
        actions.move(article, to="published", by=editor.actor)
        return article

    publish("Before")
    then = time.now()
    monkeypatch.setattr(time, "now", lambda: then - timedelta(days=1))
    after = publish("After")
    after.refresh_from_db()
    kept = {name: getattr(after, name) for name in ("title", "summary", "body", "language", "country", "visibility")}
    actions.save(after, by=editor.actor, version=after.version, byline=None, subjects=[], note="", **kept | {"title": "After all"})
    titles = [row.title for row in publications.page(reader=ANONYMOUS, language="en", kind="article").items]
    assert titles == ["After all", "Before"]
    versions = [row.title for row in Revision.objects.filter(publication=after).order_by("version")]
    assert versions[0] == "After"
    assert versions[-1] == "After all"
    assert not chain.verify().fault
    client = signed_in(editor)
    assert client.get(reverse("newsroom:history", args=[after.pk])).status_code == 200
    assert client.get(reverse("website:desk")).status_code == 200
