"""What people do for a campaign beside signing, and what its organisers make of it, in a real browser without JavaScript."""

import csv
import io
import time
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from tests.browser import steps
from tests.browser.test_pages import overflow
from usi.doors.demonstration.loader import content

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The campaign that people who try the demonstration organise themselves.
CAMPAIGN = next(row for row in content.rows("campaign", "campaigns_el.toml") if row["handle"] == "pente_cheria")
ORGANISER = "editor"
WHO = {"name": "Μαρία Λυκούδη", "address": "maria.acts@example.org", "country": "CY"}
SAYS = SimpleNamespace(
    subject="Πέντε, όχι τρεις", more="Έχασα τον αδελφό μου σε τέτοια βάρδια.", words="Από τη Λεμεσό, με τα κράνη στο χέρι.",
    to="Η γενική συνέλευση της Harlequay", note="Τα ονόματα διαβάστηκαν στην πόρτα.",
)  # fmt: skip


@pytest.fixture
def visitor(open_page):
    """Return a page of somebody without an account, at the campaign, on a phone."""
    page = open_page("/el/campaigns/", java_script_enabled=False)
    steps.press(page, page.get_by_role("link", name=CAMPAIGN["title"]).first)
    return page


def torn(page):
    """Return the words in headings of tables that run over two lines."""
    return page.evaluate(
        """() => [...document.querySelectorAll('thead th:not(:has(.vh))')].filter(cell => { const range = document.createRange(); range.selectNodeContents(cell);
        return !/\\s/.test(cell.textContent.trim()) && range.getClientRects().length > 1 }).map(cell => cell.textContent)"""
    )


def desk(sign_in, campaign):
    """Return a page of an organiser at the campaign's desk, on a wide screen."""
    page = sign_in(ORGANISER, urlsplit(campaign).path, java_script_enabled=False, viewport={"width": 1280, "height": 844})
    steps.press(page, "main .sub-actions a[href$='/desk/']")
    assert overflow(page) == torn(page) == []
    return page


def begin(page, campaign, way):
    """Come to a form by the campaign's page."""
    page.goto(campaign)
    steps.press(page, f".ways a[href$='/{way}/']")
    assert overflow(page) == []


def confirm(page, node, mails):
    """Ask for it, open the link in the mail, and press its button; return what the page with the button shows."""
    steps.send(page)
    assert page.locator("main form").count() == 0, page.locator("main").inner_text()
    page.goto(node.link(node.mail_to(WHO["address"], after=mails)))
    steps.fits_one_screen(page)
    assert overflow(page) == []
    shown = page.locator("main").inner_text()
    steps.send(page)
    assert page.locator("main form").count() == 0, "what is done needs no second button"
    return shown


def letters(page):
    """Return how many letters an organiser reads were written and how many of them nobody has confirmed yet."""
    steps.press(page, "main a[href$='/letters/']")
    shown = page.locator("dl.facts dd.num")
    found = steps.number(shown.nth(0)), steps.number(shown.nth(1))
    steps.press(page, "main a[href$='/desk/']")
    return found


def test_somebody_without_an_account_writes_pledges_and_says_words_and_the_organisers_see_it(visitor, sign_in, node):
    campaign = visitor.url
    organiser = desk(sign_in, campaign)
    written, unconfirmed = letters(organiser)
    waiting = steps.number(organiser.locator("#waits ~ ul li", has=organiser.locator("a[href$='/messages/']")).locator(".num"))
    a_letter_is_written(visitor, campaign, node)
    an_action_is_pledged(visitor, campaign, node)
    words_of_support_are_sent(visitor, campaign, node)
    visitor.goto(campaign)
    assert SAYS.words not in visitor.content(), "nobody reads it before the organisers"
    assert letters(organiser) == (written + 1, unconfirmed)
    waits = organiser.locator("#waits ~ ul li", has=organiser.locator("a[href$='/messages/']"))
    assert steps.number(waits.locator(".num")) == waiting + 1
    steps.press(organiser, waits.locator("a"))
    assert overflow(organiser) == []
    steps.press(organiser, organiser.locator("main section", has_text=SAYS.words).locator("button[value=show]"))
    assert organiser.locator("main section", has_text=SAYS.words).count() == 0, "it waits no more"
    assert organiser.locator("main a[href$='/desk/']").count() >= 1, "the desk is not a dead end"
    visitor.reload()
    shown = visitor.locator("article", has_text=SAYS.words)
    assert WHO["name"] in shown.inner_text()


