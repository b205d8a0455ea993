import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.base import time
from usi.features.campaigns import actions, queries
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import Campaign, Suspicion
from usi.features.campaigns.tests import factories, helpers, letter_factories
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.helpers import officer
from usi.features.campaigns.tests.news_helpers import released, written
from usi.spine.organisations.tests import factories as organisations
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def waits(made):
    """Return kind to number of what waits in a campaign."""
    return {row.kind: row.count for row in queries.waits(made.pk)}


@pytest.mark.storage
def test_what_waits_is_counted_and_leads_to_its_page(client, signed_in):
    made, other = helpers.campaign(days=40), helpers.campaign()
    assert waits(made) == {}
    for each in (made, other):
        helpers.confirm_message(helpers.write(each))
    helpers.confirm_message(helpers.write(made))
    helpers.write(made)
    written(made)
    written(made, asked=False)
    Suspicion.objects.create(campaign=made, rule="domain", key="00", label="x.example", size=30, seen_at=time.now())
    Campaign.objects.filter(pk=made.pk).update(languages=["en", "el", "sn"], closes_at=factories.closing(2))
    publications.translate(made, language="el", title="Πίσω")
    assert waits(made) == {"messages": 2, "review": 1, "suspicions": 1, "languages": 1, "closing": 3}
    signed_in(officer(made))
    page = html(client.get(url("desk", made.pk)))
    for name in ("messages", "updates", "integrity", "edit", "extend"):
        assert url(name, made.pk) in page, name
    assert "chishona" in page.lower()
    factories.close(made)
    assert waits(made)["outcome"] == 1
    assert url("outcome", made.pk) in html(client.get(url("desk", made.pk)))


@pytest.mark.storage
def test_letters_that_come_back_and_letters_to_print_wait(client):
    from usi.features.campaigns.models import Target, TargetLetter

    made, targets = letter_factories.campaign()
    letter_factories.sent(made, targets)
    Target.objects.filter(pk=targets[0].pk).update(bounces=1)
    TargetLetter.objects.filter(target=targets[0]).update(state="printed")
    found = waits(made)
    assert found["bouncing"] == 1
    assert found["print"] == TargetLetter.objects.filter(state="printed").count() > 0


def test_a_campaign_that_waits_for_others_says_how_many(settings):
    settings.ENDORSEMENTS_NEEDED = 2
    made = factories.campaign(out=False)
    actions.move(made, to="published", by=made.author)
    assert waits(made) == {"endorsements": 2}


@pytest.mark.parametrize("who", ["nobody", "member", "officer elsewhere", "moderator", "officer"])
def test_only_its_officers_see_a_campaigns_desk(client, signed_in, who):
    made = factories.campaign()
    people = {
        "member": lambda: officer(made, role="member"),
        "officer elsewhere": lambda: organisations.member(organisations.organisation(), role="owner"),
        "moderator": lambda: organisations.person(moderator=True, second_factor=True),
        "officer": lambda: officer(made),
    }
    if who in people:
        signed_in(people[who]())
    assert client.get(url("desk", made.pk)).status_code == {"nobody": 302, "officer": 200}.get(who, 404)


def test_every_breakdown_adds_up_and_leads_to_its_rows(client, signed_in):
    made, now = factories.campaign(), time.now()
    at = now.replace(hour=9, minute=10) - timedelta(days=3)
    rows = [
        Row("A", f"{n}@example.net", country, language=tag, via=via, at=at + timedelta(days=n % 3, hours=n % 2))
        for n, (country, tag, via) in enumerate([("GR", "el", "poster"), ("GR", "en", ""), ("", "ar", "sms"), ("TN", "fr", ""), ("TN", "ar", "")])
    ]
    actions.load_signatures(made, rows)
    signed_in(officer(made))
    page = html(client.get(url("desk", made.pk)))
    tables = {found: body for found, body in re.findall(r'<h2 id="by-(\w+)">.*?<tbody>(.*?)</tbody>', page, re.S)}
    sums = {name: sum(int(n) for n in re.findall(r'<td class="num">(\d+)', body)) for name, body in tables.items()}
    assert {name: sums[name] for name in ("days", "countries", "languages", "via")} == dict.fromkeys(("days", "countries", "languages", "via"), 5)
    last = (at + timedelta(days=2)).date().isoformat()
    assert sums["hours"] == 1
    first = html(client.get(url("desk", made.pk), {"day": at.date().isoformat()}))
    hours = first.split('<h2 id="by-hours">')[1].split("</table>")[0]
    assert sum(int(n) for n in re.findall(r'<td class="num">(\d+)', hours)) == 2
    assert f'href="?day={last}#by-hours"' in page
    reach = html(client.get(url("reach", made.pk)))
    for anchor in re.findall(rf'{url("reach", made.pk)}#([\w-]+)"', page):
        assert f'id="{anchor}"' in reach, anchor
    assert client.get(url("desk", made.pk), {"day": "2026-99-99"}).status_code == 200


def test_a_plain_word_says_what_is_weak(client, signed_in):
    made = factories.campaign(country="ZW")
    actions.load_signatures(made, [Row("A", f"{n}@example.net", "ZW" if n < 4 else "GB", at=time.now() - timedelta(days=5)) for n in range(300)])
    signed_in(officer(made))
    page = html(client.get(url("desk", made.pk)))
    assert "<b class=\"num\">4</b> of 300 are from the country concerned, Zimbabwe" in page
    assert "do not find their language on the page: Shona" in page
    assert "Nobody has signed since" in page
    publications.translate(made, language="sn", title="Dzoserai")
    assert "Shona" not in html(client.get(url("desk", made.pk)))


@pytest.mark.parametrize(("country", "there", "lacking"), [
    ("ZW", ["en"], ["sn"]), ("ZW", ["sn", "en"], []), ("TN", ["fr"], ["ar"]), ("CN", ["zh-Hans"], []), ("", ["en"], []), ("XX", ["en"], []),
    ("GR", ["en"], ["el"]),
])
def test_the_languages_of_the_country_concerned_are_those_many_people_use(country, there, lacking):
    assert queries.missing_languages(country, there) == lacking


def test_the_general_desk_leads_to_campaigns_in_which_something_waits(client, signed_in):
    union = organisations.organisation()
    made, quiet, theirs = helpers.campaign(union=union), helpers.campaign(union=union, title="Quiet one"), helpers.campaign(title="Theirs")
    for each in (made, made, theirs):
        helpers.confirm_message(helpers.write(each))
    signed_in(officer(made))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            page = html(client.get("/en/desk/"))
        return page, len(seen)

    cost()
    page, few = cost()
    section = page.split("In your campaigns")[1].split("</section>")[0]
    assert url("desk", made.pk) in section
    assert '<span class="num">2</span>' in section
    assert url("desk", quiet.pk) not in page
    assert url("desk", theirs.pk) not in page
    for _ in range(3):
        helpers.confirm_message(helpers.write(helpers.campaign(union=union)))
    assert cost()[1] == few


def test_the_desk_costs_the_same_however_much_there_is(client, signed_in):
    made = helpers.campaign()
    signed_in(officer(made))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url("desk", made.pk)).status_code == 200
        return len(seen)

    released(made)
    cost()
    few = cost()
    for n in range(5):
        helpers.confirm_message(helpers.write(made))
        factories.confirm(factories.sign(made, country="TN" if n % 2 else "GR", via=f"code-{n}"))
    assert cost() == few
    assert few <= 14
