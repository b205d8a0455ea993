"""Who suggested a correction gets the answer by mail; who has no account sends words, more of them if their machine solves a puzzle."""

import base64
import hashlib
import json

import pytest
from django.urls import reverse

from usi.features.newsroom.models import Article
from usi.spine.actors import actions as actors
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.models import Translation
from usi.spine.publications.tests.factories import publication
from usi.surfaces.translation import actions
from usi.surfaces.translation.actions import correcting
from usi.surfaces.translation.models import Correction

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.fixture
def article():
    made = publication(author=factories.organisation().actor, language="tr", title="Grev & iş", summary="Kısa", body="Bir\n\niki")
    Article.objects.create(publication=made)
    publications.translate(made, language="en", title="Strike", summary="Short", body="One\n\nto", state="checked")
    return made


@pytest.fixture
def eleni():
    return factories.person(name="Eleni", language="el")


@pytest.fixture
def officer():
    return factories.person().actor


def suggested(made, by, **texts):
    row = Translation.objects.select_related("publication").get(publication=made, language="en")
    return correcting.suggest(row, by=by, texts=texts or {"body": "One\n\ntwo"}, words="" if texts or by else "Wrong")


def parts(mail):
    return [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_what_was_accepted_is_answered_in_ones_own_language_with_the_way_to_the_text(article, eleni, officer, react, outbox):
    correcting.accept(suggested(article, eleni.actor), by=officer, answer="Well seen")
    react()
    (mail,) = outbox()
    assert mail["To"] == eleni.account.email
    assert "Grev & iş" in mail["Subject"]
    plain, html = parts(mail)
    for said in (plain, html):
        assert "Well seen" in said
        assert f"/el/news/{article.pk}/?in=en" in said
    assert 'lang="el"' in html
    assert "Grev &amp; iş" in html
    assert "Grev & iş" in plain


def test_what_was_declined_is_answered_with_the_reason(article, officer, react, outbox):
    correcting.decline(suggested(article, factories.person().actor), by=officer, answer="It is a <name>")
    react()
    (mail,) = outbox()
    assert mail["Subject"] == "Your correction is not accepted: Grev & iş"
    plain, html = parts(mail)
    assert "the text stays as it is. Thank you for looking." in plain
    assert "It is a <name>" in plain
    assert "It is a &lt;name&gt;" in html


def test_words_alone_are_answered_as_noted(article, officer, react, outbox):
    row = Translation.objects.select_related("publication").get(publication=article, language="en")
    correcting.accept(correcting.suggest(row, by=factories.person().actor, words="Too stiff"), by=officer)
    react()
    assert "was read and noted" in parts(outbox()[0])[0]


def test_a_correction_of_a_description_is_answered_too(officer, react, outbox):
    union = factories.organisation(handle="liman", name="Liman İşçileri", summary="Gemileri yükleriz.", language="tr").actor
    row = actors.set_text(actor=union, language="en", name="Dock Workers", summary="We load chips.", state="checked", source=union.summary)
    correcting.accept(correcting.suggest(row, by=factories.person().actor, texts={"summary": "We load ships."}), by=officer)
    react()
    (mail,) = outbox()
    assert mail["Subject"] == "Your correction is accepted: Liman İşçileri"
    assert "/en/organisations/liman/?in=en" in parts(mail)[0]


def test_the_answer_is_mailed_once_and_to_nobody_who_is_gone_or_unknown(article, eleni, officer, react, outbox):
    correcting.accept(suggested(article, eleni.actor), by=officer)
    correcting.decline(suggested(article, None), by=officer)
    gone = factories.person()
    row = suggested(article, gone.actor, title="A strike")
    gone.account.is_active = False
    gone.account.save(update_fields=["is_active"])
    correcting.decline(row, by=officer)
    own = suggested(article, officer, title="The strike")
    correcting.accept(own, by=officer)
    react()
    for entry in Entry.objects.filter(verb__startswith="translation.correction_"):
        actions.correction_decided(entry)
    react()
    assert [mail["To"] for mail in outbox()] == [eleni.account.email]


def url(made):
    return reverse("translation:correct", kwargs={"what": "publication", "number": made.pk, "language": "en"})


def solved(client):
    made = client.get(reverse("people:altcha")).json()
    number = next(n for n in range(made["maxnumber"] + 1) if hashlib.sha256(f"{made['salt']}{n}".encode()).hexdigest() == made["challenge"])
    solution = {name: made[name] for name in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
    return base64.b64encode(json.dumps(solution).encode()).decode()


def test_the_form_without_an_account_offers_the_puzzle_and_works_without_it(client, signed_in, ours, article, monkeypatch):
    monkeypatch.setattr("usi.spine.people.puzzle.MOST", 50)
    page = client.get(url(article)).content.decode()
    assert f'data-puzzle="{reverse("people:altcha")}"' in page
    assert "people/altcha" in page
    payload = solved(client)
    for words in ("wrong",) * 5:
        assert client.post(url(article), {"words": words}, headers=ours).status_code == 302
    for unsolved in ("", "rubbish", "é" * 3000):
        assert client.post(url(article), {"words": "wrong", "altcha": unsolved}, headers=ours).status_code == 429
    assert client.post(url(article), {"words": "wrong", "altcha": payload}, headers=ours).status_code == 302
    assert client.post(url(article), {"words": "wrong", "altcha": payload}, headers=ours).status_code == 429
    assert Correction.objects.count() == 6
    page = signed_in(factories.person()).get(url(article)).content.decode()
    assert "altcha" not in page
