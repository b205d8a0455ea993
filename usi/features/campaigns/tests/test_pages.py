import csv
import io
import json

import pytest
from django.urls import reverse

from usi.features.campaigns import actions, sealing
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import count_url, html, post, url
from usi.spine.publications import actions as publications

pytestmark = pytest.mark.django_db


def test_the_form_stands_right_after_the_summary(client):
    page = html(client.get(url("page", factories.campaign(summary="The summary", demands=["First demand"]).pk)))
    pieces = ('class="march"', "The summary</p>", 'class="side"', 'name="email"', "First demand", "Some <strong>text", "Who has signed")
    order = [page.index(piece) for piece in pieces]
    assert order == sorted(order)


def test_a_page_shows_waiting_names_apart_and_breakdown_that_adds_up(client):
    made = factories.campaign()
    codes = ("GR", "TN", "BR", "IT", "FR", "DE", "ES", "PT", "ZA", "KE", "IN", "JP", "CL")
    rows = [Row(f"Nr{n}", f"{n}@example.net", codes[n % len(codes)], show_name=True, confirmed=n >= 40) for n in range(1300)]
    actions.load_signatures(made, rows)
    page = html(client.get(url("page", made.pk)))
    assert "1,260" in page
    assert '<b class="num">40</b> more have not confirmed yet.' in page
    assert "3 more countries" in page
    assert page.count("<bdi>Nr") == 20
    data = client.get(count_url(made)).json()
    assert data["confirmed"] == 1260 == sum(row["confirmed"] for row in data["countries"].values())
    assert data["waiting"] == 40 == sum(row["waiting"] for row in data["countries"].values())
    table = list(csv.DictReader(io.StringIO(html(client.get(count_url(made, "csv"))))))
    assert {by: sum(int(row["confirmed"]) for row in table if row["by"] == by) for by in ("country", "language")} == {"country": 1260, "language": 1260}
    assert {row["code"] for row in table if row["by"] == "country"} == set(codes)


def test_names_of_those_who_did_not_want_it_are_nowhere(client):
    made = factories.campaign()
    hidden = Row("Hidden Person", "a@example.net", "GR")
    waiting = Row("Waiting Person", "b@example.net", "GR", show_name=True, confirmed=False)
    actions.load_signatures(made, [hidden, waiting])
    for address in (url("page", made.pk), count_url(made, "json"), count_url(made, "csv")):
        assert "Person" not in html(client.get(address))


@pytest.mark.parametrize("state", ["draft", "hidden"])
def test_what_is_not_out_has_neither_page_nor_count_nor_form(client, ours, state):
    made = factories.campaign(out=state != "draft")
    if state == "hidden":
        publications.moderate(made, to="hidden", by=None)
    for address in (url("page", made.pk), url("signed", made.pk), url("thanks", made.pk), count_url(made)):
        assert client.get(address).status_code == 404, address
    assert post(client, ours, made).status_code == 404


@pytest.mark.parametrize("number", [0, 1, 2**63, 10**30])
def test_numbers_that_are_nobodys_are_not_found(client, ours, number):
    for name in ("page", "signed", "thanks"):
        assert client.get(f"/en/campaigns/{number}/{name}/".replace("page/", "")).status_code == 404
    assert client.post(f"/en/campaigns/{number}/sign/", headers=ours).status_code == 404
    assert client.get(f"/campaigns/{number}/count.json").status_code == 404


def test_a_withdrawn_campaign_says_why_and_its_names_can_be_taken_back(client, ours):
    made = factories.campaign()
    row = factories.confirm(factories.sign(made))
    publications.move(made, to="withdrawn", by=None, reason="We have won")
    answer = client.get(url("page", made.pk))
    assert answer.status_code == 410
    assert "We have won" in html(answer)
    assert client.post(url("withdraw", sealing.token(row.pk)), headers=ours).status_code == 302
    assert "Your name is gone" in html(client.get(url("withdraw", sealing.token(row.pk))))


def test_the_page_costs_the_same_however_many_signed(client, django_assert_max_num_queries):
    made = factories.campaign()
    actions.load_signatures(made, [Row(f"N{n}", f"{n}@example.net", "GR", show_name=True) for n in range(300)])
    client.get(url("page", made.pk))
    with django_assert_max_num_queries(12):
        client.get(url("page", made.pk))


def test_the_list_shows_meters_and_feeds(client):
    made = factories.campaign(goal=200)
    factories.confirm(factories.sign(made))
    page = html(client.get(url("list")))
    assert made.title in page
    assert "1 of 200" in page
    assert made.title in html(client.get(url("list"), {"written": "en"}))
    assert made.title not in html(client.get(url("list"), {"written": "el"}))
    assert client.get(url("list"), {"written": "\x00", "before": "x" * 99}).status_code == 200
    assert made.title in html(client.get(reverse("feed_plain:kind", args=["en", "campaign", "rss"])))


def test_the_empty_list_says_what_will_be_here(client):
    assert "appear here" in html(client.get(url("list")))


def test_markdown_titles_and_demands_are_shown_harmlessly(client):
    body = "<script>alert(1)</script> [x](javascript:alert(1))"
    made = factories.campaign(title="<b>x</b>", demands=["<img src=x onerror=alert(1)>"], body=body)
    page = html(client.get(url("page", made.pk)))
    for bad in ("<b>x</b>", "<img src=x", "<script>alert", 'href="javascript'):
        assert bad not in page


def test_the_count_is_open_to_other_sites(client):
    made = factories.campaign()
    answer = client.get(count_url(made), headers={"Origin": "https://union.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.content)["campaign"] == made.uri
