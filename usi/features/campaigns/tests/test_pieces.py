"""What a campaign says beside its text, in other languages."""

import pytest

from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Campaign, ModelLetter
from usi.features.campaigns.tests.factories import campaign, html
from usi.spine.publications import actions as publications
from usi.spine.publications import kinds
from usi.spine.publications.models import Translation

pytestmark = pytest.mark.django_db


def pieces(made):
    return kinds.pieces_of([(made.pk, "campaign")])[made.pk]


def translated(made, **more):
    listed = {"target": "Το συμβούλιο", "demands.0": "Να γυρίσουν", "demands.1": "Να μιλήσουν"} | more
    return publications.translate(made, language="el", title="Να γυρίσουν πίσω", pieces=listed)


def greek(client, made):
    return html(client.get(f"/el/campaigns/{made.pk}/"))


def test_everything_written_on_its_page_is_listed_once_in_the_order_of_the_page():
    made = campaign()
    Campaign.objects.filter(pk=made.pk).update(
        outcome_text="They came back.", thresholds=[{"count": 20, "words": "To court"}],
        evidence=[{"id": "7", "title": "Wages", "language": "en"}, {"id": "8", "title": "Lohn", "language": "de"}],
        extensions=[{"from": "2030-01-01T00:00:00+00:00", "to": "2030-01-02T00:00:00+00:00", "reason": "They asked", "language": "en", "at": "2030-01-01T00:00:00+00:00"}],
    )  # fmt: skip
    action = actions.add_action(made, by=made.author, plan=actions.Plan("picket", "Picket", description="Bring a flag"))
    for language, subject in (("en", "Take them back"), ("de", "Nehmt sie zurück")):
        ModelLetter.objects.create(campaign=made, language=language, subject=subject, body="Dear board,\nplease.")
    publications.edit(made, by=made.author, version=made.version, note="It was two, not three.")
    found = pieces(made)
    assert list(found) == [
        "outcome", "thresholds.20", "demands.0", "demands.1", "target", "extensions.0", "evidence.7", f"actions.{action.pk}.title",
        f"actions.{action.pk}.description", f"corrections.{made.version + 1}", "letter.subject", "letter.body",
    ]  # fmt: skip
    assert (found["target"], found["letter.subject"]) == ("The board", "Take them back")


def test_its_page_says_every_piece_in_the_language_of_the_text(client):
    made = campaign()
    action = actions.add_action(made, by=made.author, plan=actions.Plan("picket", "Picket at the gate"))
    Campaign.objects.filter(pk=made.pk).update(
        asks=["sign", "pledge"], evidence=[{"id": "7", "title": "Wages", "language": "en", "url": "https://example.org/"}]
    )
    made = publications.edit(made, by=made.author, version=made.version, note="It was two, not three.")
    said = {f"actions.{action.pk}.title": "Στην πύλη", "evidence.7": "Μισθοί", f"corrections.{made.version}": "Ήταν δύο, όχι τρεις."}
    translated(made, **said)
    page = greek(client, made)
    for words in ("Το συμβούλιο", "Να μιλήσουν", "Στην πύλη", "Μισθοί", "Ήταν δύο, όχι τρεις."):
        assert words in page
    assert "Picket at the gate" not in page
    english = html(client.get(f"/en/campaigns/{made.pk}/"))
    assert "Picket at the gate" in english
    assert "Στην πύλη" not in english


def test_demands_are_read_in_the_original_unless_all_of_them_are_translated(client):
    made = campaign()
    translated(made, **{"demands.1": ""})
    page = greek(client, made)
    assert made.campaign.demands[0] in page
    assert "Να γυρίσουν<" not in page


def test_a_piece_that_its_kind_does_not_list_is_left_out_and_an_empty_one_goes():
    made = campaign()
    row = translated(made, **{"demands.9": "x", "<script>": "y", "target": "Το\nσυμβούλιο "})
    assert row.pieces == {"target": "Το συμβούλιο", "demands.0": "Να γυρίσουν", "demands.1": "Να μιλήσουν"}
    row = publications.translate(made, language="el", title="Ξανά", pieces={"target": ""})
    assert row.pieces == {"demands.0": "Να γυρίσουν", "demands.1": "Να μιλήσουν"}
    assert publications.translate(made, language="el", title="Ξανά").pieces == row.pieces


def test_what_changes_stays_to_be_read_with_a_note_until_it_is_translated_anew(client):
    made = campaign(out=False)
    version = queries.facts(made.pk).version
    actions.set_aim(made, by=made.author, version=version, thresholds=[{"count": 20, "words": "To court"}])
    translated(made, **{"thresholds.20": "Στο δικαστήριο"})
    demands = [made.campaign.demands[0], "Pay them"]
    actions.set_aim(
        made, by=made.author, version=version + 1, demands=demands, thresholds=[{"count": 20, "words": "To the ministry"}]
    )
    row = Translation.objects.get()
    assert row.pieces["demands.1"] == "Να μιλήσουν"
    assert row.pieces["thresholds.20"] == "Στο δικαστήριο"
    assert row.of_version < made.version
    publications.translate(made, language="el", title="Ξανά", pieces={"demands.1": "Να πληρωθούν", "thresholds.20": "Στο υπουργείο"})
    assert Translation.objects.get().of_version == made.version
    actions.set_aim(made, by=made.author, version=version + 2, demands=demands[:1])
    assert "demands.1" not in Translation.objects.get().pieces


def test_a_translation_of_an_older_version_keeps_its_state_and_says_that_the_original_has_changed(client):
    made = campaign()
    translated(made)
    assert "The original has changed since." not in html(client.get(f"/en/campaigns/{made.pk}/?in=el"))
    publications.edit(made, by=made.author, version=made.version, note="Corrected.", body="Other words.")
    row = Translation.objects.get()
    assert row.state == "unchecked"
    page = html(client.get(f"/en/campaigns/{made.pk}/?in=el"))
    assert "The original has changed since." in page


def test_its_page_takes_no_query_more_with_a_translation(client, django_assert_max_num_queries):
    made = campaign()
    translated(made)
    greek(client, made)
    with django_assert_max_num_queries(12):
        client.get(f"/el/campaigns/{made.pk}/", {"again": "1"})
