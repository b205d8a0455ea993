"""The invented campaigns: six states, five languages each, and all that a campaign can have."""

import pytest
from django.db import transaction

from usi.base import time
from usi.base.access import ANONYMOUS
from usi.doors.demonstration.loader import campaigns, content, organisations, people
from usi.features.campaigns import queries
from usi.features.campaigns.models import Campaign, Change, Signature, Suspicion
from usi.spine.publications import corrections, versions
from usi.spine.publications.models import Publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import countries

ROWS = {row["handle"]: row for row in content.rows("campaign", "campaigns_*.toml")}
NEW = ["mbawala", "siku_89", "onze_caldeiras", "passports", "yangin_kapisi", "anemopetra"]


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Load the campaigns with one signature in fifty, once for all tests here."""
    with django_db_blocker.unblock(), transaction.atomic():
        taxonomy.install()
        unions = organisations.create()
        everyone = people.create(unions)
        organisations.verify(unions)
        campaigns.create(unions, everyone, share=0.02)
        yield {row.title: row for row in Publication.objects.filter(kind="campaign").select_related("campaign", "author")}
        transaction.set_rollback(True)


def one(loaded, handle):
    return loaded[ROWS[handle]["title"]]


@pytest.mark.parametrize("handle", NEW)
def test_a_campaign_can_be_read_in_five_languages_with_all_its_parts(handle):
    row = ROWS[handle]
    assert len({row["language"], *row["translations"]}) >= 5
    assert {"en", "el", "ar"} <= {row["language"], *row["translations"]}
    for language, text in row["translations"].items():
        assert len(text["demands"]) == len(row["demands"]), language
        assert len(text["thresholds"]) == len(row["thresholds"]), language
        assert all(text[name] for name in ("title", "summary", "target"))
        assert len(text["body"].split()) > 100


@pytest.mark.parametrize("handle", list(ROWS))
def test_nobody_checks_their_own_translation_and_machines_have_no_name(handle):
    known = {row["handle"] for row in content.rows("person", "people.toml")}
    for text in ROWS[handle]["translations"].values():
        people_named = {text[name] for name in ("by", "checked_by") if name in text}
        assert people_named <= known
        assert text.get("by") != text.get("checked_by", "nobody")
        assert bool(people_named) != (text.get("state") == "machine")


def test_the_largest_has_names_from_sixty_countries():
    row = ROWS["mbawala"]
    assert (row["signatures"], row["waiting"], len(row["countries"])) == (38214, 3094, 60)
    assert all(countries.is_country(code) for code in row["countries"])


def test_every_state_is_there(loaded):
    found = {handle: queries.stage(one(loaded, handle), one(loaded, handle).campaign) for handle in NEW}
    assert found == {
        "mbawala": "open", "siku_89": "open", "onze_caldeiras": "waiting", "passports": "closing", "yangin_kapisi": "won", "anemopetra": "lost",
    }
    assert sum(queries.stage(row, row.campaign).open for row in loaded.values()) >= 4


def test_the_waiting_one_is_shown_to_nobody_else(loaded):
    waiting = one(loaded, "onze_caldeiras")
    assert not Publication.objects.visible_to(ANONYMOUS).filter(pk=waiting.pk).exists()
    assert queries.in_waiting().filter(pk=waiting.pk).exists()


def test_closed_ones_have_an_outcome_and_still_their_names(loaded):
    for handle in ("yangin_kapisi", "anemopetra"):
        facts = one(loaded, handle).campaign
        assert facts.outcome_text
        assert (facts.heard, facts.erased_at) == ("yes", None)
        assert facts.closes_at < time.now()
        assert (time.now().date() - facts.closed_on).days < 60
        assert one(loaded, handle).published_at.date() <= facts.outcome_on
        assert Signature.objects.filter(campaign=one(loaded, handle)).exists()
        made = one(loaded, handle)
        assert queries.outcome_said(facts, versions.text_in(made, "en"), original=made.language)[1] == "en"


def test_everything_happened_in_its_order(loaded):
    for made in loaded.values():
        if made.published_at is None:
            continue
        events = queries.timeline(made, made.campaign, corrections.of(made, made), text=made)
        assert events[-1].kind == "start"
        assert all(event.at >= made.published_at for event in events)
        assert all(row.at <= time.now() for row in queries.endorsements(made.pk, language="en").rows)


@pytest.mark.storage
def test_the_counts_are_right_at_once(loaded):
    assert Change.objects.filter(confirmed__gt=0).count() == 0
    assert queries.counts_are_right()


def test_one_group_is_set_aside_and_another_waits_for_an_officer(loaded):
    found = {row.label: row.state for row in Suspicion.objects.all()}
    assert found == {"quick-names.example": Suspicion.State.SET_ASIDE, "sari-list.example": Suspicion.State.OPEN}
    assert queries.tally(one(loaded, "mbawala").pk, language="en").set_aside == 126


def test_people_pledge_write_and_say_words(loaded):
    made = one(loaded, "mbawala")
    assert [action.confirmed for action in queries.actions_of(made.pk)] == [73, 118, 164]
    shown = queries.newest_messages(made.pk)
    assert len(shown) == 6
    assert any(row.thanks for row in shown)
    numbers = {row.target.office: row for row in queries.numbers(made.pk)}
    assert numbers["Chair of the board"].accepted == 96
    assert numbers["Director of supply"].bounced == 65
    assert Campaign.objects.get(pk=made.pk).asks == ["sign", "write", "pledge", "support"]


def test_organisers_show_evidence_count_paper_hand_over_and_tell(loaded):
    made, won = one(loaded, "mbawala"), one(loaded, "yangin_kapisi")
    made.campaign.refresh_from_db()
    assert [row["format"] for row in made.campaign.evidence] == ["PDF", ""]
    assert made.campaign.paper == {"MW": 214, "ZA": 96, "ZW": 12, "MZ": 9}
    assert [row.state for row in queries.handovers(won.pk)] == ["ready"]
    updates = queries.updates_out(made.pk, reader=ANONYMOUS, language="el")
    assert [row.shown_title[:4] for row in updates] == ["Δύο ", "Η μά"]
    assert all(row.campaign_update.written_by_id != row.campaign_update.reviewed_by_id for row in updates)
