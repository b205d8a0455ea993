from datetime import timedelta

import pytest
from django.utils import translation

from usi.base import time
from usi.base.access import ANONYMOUS
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Publication
from usi.spine.publications.tests.factories import publication
from usi.surfaces.moderation import actions, queries, reasons
from usi.surfaces.moderation.models import Decision, Report

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def decide(subject, verb, by, **fields):
    fields.setdefault("seen", queries.seen(subject))
    return actions.decide(subject, verb=verb, by=by.actor, **fields)


def visible(item):
    return Publication.objects.visible_to(ANONYMOUS).filter(pk=item.pk).exists()


def moderation(item):
    return Publication.objects.get(pk=item.pk).moderation


@pytest.mark.parametrize(
    ("before", "verb", "after", "fields"),
    [
        ("held", "publish", "clear", {}),
        ("clear", "changes", "held", {"reason": "names", "text": "Take the name out."}),
        ("held", "changes", "held", {"reason": "names", "text": "Take the name out."}),
        ("clear", "hide", "hidden", {"reason": "danger"}),
        ("held", "hide", "hidden", {"reason": "spam"}),
        ("hidden", "restore", "clear", {}),
    ],
)
def test_a_verb_moves_a_publication_and_taking_it_back_moves_it_back(item, moderator, before, verb, after, fields):
    item = publications.moderate(item, to=before, by=None)
    decision = decide(item, verb, moderator, **fields)
    assert moderation(item) == after
    assert visible(item) == (after == "clear")
    assert Entry.objects.filter(verb="moderation.decided", subject_id=decision.pk, by_id=moderator.pk).exists()
    back = actions.reverse(decision, by=moderator.actor)
    assert moderation(item) == before
    assert Entry.objects.filter(verb="moderation.decided", subject_id=back.pk).exists()
    actions.reverse(back, by=moderator.actor)
    assert moderation(item) == after


def test_suspending_an_organisation_takes_all_it_said_from_view_until_it_is_readmitted(union, item, moderator):
    decision = decide(union.actor, "suspend", moderator, reason="hate")
    union.actor.refresh_from_db()
    assert union.actor.state == "suspended"
    assert not visible(item)
    actions.reverse(decision, by=moderator.actor)
    assert visible(item)
    union.actor.refresh_from_db()
    decide(union.actor, "suspend", moderator, reason="hate")
    union.actor.refresh_from_db()
    decide(union.actor, "readmit", moderator)
    assert visible(item)


def test_the_author_state_is_not_touched(item, moderator):
    draft = publications.moderate(publication(author=item.author, kind="toy", state="draft"), to="held", by=None)
    decide(draft, "publish", moderator)
    assert Publication.objects.get(pk=draft.pk).state == "draft"


@pytest.mark.parametrize(
    ("verb", "fields"),
    [
        ("publish", {}),
        ("restore", {}),
        ("keep", {}),
        ("suspend", {"reason": "hate"}),
        ("reverse", {}),
        ("explode", {}),
        ("hide", {}),
        ("hide", {"reason": "nonsense"}),
        ("changes", {"reason": "names"}),
        ("changes", {"text": "words"}),
        ("refer", {}),
    ],
)
def test_what_does_not_follow_or_lacks_its_reason_is_refused(item, moderator, verb, fields):
    with pytest.raises(actions.NotOffered):
        decide(item, verb, moderator, **fields)
    assert visible(item)
    assert not Decision.objects.exists()


def test_two_moderators_at_once_decide_once(item, moderator, other_moderator):
    seen = queries.seen(item)
    decide(item, "hide", moderator, reason="spam", seen=seen)
    with pytest.raises(actions.Overtaken):
        decide(item, "changes", other_moderator, reason="false", text="No", seen=seen)
    assert moderation(item) == "hidden"
    assert Decision.objects.count() == 1


def test_what_its_author_has_changed_since_is_not_decided_unread(item, moderator):
    seen = queries.seen(item)
    publications.edit(item, by=item.author, version=1, body="Something else")
    with pytest.raises(actions.Overtaken):
        decide(item, "hide", moderator, reason="spam", seen=seen)


def test_only_the_latest_decision_can_be_taken_back_and_only_while_it_holds(item, moderator):
    first = decide(item, "hide", moderator, reason="spam")
    item.refresh_from_db()
    second = decide(item, "restore", moderator)
    with pytest.raises(actions.NotReversible):
        actions.reverse(first, by=moderator.actor)
    publications.moderate(item, to="held", by=None)
    with pytest.raises(actions.NotReversible):
        actions.reverse(second, by=moderator.actor)


def test_taking_back_twice_is_refused(item, moderator):
    decision = decide(item, "hide", moderator, reason="spam")
    actions.reverse(decision, by=moderator.actor)
    with pytest.raises(actions.NotReversible):
        actions.reverse(decision, by=moderator.actor)


