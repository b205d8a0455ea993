from datetime import timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions
from usi.features.campaigns.models import Consent, Subscription, Update
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.news_helpers import end_url, mail_all, reader, released, written
from usi.spine.mail.actions import deliver_due
from usi.spine.mail.models import Mail
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def news():
    """Return the mails that wait."""
    return Mail.objects.filter(key__startswith="campaigns.news:").count()


def test_only_those_who_asked_about_this_campaign_are_mailed_once(outbox):
    union = organisations.organisation()
    made, other, theirs = factories.campaign(union=union), factories.campaign(union=union), factories.campaign()
    asked = [reader(made, address=f"r{n}@example.org") for n in range(3)]
    reader(made, address="both@example.org")
    reader(other, address="both@example.org")
    reader(other, address="other@example.org")
    reader(theirs, address="theirs@example.org")
    factories.confirm(factories.sign(made, address="no@example.org"))
    factories.sign(made, address="waits@example.org", news=True)
    actions.end_news(token=end_url(Subscription.objects.order_by("pk").first()).rstrip("/").rsplit("/", 1)[1])
    written(made)
    mail_all()
    assert news() == 0, "only what was released is mailed"
    released(made)
    reader(made, address="late@example.org")
    mail_all()
    mail_all()
    deliver_due()
    assert sorted(mail["To"] for mail in outbox()) == ["both@example.org", "r1@example.org", "r2@example.org"]
    assert Update.objects.get(released_at__isnull=False).mailed_at
    assert asked


def test_a_mail_is_in_the_language_of_its_readers_page_and_ends_with_one_click(outbox, client):
    made = factories.campaign(title="Take them back")
    for language in ("en", "el", "ar"):
        reader(made, address=f"{language}@example.org", language=language)
    update = written(made, title="They talk", body="They **talk**.\n\n[Page](https://example.org)")
    publications.translate(update, language="el", title="Μιλούν", body="Μας **μιλούν**.")
    from usi.features.campaigns.tests.news_helpers import release

    release(update)
    mail_all()
    deliver_due()
    mails = {mail["To"]: mail for mail in outbox()}
    assert "They talk" in mails["en@example.org"]["Subject"]
    assert "Μιλούν" in mails["el@example.org"]["Subject"]
    assert "They talk" in mails["ar@example.org"]["Subject"]
    for address, mail in mails.items():
        language = address[:2]
        page = mail.get_body(("html",)).get_content()
        plain = mail.get_body(("plain",)).get_content()
        assert f'<html lang="{language}"' in page
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = mail["List-Unsubscribe"].strip("<>")
        assert link in plain
        assert link in page
        assert f"/{language}/" in link
        assert client.post(link.removeprefix("http://testserver"), {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert "<strong>μιλούν</strong>" in mails["el@example.org"].get_body(("html",)).get_content()
    assert '<div lang="en" dir="ltr">' in mails["ar@example.org"].get_body(("html",)).get_content()
    assert not Consent.objects.exists()


def test_the_links_in_the_headers_are_plain_text(outbox, settings):
    settings.URL = "https://a-rather-long-name-of-a-node.example.org"
    made = factories.campaign()
    reader(made)
    released(made)
    mail_all()
    deliver_due()
    raw = next(iter(settings.OUTBOX.glob("*.eml"))).read_bytes()
    header = raw.split(b"List-Unsubscribe:")[1].split(b"List-Unsubscribe-Post")[0]
    assert b"=?" not in header
    assert b"".join(header.split()).startswith(b"<https://a-rather-long-name-of-a-node.example.org/en/campaigns/news/")


def test_nobody_is_left_out_when_the_clock_steps_back(monkeypatch):
    made, now = factories.campaign(), time.now()
    with monkeypatch.context() as ahead:
        ahead.setattr(time, "now", lambda: now + timedelta(minutes=10))
        reader(made)
    Consent.objects.update(given_at=now)
    released(made)
    mail_all()
    assert news() == 1


def test_what_is_taken_back_or_hidden_is_mailed_no_further(monkeypatch):
    made = factories.campaign()
    for _ in range(5):
        reader(made)
    update = released(made)
    assert actions.send_news(most=2) == 2
    publications.moderate(update, to="hidden", by=made.author, reason="spam")
    assert actions.send_news(most=2) == 0
    publications.moderate(update, to="clear", by=made.author, reason="")
    assert actions.send_news(most=2) == 2
    actions.move_update(update, to="withdrawn", by=made.author, reason="A mistake")
    mail_all()
    assert news() == 4


def test_whoever_ends_the_news_while_mails_are_written_gets_none(monkeypatch):
    from usi.features.campaigns import update_mails

    made = factories.campaign()
    reader(made)
    reader(made, address="gone@example.org")
    released(made)
    last = Subscription.objects.order_by("pk").last()
    write = update_mails.Letters.write

    def and_end(self, subscription):
        if subscription.pk == last.pk:
            actions.end_news(token=end_url(last).rstrip("/").rsplit("/", 1)[1])
        return write(self, subscription)

    monkeypatch.setattr(update_mails.Letters, "write", and_end)
    mail_all()
    assert news() == 1


def test_a_worker_that_comes_second_mails_nobody_twice():
    made = factories.campaign()
    for _ in range(5):
        reader(made)
    released(made)
    stale = Update.objects.get()
    assert actions.send_news(most=3) == 3
    Update.objects.update(cursor=stale.cursor)
    assert actions.send_news(most=3) == 3
    assert news() == 3
    mail_all()
    assert news() == 5


def test_news_waits_while_other_mail_waits(monkeypatch):
    from usi.features.campaigns.actions import mailing
    from usi.spine.mail import actions as mail

    monkeypatch.setattr(mailing, "MOST_WAITING", 2)
    made = factories.campaign()
    reader(made)
    released(made)
    Mail.objects.all().delete()
    for n in range(2):
        mail.queue(key=f"other{n}", to="a@example.org", subject="s", body="b")
    assert actions.send_news() == 0
    Mail.objects.all().delete()
    assert actions.send_news() == 1


def test_a_mailing_asks_the_database_no_more_for_many_than_for_few(django_assert_max_num_queries):
    made = factories.campaign()
    for _ in range(20):
        reader(made)
    released(made)
    with django_assert_max_num_queries(14):
        assert actions.send_news() == 20
