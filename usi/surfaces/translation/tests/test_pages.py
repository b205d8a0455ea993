"""The desk of one text, for those who have it, check it, or came too late; nothing that was typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from usi.spine.organisations.tests import factories as unions
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Translation
from usi.surfaces.translation import actions, memory, proof
from usi.surfaces.translation.models import Job, Segment
from usi.surfaces.translation.tests.factories import (
    GREEK,
    article,
    checked,
    checker,
    fields,
    filled,
    finished,
    fresh,
    reader,
    sign_in,
    taken,
    translator,
    wanted,
)  # fmt: skip

pytestmark = pytest.mark.django_db


@pytest.fixture
def maria():
    return translator(("en", "el"), name="Maria")


def page(job, name="job", **more):
    return reverse(f"translation:{name}", kwargs={"number": job.pk, **more})


def test_taking_writing_finishing_and_checking_by_the_buttons(client, ours, maria):
    job = wanted()
    sign_in(client, maria)
    assert page(job) in client.get("/en/translate/").content.decode()
    client.post(page(job, "take"), headers=ours)
    shown = client.get(page(job)).content.decode()
    assert shown.count("<textarea") == 6
    client.post(page(job), fields(job, {"In short": "Με λίγα λόγια"}, save="1"), headers=ours)
    assert Segment.objects.get(job=job, piece="summary").target == "Με λίγα λόγια"
    answer = client.post(page(job), fields(job, GREEK, finish="1"), headers=ours)
    assert answer.headers["Location"] == "/en/translate/"
    client.logout()
    said = client.get(reverse("newsroom:page", args=[job.publication_id]).replace("/en/", "/el/")).content.decode()
    assert "Απεργία στο λιμάνι" in said
    translation.activate("en")
    sign_in(client, checker(name="Nikos"))
    assert "Is it right?" in client.get(page(job)).content.decode()
    client.post(page(job), fields(fresh(job), check="1"), headers=ours)
    assert Translation.objects.get(publication=job.publication, language="el").state == "checked"


def test_source_and_target_carry_their_language_and_direction(client, maria):
    job = taken(translator(("en", "ar"), name="Salma"), wanted(language="ar"))
    sign_in(client, job.taken_by.person)
    shown = client.get(page(job)).content.decode()
    assert 'class="src" lang="en" dir="ltr"' in shown
    assert 'lang="ar" dir="rtl" rows="2"' in shown


def test_what_lacks_a_part_leads_to_it_and_keeps_the_rest(client, ours, maria):
    job = taken(maria, wanted(article(body="\n\n".join(f"Paragraph number {n}." for n in range(25)))))
    sign_in(client, maria)
    typed = {row.source: f"Παράγραφος {row.place}" for row in job.segments.all() if row.place != 14}
    filled(maria, job, typed)
    answer = client.post(page(job), {"finish": "1", "sheet": "1"}, headers=ours, follow=True)
    assert answer.request["QUERY_STRING"] == "sheet=2"
    assert "Not finished yet" in answer.content.decode()
    assert job.segments.exclude(target="").count() == 26


def test_a_conflict_shows_both_texts_and_the_next_save_takes_what_is_in_the_field(client, ours, maria):
    job = taken(maria)
    sign_in(client, maria)
    before = fields(job)
    filled(maria, job, {"In short": "Theirs"})
    row = job.segments.get(piece="summary")
    answer = client.post(page(job), before | {f"text-{row.pk}": "Mine", "save": "1"}, headers=ours)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert ">\nMine</textarea>" in shown
    assert "Theirs</pre>" in shown
    assert f'name="version-{row.pk}" value="{Segment.objects.get(pk=row.pk).version}"' in shown


@pytest.mark.storage
def test_who_comes_too_late_gets_everything_back_that_was_typed(client, ours, maria, monkeypatch):
    job = taken(maria)
    sent = fields(job, GREEK, save="1")
    actions.release(job, by=maria.actor)
    actions.take(job, reader=reader(translator(("en", "el"), name="Nikos")))
    sign_in(client, maria)
    answer = client.post(page(job), sent, headers=ours)
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Nikos" in shown
    assert all(said in shown for said in GREEK.values())
    assert job.segments.exclude(target="").count() == 0


@pytest.mark.parametrize("end", ["hidden", "deleted", "withdrawn"])
def test_a_text_that_went_while_one_typed_gives_back_what_was_typed(client, ours, maria, end):
    job = taken(maria)
    sent, made = fields(job, GREEK, save="1"), job.publication
    if end == "hidden":
        publications.moderate(made, to="hidden", by=None)
    elif end == "withdrawn":
        publications.move(made, to="withdrawn", by=made.author, reason="No")
    else:
        made.delete()
    sign_in(client, maria)
    assert client.get(page(job)).status_code == 404
    answer = client.post(page(job), sent, headers=ours)
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert "is not there any more" in shown
    assert all(said in shown for said in GREEK.values())
    assert "A strike at the port" not in shown


def test_a_checker_whose_trust_is_gone_gets_back_what_was_typed(client, ours):
    job, nikos = finished(), checker()
    nikos.actor.checks.all().delete()
    sign_in(client, nikos)
    answer = client.post(page(job), fields(job, {"In short": "Άλλα λόγια"}, save="1"), headers=ours)
    assert answer.status_code == 409
    assert "Άλλα λόγια" in answer.content.decode()


def test_typing_is_kept_by_the_script_without_a_button(client, ours, maria):
    job = taken(maria)
    row = job.segments.get(piece="summary")
    sign_in(client, maria)
    answer = client.post(page(job, "keep"), {f"text-{row.pk}": "Με λίγα", f"version-{row.pk}": "1"}, headers=ours).json()
    assert answer == {"kept": True, "written": {str(row.pk): {"version": 2, "state": "done", "faults": []}}, "conflicts": []}
    late = client.post(page(job, "keep"), {f"text-{row.pk}": "Άλλο", f"version-{row.pk}": "1"}, headers=ours).json()
    assert late["conflicts"] == [str(row.pk)]
    assert Segment.objects.get(pk=row.pk).target == "Με λίγα"


def test_the_script_of_somebody_else_keeps_nothing(client, ours, maria):
    job = taken(maria)
    row = job.segments.get(piece="summary")
    sign_in(client, translator(("en", "el")))
    assert client.post(page(job, "keep"), {f"text-{row.pk}": "x", f"version-{row.pk}": "1"}, headers=ours).status_code == 409
    assert Segment.objects.get(pk=row.pk).target == ""


@pytest.mark.storage
def test_the_memory_suggests_and_one_button_takes_it_over_without_a_script(client, ours, maria):
    checked()
    job = taken(maria, wanted(article(title="A strike at the port", summary="In short", body="The port is closed since Sunday.")))
    sign_in(client, maria)
    shown = client.get(page(job)).content.decode()
    assert "100 %" in shown
    row = job.segments.get(piece="summary")
    assert f'value="{row.pk} Με λίγα λόγια"' in shown
    client.post(page(job), fields(job, {}, use=f"{row.pk} Με λίγα λόγια"), headers=ours)
    assert Segment.objects.get(pk=row.pk).target == "Με λίγα λόγια"
    near = job.segments.get(source="The port is closed since Sunday.")
    assert f'value="{near.pk} {GREEK["The port is closed since Monday."]}"' in shown


def test_what_changed_is_shown_with_what_it_was(client, maria):
    job = finished(maria)
    made = job.publication
    publications.edit(made, by=made.author, version=made.version, summary="Something else")
    sign_in(client, maria)
    actions.original_changed(_last())
    actions.take(fresh(job), reader=reader(maria))
    shown = client.get(page(job)).content.decode()
    assert "What it was before the original changed" in shown
    assert "The original has changed" in shown
    row = job.segments.get(piece="summary")
    assert f'value="{row.pk} Με λίγα λόγια"' in shown


def _last():
    from usi.spine.journal.models import Entry

    return Entry.objects.latest("number")


def test_who_may_not_write_sees_both_texts_and_no_field(client, maria):
    job = finished(maria)
    sign_in(client, unions.person())
    shown = client.get(page(job)).content.decode()
    assert "<textarea" not in shown
    assert "Απεργία στο λιμάνι" in shown


def test_sending_back_needs_a_word_and_tells_the_translator(client, ours, maria):
    job, nikos = finished(maria), checker()
    sign_in(client, nikos)
    answer = client.post(page(job), fields(job, send_back="1", remark=""), headers=ours, follow=True)
    assert "Say what should be changed" in answer.content.decode()
    client.post(page(job), fields(fresh(job), send_back="1", remark="The third line is wrong."), headers=ours)
    sign_in(client, maria)
    shown = client.get(page(job)).content.decode()
    assert "The third line is wrong." in shown
    assert "<textarea" in shown


def test_the_page_takes_the_same_number_of_queries_for_a_long_text(client, maria):
    sign_in(client, maria)
    counts = []
    known = [(f"This is paragraph number {n} of it.", f"Αυτή είναι η παράγραφος {n}.") for n in range(70)]
    memory.remember(known, from_language="en", to_language="el", subject=article(), by=maria.actor)
    for segments in (3, 60):
        body = "\n\n".join(f"That is paragraph number {n} of it." for n in range(segments - 2))
        job = taken(maria, wanted(article(title=f"Long {segments}", body=body)))
        assert job.segments.count() == segments
        client.get(page(job))
        with CaptureQueriesContext(connection) as captured:
            assert "Αυτή είναι η παράγραφος" in client.get(page(job)).content.decode()
        with CaptureQueriesContext(connection) as whole:
            beside = proof.help_for(job, list(job.segments.all()))
        assert sum(bool(each.suggestions) for each in beside.values()) == segments - 2
        counts.append((len(captured), len(whole)))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("typed", [{"text-99999999999999999999": "x"}, {"text-1": "x", "version-1": "²"}, {"use": "x y", "sheet": "-1"}, {"text-": "", "sheet": "9" * 40}])
def test_fields_that_are_none_break_nothing(client, ours, maria, typed):
    job = taken(maria)
    sign_in(client, maria)
    assert client.post(page(job), typed, headers=ours).status_code == 302


def test_hostile_text_is_cleaned_and_shown_as_text(client, ours, maria):
    job = taken(maria)
    row = job.segments.get(piece="summary")
    sign_in(client, maria)
    client.post(page(job), {f"text-{row.pk}": "<script>alert(1)</script>\u202e\x00", f"version-{row.pk}": "1"}, headers=ours)
    assert Segment.objects.get(pk=row.pk).target == "<script>alert(1)</script>"
    assert "<script>alert" not in client.get(page(job)).content.decode()


def test_only_who_has_the_text_gives_it_back(client, ours, maria):
    job = taken(maria)
    sign_in(client, translator(("en", "el")))
    client.post(reverse("translation:release", args=[job.pk]), headers=ours)
    assert fresh(job).held_by(maria.pk)
    sign_in(client, maria)
    client.post(reverse("translation:release", args=[job.pk]), headers=ours)
    assert fresh(job).state == Job.State.WANTED


def test_the_persons_desk_tells_what_waits(client, maria):
    job = finished()
    sign_in(client, checker())
    shown = client.get("/en/desk/").content.decode()
    assert "Translations to check" in shown
    sign_in(client, maria)
    mine = taken(maria, wanted(article(title="In my hands")))
    shown = client.get("/en/desk/").content.decode()
    assert page(mine) in shown
    assert page(job) not in shown


def test_a_publication_leads_to_the_wish(client):
    made = article()
    shown = client.get(reverse("newsroom:page", args=[made.pk])).content.decode()
    assert reverse("translation:want", kwargs={"what": "publication", "number": made.pk}) in shown
