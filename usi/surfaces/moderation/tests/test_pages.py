import pytest
from django.urls import reverse

from usi.base.access import ANONYMOUS
from usi.spine.media.models import Picture
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications import queries as publication_queries
from usi.spine.publications.models import Publication
from usi.spine.publications.tests.factories import publication
from usi.surfaces.moderation import actions, queries
from usi.surfaces.moderation.models import Decision

pytestmark = pytest.mark.django_db


def case_url(item, what="publication"):
    return reverse("moderation:case", args=[what, item.pk])


def test_only_moderators_with_a_second_factor_reach_the_queue(client, signed_in, item, owner):
    pages = [reverse("moderation:queue"), case_url(item)]
    for page in pages:
        assert client.get(page).headers["Location"].startswith("/en/account/login") or "login" in client.get(page).headers["Location"]
    for person in (factories.person(), owner):
        client = signed_in(person)
        assert [client.get(page).status_code for page in pages] == [404, 404]
    client = signed_in(factories.person(moderator=True, second_factor=True))
    assert [client.get(page).status_code for page in pages] == [200, 200]


def test_others_cannot_decide_take_back_or_answer(client, signed_in, ours, item, owner, moderator):
    decision = actions.decide(item, verb="hide", by=moderator.actor, reason="spam", seen=queries.seen(item))
    appeal = actions.appeal(decision, by=owner.actor, text="No")
    posts = [
        (case_url(item), {"verb": "restore", "seen": queries.seen(item)}),
        (reverse("moderation:take_back", args=[decision.pk]), {}),
        (reverse("moderation:answer", args=[appeal.pk]), {"grant": "yes", "text": "x"}),
    ]
    for person in (None, factories.person(), owner):
        if person:
            client = signed_in(person)
        for address, data in posts:
            assert client.post(address, data, headers=ours).status_code in (302, 401, 404)
    assert Publication.objects.get(pk=item.pk).moderation == "hidden"
    assert Decision.objects.count() == 1


def test_a_toy_kind_stands_in_the_queue_with_its_content_in_context(signed_in, moderator, item):
    publications.moderate(item, to="held", by=None)
    actions.report(item, reason="danger", text="They show my face", language="en")
    html = signed_in(moderator).get(reverse("moderation:queue")).content.decode()
    for words in ("A wooden horse", "It has wheels.", "The horse rolls on.", "Dockers", "They show my face", "A person may be in danger"):
        assert words in html, words
    html = signed_in(moderator).get(case_url(item)).content.decode()
    for words in ("<strong>rolls</strong>", "They show my face", 'value="publish"', 'value="changes"', 'value="hide"', 'value="refer"'):
        assert words in html, words


def test_people_in_danger_come_first_then_who_waits_longest(signed_in, moderator, union):
    items = [publication(author=union.actor, kind="toy", title=f"Item {n}") for n in range(3)]
    for item, reason in zip(items, ("spam", "false", "danger"), strict=True):
        actions.report(item, reason=reason, language="en")
    entries, counts = queries.queue()
    assert [entry.number for entry in entries] == [items[2].pk, items[0].pk, items[1].pk]
    assert counts["reported"] == 3
    assert counts[""] == 3


def test_the_queue_costs_the_same_however_long(union, django_assert_num_queries):
    for number in range(12):
        item = publications.moderate(publication(author=union.actor, kind="toy", title=str(number)), to="held", by=None)
        actions.report(item, reason="spam", language="en")
        actions.report(factories.organisation().actor, reason="spam", language="en")
    with django_assert_num_queries(8):
        entries, counts = queries.queue()
    assert len(entries) == 24
    assert counts["held"] == 12


def test_a_referral_stays_in_the_queue_with_its_note(signed_in, moderator, other_moderator, item, ours):
    client = signed_in(moderator)
    data = {"verb": "refer", "text": "I do not read Greek.", "reason": "", "seen": queries.seen(item)}
    assert client.post(case_url(item), data, headers=ours).status_code == 302
    html = signed_in(other_moderator).get(reverse("moderation:queue"), {"why": "referred"}).content.decode()
    assert "I do not read Greek." in html
    actions.decide(item, verb="hide", by=other_moderator.actor, reason="spam", seen=queries.seen(item))
    assert queries.queue()[0] == []


def test_an_empty_queue_says_what_will_appear(signed_in, moderator):
    html = signed_in(moderator).get(reverse("moderation:queue"), {"why": "<script>"}).content.decode()
    assert "Nothing waits" in html


def test_a_decision_by_button_hides_restores_and_is_taken_back(signed_in, moderator, item, ours):
    client = signed_in(moderator)

    def press(verb, **fields):
        return client.post(case_url(item), {"verb": verb, "reason": "", "text": "", "seen": queries.seen(item)} | fields, headers=ours)

    assert press("hide", reason="spam").status_code == 302
    assert publication_queries.page(reader=ANONYMOUS, language="en").items == []
    assert press("restore").status_code == 302
    assert [row.pk for row in publication_queries.page(reader=ANONYMOUS, language="en").items] == [item.pk]
    last = Decision.objects.order_by("-pk").first()
    assert "Take this decision back" in client.get(case_url(item)).content.decode()
    assert client.post(reverse("moderation:take_back", args=[last.pk]), headers=ours).status_code == 302
    assert Publication.objects.get(pk=item.pk).moderation == "hidden"


