import json

import pytest
from django.urls import reverse

from usi.doors.website import node
from usi.spine.organisations.tests import factories
from usi.spine.publications import figures
from usi.spine.publications.models import Figure, Placement
from usi.spine.publications.tests.factories import publication

pytestmark = pytest.mark.django_db


def test_who_follows_the_node_gets_all_that_comes_out_once(client, react):
    union = factories.organisation()
    publication(author=union.actor, title="For everyone")
    publication(author=union.actor, title="For members", visibility="organisation")
    react()
    react()
    assert Placement.objects.filter(actor=node.actor()).count() == 1
    feed = json.loads(client.get(reverse("feed_plain:actor", args=["en", node.HANDLE, "json"])).content)
    assert [row["title"] for row in feed["items"]] == ["For everyone"]


def test_sharing_keeps_the_figures_exact(react):
    publication(author=factories.organisation().actor)
    react()
    before = set(Figure.objects.values_list("actor_id", "kind", "count"))
    figures.rebuild()
    assert set(Figure.objects.values_list("actor_id", "kind", "count")) == before