def test_nobody_decides_about_their_own(union, item, moderator):
    own = factories.member(union, role="translator", person_=factories.person(moderator=True, second_factor=True))
    typed = publication(author=factories.organisation().actor, kind="toy", typed_by=moderator.actor)
    for who, what in ((own, item), (own, union.actor), (moderator, typed), (moderator, moderator.actor)):
        verb, reason = ("suspend" if what in (union.actor, moderator.actor) else "hide"), "spam"
        with pytest.raises(actions.OwnContent):
            decide(what, verb, who, reason=reason)
    decision = decide(item, "hide", moderator, reason="spam")
    with pytest.raises(actions.OwnContent):
        actions.reverse(decision, by=own.actor)


def test_a_decision_settles_the_reports_and_taking_it_back_opens_them_again(item, moderator):
    for text in ("one", "two"):
        actions.report(item, reason="spam", text=text, language="en")
    decision = decide(item, "keep", moderator)
    assert set(Report.objects.values_list("state", flat=True)) == {"settled"}
    back = actions.reverse(decision, by=moderator.actor)
    assert set(Report.objects.values_list("state", flat=True)) == {"open"}
    actions.reverse(back, by=moderator.actor)
    assert set(Report.objects.values_list("state", flat=True)) == {"settled"}


def test_a_referral_leaves_all_as_it_is(item, moderator, owner, outbox, react):
    actions.report(item, reason="spam", language="en")
    decide(item, "refer", moderator, text="I do not read Greek.")
    react()
    assert visible(item)
    assert Report.objects.get().state == "open"
    assert outbox() == []


def test_the_author_is_told_in_their_language_with_reason_words_and_appeal(item, moderator, owner, editor, outbox, react, language_of):
    factories.member(factories.organisation(), role="owner")
    factories.member(item.author.organisation, role="translator", email="translator@example.org")
    with translation.override("ar"):
        decide(item, "hide", moderator, reason="danger", text="<b>Please</b> remove the faces.")
        assert translation.get_language() == "ar"
    react()
    mails = outbox()
    assert sorted(mail["To"] for mail in mails) == ["editor@example.org", "owner@example.org"]
    with translation.override("el"):
        sentence = reasons.letter("danger")
    for mail in mails:
        plain = mail.get_body(("plain",)).get_content()
        markup = mail.get_body(("html",)).get_content()
        assert language_of(mail) == "el"
        assert '<html lang="el" dir="ltr">' in markup
        assert "/el/moderation/appeal/" in plain
        assert sentence in plain.replace("\n", " ")
        assert "<b>Please</b> remove the faces." in plain
        assert "&lt;b&gt;Please" in markup
        assert "A wooden horse" in mail["Subject"]
        assert "Moira" not in plain


def test_a_language_without_an_interface_falls_back(moderator, outbox, react, language_of):
    person = factories.person(language="sw", email="one@example.org")
    decide(publication(author=person.actor, kind="toy", language="sw"), "hide", moderator, reason="spam")
    react()
    assert [language_of(mail) for mail in outbox()] == ["en"]


def test_a_closed_account_is_not_mailed(moderator, outbox, react):
    person = factories.person()
    item = publication(author=person.actor, kind="toy")
    person.account = None
    person.save(update_fields=["account"])
    decide(item, "hide", moderator, reason="spam")
    react()
    assert outbox() == []


def test_who_reported_is_told_once_and_their_address_is_erased(item, moderator, outbox, react, language_of):
    member = factories.person(email="member@example.org")
    actions.report(item, reason="spam", text="a", contact="worker@example.org", language="ar")
    actions.report(item, reason="false", text="b", contact="Worker@example.org", language="ar")
    actions.report(item, reason="false", text="c", reporter=member.actor, language="en")
    decide(item, "hide", moderator, reason="spam")
    react()
    assert sorted((mail["To"], language_of(mail)) for mail in outbox()) == [("member@example.org", "en"), ("worker@example.org", "ar")]
    assert all(not bytes(report.contact) for report in Report.objects.all())


def test_taking_back_a_decision_about_reports_alone_tells_the_author_nothing(item, moderator, owner, outbox, react):
    actions.report(item, reason="spam", language="en")
    actions.reverse(actions.reverse(decide(item, "keep", moderator), by=moderator.actor), by=moderator.actor)
    react()
    assert outbox() == []


def test_changes_are_looked_at_again_once_they_are_made(item, moderator, set_clock):
    decide(item, "changes", moderator, reason="names", text="Take the name out.")
    assert queries.queue()[0] == []
    assert [entry.number for entry in queries.queue(why="waiting")[0]] == [item.pk]
    set_clock(time.now() + timedelta(hours=1))
    item.refresh_from_db()
    publications.edit(item, by=item.author, version=item.version, body="No names")
    assert [entry.why for entry in queries.queue()[0]] == [["held"]]
