import pytest

from usi.base import crypto
from usi.features.campaigns import actions, sealing
from usi.features.campaigns.models import Campaign, Consent, Signature, Subscription
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.news_helpers import end_url, reader, readers
from usi.spine.organisations.tests import factories as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_only_a_confirmed_tick_becomes_a_consent_with_the_words_that_were_shown(client):
    made = factories.campaign()
    row = factories.sign(made, address="Rosa@Example.org", language="el", news=True)
    assert not Subscription.objects.exists()
    factories.confirm(row)
    factories.confirm(factories.sign(made, news=False))
    kept = Subscription.objects.get()
    consent = Consent.objects.get()
    assert (kept.organisation_id, kept.language, consent.campaign_id, consent.language) == (made.author_id, "el", made.pk, "el")
    assert sealing.unseal(bytes(kept.address)) == "Rosa@Example.org"
    assert b"xample" not in bytes(kept.address)
    from django.utils import translation

    with translation.override("en"):
        page = html(client.get(url("page", made.pk)))
    english = reader(made)
    shown = Consent.objects.exclude(pk=consent.pk).get().text
    assert shown.startswith("Send me news about this campaign by e-mail. ")
    assert all(part.strip(". ") in page for part in shown.split(". "))
    assert english.news


def test_a_second_campaign_of_the_organisation_adds_a_consent_and_no_address():
    union = organisations.organisation()
    one, two, theirs = factories.campaign(union=union), factories.campaign(union=union), factories.campaign()
    for made in (one, two, theirs):
        reader(made, address="rosa+x@example.org" if made is two else "rosa@example.org")
    assert Subscription.objects.count() == 2
    assert Consent.objects.count() == 3
    keys = {bytes(key) for key in Subscription.objects.values_list("address_key", flat=True)}
    assert len(keys) == 2, "two organisations cannot find out that they share a reader"


def test_withdrawing_a_signature_ends_what_it_agreed_to_and_no_more():
    union = organisations.organisation()
    one, two = factories.campaign(union=union), factories.campaign(union=union)
    first, second = (reader(made, address="rosa@example.org") for made in (one, two))
    actions.withdraw(token=sealing.token(first.pk))
    assert (readers(one), readers(two)) == ([], ["rosa@example.org"])
    actions.withdraw(token=sealing.token(second.pk))
    kept = Subscription.objects.get()
    assert (bytes(kept.address), kept.address_key, kept.language) == (b"", None, "")
    assert kept.ended_at
    assert not Consent.objects.exists()
    reader(one, address="rosa@example.org")
    assert readers(one) == ["rosa@example.org"]


def test_news_can_be_asked_for_and_ended_where_a_signature_is_corrected(client, ours):
    made = factories.campaign()
    row = factories.confirm(factories.sign(made, address="rosa@example.org"))
    page = url("correct", sealing.token(row.pk))
    data = {"name": "Rosa", "country": "GR", "workplace": ""}
    assert 'name="news"' in html(client.get(page))
    client.post(page, data | {"news": "on"}, headers=ours)
    assert readers(made) == ["rosa@example.org"]
    assert "checked" in html(client.get(page)).split('name="news"')[1].split(">")[0]
    client.post(page, data, headers=ours)
    assert readers(made) == []
    waiting = factories.sign(made)
    client.post(url("correct", sealing.token(waiting.pk)), data | {"news": "on"}, headers=ours)
    assert readers(made) == [], "nobody has confirmed this address"
    factories.confirm(waiting)
    assert len(readers(made)) == 1


def test_one_click_ends_the_news_without_cookies_and_from_no_page(client):
    made = factories.campaign()
    row = reader(made, address="rosa@example.org")
    link = end_url(Subscription.objects.get())
    assert "End the news" in html(client.get(link))
    assert readers(made), "mail scanners follow links"
    client.cookies.clear()
    headers = {"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"}
    for _ in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"}, headers=headers)
        assert answer.status_code == 200, "a redirect would not be followed"
        assert "You get no more news" in html(answer)
    assert not answer.cookies
    assert readers(made) == []
    row.refresh_from_db()
    assert not row.news, "no page shows a consent that has ended"
    assert row.state == "confirmed"
    assert "You get no more news" in html(client.get(link))
    assert answer["Cache-Control"] == "no-store"


def test_a_guessed_link_ends_nothing(client, ours):
    made = factories.campaign()
    row = reader(made)
    kept = Subscription.objects.get()
    for secret in ("x", sealing.token(row.pk), sealing.token(kept.pk), crypto.blind(str(kept.pk), context="other").hex()):
        assert client.get(url("news_end", secret)).status_code == 404
        assert client.post(url("news_end", secret), headers=ours).status_code == 404
    assert len(readers(made)) == 1


def test_erasing_the_signatures_leaves_the_organisations_consents(monkeypatch):
    made = factories.campaign()
    reader(made, address="rosa@example.org")
    factories.close(made, days=-61)
    assert actions.erase() == 1
    assert not Signature.objects.exists()
    assert Campaign.objects.get().erased_at
    assert readers(made) == ["rosa@example.org"]


def test_the_form_says_what_happens_to_the_address(client):
    page = html(client.get(url("page", factories.campaign().pk)))
    assert "only if you ask for news do the organisers get it" in page
    assert "60 days after the end" in page
    assert "news goes on until you end it" in page