def test_a_decision_without_its_reason_keeps_what_was_typed(signed_in, moderator, item, ours):
    client = signed_in(moderator)
    answer = client.post(case_url(item), {"verb": "hide", "reason": "", "text": "My long words", "seen": queries.seen(item)}, headers=ours)
    assert answer.status_code == 200
    assert "My long words" in answer.content.decode()
    assert "Choose the reason" in answer.content.decode()


def test_a_second_press_and_a_stale_page_decide_nothing_and_say_so(signed_in, moderator, item, ours):
    client = signed_in(moderator)
    data = {"verb": "hide", "reason": "spam", "text": "These words", "seen": queries.seen(item)}
    assert client.post(case_url(item), data, headers=ours).status_code == 302
    answer = client.post(case_url(item), data, headers=ours)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "since you opened this page" in html
    assert "These words" in html
    assert f'value="{queries.seen(item)}"' in html
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("text", ["x" * 1_000_000, "\ufffd"])
def test_hostile_words_are_refused(signed_in, moderator, item, ours, text):
    data = {"verb": "hide", "reason": "spam", "text": text, "seen": queries.seen(item)}
    answer = signed_in(moderator).post(case_url(item), data, headers=ours)
    assert answer.status_code == 200
    assert not Decision.objects.exists()


def test_a_moderator_sees_no_buttons_on_their_own(signed_in, union, item, ours):
    own = factories.member(union, role="owner", person_=factories.person(moderator=True, second_factor=True))
    client = signed_in(own)
    html = client.get(case_url(item)).content.decode()
    assert "Another moderator decides about it" in html
    assert 'name="verb"' not in html
    data = {"verb": "hide", "reason": "spam", "text": "", "seen": queries.seen(item)}
    assert "Another moderator decides" in client.post(case_url(item), data, headers=ours).content.decode()
    assert Publication.objects.get(pk=item.pk).moderation == "clear"


def test_the_log_tells_authors_what_and_why_but_not_who(signed_in, moderator, owner, item):
    actions.decide(item, verb="refer", by=moderator.actor, text="Secret note", seen=queries.seen(item))
    actions.decide(item, verb="hide", by=moderator.actor, reason="spam", text="Twice is enough.", seen=queries.seen(item))
    address = reverse("moderation:log", args=["publication", item.pk])
    html = signed_in(owner).get(address).content.decode()
    assert "Twice is enough." in html
    assert "It advertises" in html
    assert "Secret note" not in html
    assert "Moira" not in html
    assert "Secret note" in signed_in(moderator).get(address).content.decode()
    assert signed_in(factories.person()).get(address).status_code == 404
    assert signed_in(factories.member(item.author.organisation, role="member")).get(address).status_code == 404


def test_the_case_of_an_actor_offers_suspension(signed_in, moderator, union, ours):
    client = signed_in(moderator)
    assert 'value="suspend"' in client.get(case_url(union.actor, "actor")).content.decode()
    data = {"verb": "suspend", "reason": "hate", "text": "", "seen": queries.seen(union.actor)}
    assert client.post(case_url(union.actor, "actor"), data, headers=ours).status_code == 302
    html = client.get(case_url(union.actor, "actor")).content.decode()
    assert 'value="readmit"' in html
    assert client.get("/en/organisations/" + union.actor.handle + "/").status_code == 404


@pytest.mark.parametrize("language", ["en", "el", "ar"])
def test_every_page_is_there_in_every_language(signed_in, client, moderator, owner, item, language):
    publications.translate(item, language="en", title="Horse", body="text")
    decision = actions.decide(item, verb="changes", by=moderator.actor, reason="law", text="Words", seen=queries.seen(item))
    public = publication(author=item.author, kind="toy")
    assert client.get(f"/{language}/report/publication/{public.pk}/").status_code == 200
    assert client.get(f"/{language}/report/publication/{public.pk}/thanks/").status_code == 200
    assert signed_in(owner).get(f"/{language}/moderation/decisions/{decision.pk}/appeal/").status_code == 200
    client = signed_in(moderator)
    for path in ("moderation/", f"moderation/publication/{item.pk}/", f"moderation/publication/{item.pk}/decisions/"):
        answer = client.get(f"/{language}/{path}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()


def test_hostile_content_is_shown_as_text(signed_in, moderator, union):
    title = '<img src=x onerror="alert(1)">'
    item = publication(author=union.actor, kind="toy", title=title, summary=title, body=f"{title} [x](javascript:alert(1))")
    actions.report(item, reason="spam", language="en")
    client = signed_in(moderator)
    for address in (reverse("moderation:queue"), case_url(item)):
        html = client.get(address).content.decode()
        assert "<img src=x" not in html
        assert 'href="javascript' not in html
    assert not Picture.objects.exists()
