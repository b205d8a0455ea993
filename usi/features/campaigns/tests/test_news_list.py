import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Consent, Subscription
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.helpers import officer
from usi.features.campaigns.tests.news_helpers import mail_all, reader, readers, released
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as organisations

pytestmark = pytest.mark.django_db


def taken(client, ours, made):
    """Return the rows of the list as a spreadsheet reads them."""
    answer = client.post(url("news_export", made.pk), headers=ours)
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf"), "spreadsheets take it for UTF-8"
    assert answer["Cache-Control"] == "no-store"
    assert 'filename="news.csv"' in answer["Content-Disposition"]
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.storage
def test_an_officer_takes_the_list_of_their_campaign_alone_and_the_journal_names_them(client, ours, signed_in):
    union = organisations.organisation()
    made, other, theirs = factories.campaign(union=union, title="=cmd|' /C calc'!A0"), factories.campaign(union=union), factories.campaign()
    reader(made, address="=1+1@example.org", language="el")
    reader(made, address="ended@example.org")
    reader(other, address="other@example.org")
    reader(theirs, address="theirs@example.org")
    factories.confirm(factories.sign(made, address="no@example.org"))
    ended = Subscription.objects.filter(consents__campaign=made).order_by("pk").last()
    from usi.features.campaigns import consents, sealing

    actions.end_news(token=sealing.token(ended.pk, consents.KIND))
    who = officer(made)
    signed_in(who)
    rows = taken(client, ours, made)
    assert [(row["email"], row["language"], row["campaign"][:2]) for row in rows] == [("'=1+1@example.org", "el", "'=")]
    assert rows[0]["consent"] == Consent.objects.get(campaign=made).text
    entry = Entry.objects.get(verb="campaign.consents_exported")
    assert (entry.by_id, entry.subject_id, entry.data) == (who.actor_id if hasattr(who, "actor_id") else who.pk, made.pk, {"count": 1, "organisation": union.pk})
    assert "example.org" not in str(entry.data)
    page = html(client.get(url("news", made.pk)))
    assert who.actor.name in page
    assert "Do not pass it on" in page


@pytest.mark.parametrize("who", ["nobody", "member", "treasurer", "without second factor", "officer elsewhere", "moderator"])
def test_nobody_else_takes_or_deletes_or_sees_the_list(client, ours, signed_in, who):
    made = factories.campaign()
    reader(made)
    people = {
        "member": lambda: officer(made, role="member"),
        "treasurer": lambda: officer(made, role="treasurer"),
        "without second factor": lambda: organisations.member(made.author.organisation, role="owner", second_factor=False),
        "officer elsewhere": lambda: organisations.member(organisations.organisation(), role="owner"),
        "moderator": lambda: organisations.person(moderator=True, second_factor=True),
    }
    if who in people:
        signed_in(people[who]())
    refused = {"nobody": (302, 401, 403), "without second factor": (302,)}.get(who, (404,))
    assert client.get(url("news", made.pk)).status_code in refused
    for name in ("news_export", "news_delete"):
        assert client.post(url(name, made.pk), {"sure": "1"}, headers=ours).status_code in refused
        assert client.get(url(name, made.pk)).status_code in (*refused, 405)
    assert len(readers(made)) == 1
    assert not Entry.objects.filter(verb__startswith="campaign.consents").exists()


@pytest.mark.storage
def test_the_list_is_deleted_at_once_with_what_no_other_campaign_needs(client, ours, signed_in):
    union = organisations.organisation()
    made, other = factories.campaign(union=union), factories.campaign(union=union)
    for n in range(4):
        reader(made, address=f"r{n}@example.org")
    reader(other, address="r0@example.org")
    released(made)
    signed_in(officer(made))
    client.post(url("news_delete", made.pk), headers=ours)
    assert len(readers(made)) == 4, "the box was not ticked"
    answer = client.post(url("news_delete", made.pk), {"sure": "1"}, headers=ours, follow=True)
    assert "4 addresses are deleted" in html(answer)
    assert (readers(made), readers(other), Subscription.objects.count()) == ([], ["r0@example.org"], 1)
    assert Entry.objects.get(verb="campaign.consents_deleted").data["count"] == 4
    mail_all()
    from usi.spine.mail.models import Mail

    assert not Mail.objects.filter(key__startswith="campaigns.news:").exists()


def test_the_pages_of_the_list_cost_the_same_however_long(client, ours, signed_in):
    made = factories.campaign()
    signed_in(officer(made))

    def cost():
        sums = []
        for get in (lambda: client.get(url("news", made.pk)), lambda: client.post(url("news_export", made.pk), headers=ours)):
            with CaptureQueriesContext(connection) as seen:
                get()
            sums.append(len(seen))
        return sums

    reader(made)
    taken(client, ours, made)
    cost()
    few = cost()
    for _ in range(6):
        reader(made)
    assert cost() == few
    assert queries.news_by_language(made.pk) == {"en": 7}
    assert time.now()
