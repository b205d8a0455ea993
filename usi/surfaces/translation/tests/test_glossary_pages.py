import csv
import io

import pytest
from django.urls import reverse

from usi.base import time
from usi.spine.organisations.tests import factories
from usi.spine.publications.tests.factories import actor
from usi.surfaces.translation import glossary
from usi.surfaces.translation.models import Checker, TermText

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
PROPOSAL = {"from_language": "en", "source": "green ban", "to_language": "el", "target": "πράσινο μποϊκοτάζ", "note": "Αυστραλία, 1971"}


@pytest.fixture
def installed(db):
    glossary.install()


@pytest.fixture
def moderator(db):
    return factories.person(moderator=True, second_factor=True, name="Moira")


@pytest.fixture
def translator(db):
    return factories.person(name="Thaleia")


def page(client, name="glossary", **query):
    return client.get(reverse(f"translation:{name}"), query).content.decode()


def test_everybody_can_read_the_terms_of_two_languages(client, installed):
    html = page(client, **{"from": "en", "to": "el"})
    assert "lockout" not in html  # on the second page
    assert "blacklist" in html
    assert "μαύρη λίστα" in html


def test_terms_are_found_by_words_in_either_language_without_accents(client, installed):
    assert "lockout" in page(client, **{"from": "en", "to": "el", "q": "ΑΝΤΑΠΕΡΓΙΑ"})
    assert "إضراب" in page(client, **{"from": "en", "to": "ar", "q": "اضراب"})
    assert "No such term" in page(client, **{"from": "en", "to": "el", "q": "xyzzy"})


def test_the_pages_go_on_to_the_last_term(client, installed):
    seen, number = [], 1
    while number:
        context = client.get(reverse("translation:glossary"), {"from": "en", "to": "ar", "page": number}).context
        seen += [entry.term_id for entry in context["table"].entries]
        number = context["table"].next
    assert len(seen) == len(set(seen)) == context["table"].total >= 150


@pytest.mark.parametrize("query", [{"from": "xx", "to": "../"}, {"from": "el", "to": "el"}, {"page": "-1"}, {"page": "9" * 30}, {"q": "x" * 10_000}, {"q": "\x00' OR 1=1 --"}, {"from": ["en", "el"]}])
def test_odd_questions_are_answered(client, installed, query):
    assert client.get(reverse("translation:glossary"), query).status_code == 200


def test_the_number_of_queries_does_not_grow(client, installed, django_assert_num_queries):
    TermText.objects.exclude(language="en").filter(text__startswith="α").delete()
    page(client)
    with django_assert_num_queries(1):
        page(client, **{"from": "en", "to": "el"})


def test_a_term_without_a_name_asks_for_one(client, installed):
    html = page(client, **{"from": "en", "to": "tr", "q": "lockout"})
    assert "Propose a name" in html


def test_the_table_is_downloaded_and_no_cell_is_a_formula(client, installed):
    TermText.objects.filter(text="lockout").update(text='=HYPERLINK("http://x")')
    answer = client.get(reverse("translation:glossary_download"), {"from": "en", "to": "el"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) > 150
    assert rows[0][0] == "en"
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]
    assert "glossary.en.el.csv" in answer["Content-Disposition"]


def test_a_term_has_a_page_with_all_its_languages(client, installed):
    row = TermText.objects.get(text="lockout", language="en")
    html = client.get(reverse("translation:glossary_term", kwargs={"number": row.term_id})).content.decode()
    assert all(name in html for name in ("ανταπεργία", "lock-out", "locaute"))
    assert "Do not keep" not in html
    for number in (1, 2**63 - 1, 2**63, 10**30):
        assert client.get(reverse("translation:glossary_term", kwargs={"number": number})).status_code == 404


def test_nobody_proposes_without_signing_in(client, ours):
    answer = client.post(reverse("translation:glossary_propose"), PROPOSAL, headers=ours)
    assert not TermText.objects.exists()
    assert answer.status_code in (302, 403, 401, 200)
    assert client.get(reverse("translation:glossary_propose")).status_code == 302


def test_a_proposal_is_not_shown_until_a_reviewer_keeps_it(signed_in, client, translator, moderator, ours):
    me = signed_in(translator)
    answer = me.post(reverse("translation:glossary_propose"), PROPOSAL, headers=ours)
    assert answer.status_code == 302
    assert "πράσινο μποϊκοτάζ" in page(me, "glossary_propose")
    me.logout()
    number = TermText.objects.first().term_id
    assert "green ban" not in page(client)
    assert client.get(reverse("translation:glossary_term", kwargs={"number": number})).status_code == 404
    reviewer = signed_in(moderator)
    assert "πράσινο μποϊκοτάζ" in page(reviewer, "glossary_waiting")
    row = TermText.objects.get(language="el")
    reviewer.post(reverse("translation:glossary_decide", kwargs={"number": row.pk}), {"keep": "1", "seen": "proposed"}, headers=ours)
    reviewer.logout()
    assert "green ban" in page(client, **{"from": "en", "to": "el"})


