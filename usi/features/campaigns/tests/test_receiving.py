
import pytest

from usi.base import time
from usi.features.campaigns import actions, queries, receiving
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import Campaign, Signature, Target
from usi.features.campaigns.tests import factories, letter_factories
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.handover_factories import ready, signed
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


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