def a_letter_is_written(page, campaign, node):
    begin(page, campaign, "write")
    assert page.locator("[name=targets]:checked").count() == page.locator("[name=targets]").count() >= 1
    proposed = page.input_value("[name=body]")
    assert proposed
    assert page.input_value("[name=subject]")
    page.fill("[name=subject]", SAYS.subject)
    page.fill("[name=body]", f"{proposed}\n\n{SAYS.more}")
    steps.say_who(page, **WHO)
    shown = confirm(page, node, 0)
    assert all(text in shown for text in (SAYS.subject, SAYS.more, WHO["name"], proposed.splitlines()[0]))


def an_action_is_pledged(page, campaign, node):
    pledges = "table.needs td b.num"
    page.goto(campaign)
    before = steps.number(page.locator(pledges).first)
    begin(page, campaign, "pledge")
    steps.fits_one_screen(page)
    page.locator("[name=actions]").first.check()
    steps.say_who(page, **WHO)
    confirm(page, node, 1)
    with page.expect_download() as begun:
        page.locator("main a[href$='.ics']").first.click()
    kept = begun.value.path().read_text("utf-8")
    assert begun.value.suggested_filename.endswith(".ics")
    assert kept.startswith("BEGIN:VCALENDAR")
    assert all(f"\n{name}" in kept for name in ("DTSTART", "SUMMARY", "LOCATION"))
    page.goto(campaign)
    assert steps.number(page.locator(pledges).first) == before + 1


def words_of_support_are_sent(page, campaign, node):
    begin(page, campaign, "support")
    page.fill("[name=text]", SAYS.words)
    page.check("[name=show_name]")
    steps.say_who(page, **WHO)
    assert SAYS.words in confirm(page, node, 2)


def download(page, format):
    """Press the button of a file; return its content."""
    with page.expect_download() as begun:
        page.locator(f"form[action$='/{format}/'] button").first.click()
    assert begun.value.suggested_filename.endswith(f".{format}")
    return begun.value.path().read_bytes()


def test_an_organiser_hands_the_names_over_and_everybody_reads_when_how_and_to_whom(visitor, sign_in):
    campaign = visitor.url
    page = desk(sign_in, campaign)
    steps.press(page, "main a[href$='/handover/']")
    steps.fits_one_screen(page)
    steps.send(page)
    until = time.monotonic() + 60
    while not page.locator("form[action$='/pdf/']").count():
        assert time.monotonic() < until, page.locator("main").inner_text()
        page.wait_for_timeout(500)
        page.reload()
    assert overflow(page) == []
    tops = {round(button.bounding_box()["y"]) for button in page.locator(".buttons form button").all()}
    assert len(tops) == 1, "the files stand beside each other"
    confirmed, named = (steps.number(page.locator("dl.facts dd.num").nth(place)) for place in (0, 1))
    assert confirmed == steps.count_of(visitor)
    assert download(page, "pdf").startswith(b"%PDF-")
    rows = list(csv.reader(io.StringIO(download(page, "csv").decode("utf-8-sig"))))
    assert len(rows) == named + 1, "a row for each name, under a heading"
    steps.press(page, page.locator("main section a.go[href*='/handover/']").first)
    steps.fits_one_screen(page)
    page.locator("[name=how]").first.check()
    page.fill("[name=to_whom]", SAYS.to)
    page.fill("[name=note]", SAYS.note)
    steps.send(page)
    assert SAYS.to in page.locator("dl.facts").first.inner_text()
    visitor.reload()
    said = visitor.locator("ol.time li", has_text=SAYS.to)
    assert SAYS.note in said.inner_text()
    assert steps.number(said.locator(".num")) == confirmed