def test_what_is_wrong_with_a_proposal_is_said_and_nothing_typed_is_lost(signed_in, translator, installed, ours):
    me = signed_in(translator)
    for change, said in (({"to_language": "en"}, "two different"), ({"target": "…"}, "letter or digit"), ({"target": "ء"}, "letter or digit"), ({"source": "strike", "target": "απεργία"}, "already"), ({"source": "x" * 200}, "120")):
        html = me.post(reverse("translation:glossary_propose"), PROPOSAL | change, headers=ours).content.decode()
        assert said in html
        assert "Αυστραλία, 1971" in html
    assert not TermText.objects.filter(state="proposed").exists()


def test_a_refusal_needs_a_reason_and_its_proposer_reads_it(signed_in, translator, moderator, ours):
    glossary.propose(**PROPOSAL, by=translator.actor)
    row = TermText.objects.get(language="el")
    address = reverse("translation:glossary_decide", kwargs={"number": row.pk})
    reviewer = signed_in(moderator)
    reviewer.post(address, {"keep": "0", "seen": "proposed", "reason": ""}, headers=ours)
    assert TermText.objects.get(pk=row.pk).state == "proposed"
    reviewer.post(address, {"keep": "0", "seen": "proposed", "reason": "Nobody says so"}, headers=ours)
    assert "Nobody says so" in page(signed_in(translator), "glossary_propose")
    assert TermText.objects.filter(state="refused").count() == 2


def test_only_reviewers_see_what_waits_and_decide(signed_in, client, translator, ours):
    glossary.propose(**PROPOSAL, by=actor())
    row = TermText.objects.get(language="el")
    address = reverse("translation:glossary_decide", kwargs={"number": row.pk})
    assert client.get(reverse("translation:glossary_waiting")).status_code == 302
    me = signed_in(translator)
    assert me.get(reverse("translation:glossary_waiting")).status_code == 404
    assert me.post(address, {"keep": "1", "seen": "proposed"}, headers=ours).status_code == 404
    plain = signed_in(factories.person(moderator=True, second_factor=False))
    assert plain.post(address, {"keep": "1", "seen": "proposed"}, headers=ours).status_code in (302, 404)
    assert TermText.objects.get(pk=row.pk).state == "proposed"


def test_a_reviewer_does_not_decide_about_their_own_proposal(signed_in, moderator, ours):
    glossary.propose(**PROPOSAL, by=moderator.actor)
    row = TermText.objects.get(language="el")
    me = signed_in(moderator)
    assert "another reviewer" in page(me, "glossary_waiting")
    me.post(reverse("translation:glossary_decide", kwargs={"number": row.pk}), {"keep": "1", "seen": "proposed"}, headers=ours)
    assert TermText.objects.get(pk=row.pk).state == "proposed"


def test_a_get_decides_nothing_and_a_foreign_form_neither(signed_in, moderator, translator):
    glossary.propose(**PROPOSAL, by=translator.actor)
    row = TermText.objects.get(language="el")
    address = reverse("translation:glossary_decide", kwargs={"number": row.pk})
    me = signed_in(moderator)
    assert me.get(address).status_code == 405
    assert me.post(address, {"keep": "1", "seen": "proposed"}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert TermText.objects.get(pk=row.pk).state == "proposed"


def test_hostile_text_in_a_term_is_shown_as_text(signed_in, client, translator, ours):
    signed_in(translator).post(reverse("translation:glossary_propose"), PROPOSAL | {"target": "<script>α</script>\u202e"}, headers=ours)
    TermText.objects.update(state="kept", decided_at="2026-01-01T00:00Z")
    html = page(client, **{"from": "en", "to": "el"})
    assert "<script>α" not in html
    assert "\u202e" not in html
    assert "&lt;script&gt;α" in html


def test_what_waits_takes_no_more_queries_for_more(signed_in, moderator):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    me = signed_in(moderator)
    counts = []
    for more in (2, 8):
        for _ in range(more):
            glossary.propose(**PROPOSAL | {"source": f"word {TermText.objects.count()}"}, by=actor())
        with CaptureQueriesContext(connection) as found:
            page(me, "glossary_waiting")
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_who_checks_translations_into_a_language_decides_about_its_names_only(signed_in, translator, ours):
    glossary.propose(**PROPOSAL, by=translator.actor)
    number = TermText.objects.get(language=PROPOSAL["to_language"], state="proposed").pk
    for into, status in (("sw", 404), (PROPOSAL["to_language"], 302)):
        checker = factories.person(name=f"Checks {into}")
        Checker.objects.create(person=checker.actor, from_language="en", language=into, given_at=time.now())
        reader = signed_in(checker)
        assert (PROPOSAL["target"] in page(reader, "glossary_waiting")) == (status == 302)
        answer = reader.post(reverse("translation:glossary_decide", args=[number]), {"keep": "1", "seen": "proposed"}, headers=ours)
        assert answer.status_code == status
