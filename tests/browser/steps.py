"""Steps that several journeys take. Nothing here reads a word of the interface, so that each walks in every language."""

import base64
import hmac
import re
import struct
import time
from datetime import date, timedelta

from usi.spine.taxonomy import countries

PASSWORD = "a long enough passphrase"
SCREEN = 844


def fits_one_screen(page):
    """Fail if a form of the page is taller than a phone's screen; what is folded away in details counts as split."""
    heights = page.evaluate("[...document.querySelectorAll('main form')].map(form => Math.round(form.getBoundingClientRect().height))")
    assert heights, page.url
    assert max(heights) <= SCREEN, (page.url, heights)


def press(page, target):
    """Press a button or link and wait for the page it leads to: a machine with much to do may take its time."""
    with page.expect_navigation():
        (page.locator(target).first if isinstance(target, str) else target).click()


def come(page, address):
    """Go to a page, unless somebody has just come to it."""
    if not page.url.endswith(address):
        page.goto(address)


def send(page, which="first"):
    """Press the main button of the page's first (or last) form."""
    press(page, getattr(page.locator("main form button.btn"), which))


def number(shown):
    """Return the whole number that somebody reads at a place, however its thousands are parted."""
    return int(re.sub(r"\D", "", shown.inner_text()))


def count_of(page):
    """Return the confirmed signatures a campaign's page shows."""
    return number(page.locator(".count .num").first)


def countries_of(page):
    """Return the confirmed signatures by country as a campaign's page shows them."""
    rows = page.locator("table.ctry tbody tr")
    cells = [(row.locator("th").inner_text(), row.locator("td").first.inner_text()) for row in rows.all()]
    return {name: int(re.sub(r"\D", "", number)) for name, number in cells}


def code_for(secret):
    """Return the six digits of an authenticator app (RFC 6238)."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    start = digest[-1] & 15
    return str(int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF)[-6:].zfill(6)


def sign_up(page, node, language, address, name):
    """Make an account and confirm its address by the mailed link's button."""
    page.goto(f"/{language}/account/signup/")
    fits_one_screen(page)
    page.fill("[name=name]", name)
    page.fill("[name=email]", address)
    page.fill("[name=password1]", PASSWORD)
    send(page, "last")
    page.goto(node.link(node.mail_to(address)))
    fits_one_screen(page)
    send(page)
    if "login" in page.url:
        fits_one_screen(page)
        page.fill("[name=login]", address)
        page.fill("[name=password]", PASSWORD)
        send(page)
    if "welcome" in page.url:
        fits_one_screen(page)


def bring_in(page, language, name, country):
    """Look for a union, find that it is not there, and bring it in."""
    page.goto(f"/{language}/organisations/join/")
    fits_one_screen(page)
    page.fill("[name=q]", name)
    send(page)
    press(page, page.locator("main a.btn[href*='bring-in']").last)
    fits_one_screen(page)
    page.fill("[name=name]", name)
    page.select_option("[name=language]", language)
    page.select_option("[name=kind]", "union")
    page.select_option("[name=country]", country)
    send(page, "last")
    assert "bring-in" not in page.url, page.locator("main").inner_text()
    return page.url


def second_factor(page, language):
    """Set an authenticator app up."""
    page.goto(f"/{language}/account/second-factor/totp/activate/")
    if "reauthenticate" in page.url:
        fits_one_screen(page)
        page.fill("[name=password]", PASSWORD)
        send(page)
    fits_one_screen(page)
    page.fill("[name=code]", code_for(page.locator("main code.code").first.inner_text()))
    send(page, "last")


def vouch(page, language, union, how):
    """Verify a union that waits, as a moderator or in the name of a verified organisation."""
    come(page, f"/{language}/organisations/to-verify/")
    press(page, page.locator("main li", has_text=union).locator("a.btn, a").last)
    fits_one_screen(page)
    page.fill("[name=how]", how)
    send(page, "last")


def publish_article(page, language, title, country):
    """Write an article from its first line to its publication; return its address."""
    page.goto(f"/{language}/news/new/")
    fits_one_screen(page)
    page.fill("[name=title]", title)
    page.select_option("[name=language]", language)
    send(page, "last")
    fits_one_screen(page)
    page.fill("[name=body]", f"**{title}**.")
    page.locator("details.more-fields summary").first.click()
    page.check("input[name=themes][value=strikes]")
    page.select_option("[name=countries]", [country])
    press(page, "button[name=save]")
    press(page, "button[name=to][value=published]")
    return page.url.replace("/edit/", "/")


def open_campaign(page, language, *, title, target, demands, summary, endorsed_by):
    """Open a campaign in the name of one's verified union, all the way out; return its address.

    `endorsed_by` is a page of somebody who speaks for another verified organisation. All that the way to a campaign asks for stands here
    and nowhere else.
    """
    page.goto(f"/{language}/campaigns/new/")
    fits_one_screen(page)
    page.fill("[name=title]", title)
    page.select_option("[name=language]", language)
    send(page, "last")
    if page.locator("button[name=different]").count():
        press(page, "button[name=different]")
    fits_one_screen(page)
    page.fill("[name=target]", target)
    page.fill("[name=demands]", "\n".join(demands))
    page.fill("[name=closes_on]", (date.today() + timedelta(days=30)).isoformat())
    page.fill("[name=goal]", "500")
    send(page, "last")
    fits_one_screen(page)
    page.fill("[name=summary]", summary)
    press(page, "button[name=save]")
    press(page, "button[name=to][value=published]")
    campaign = page.url.replace("/edit/", "/")
    endorsed_by.goto(f"{campaign}endorse/")
    fits_one_screen(endorsed_by)
    endorsed_by.fill("[name=members]", "2870")
    endorsed_by.fill("[name=as_of]", date.today().isoformat())
    send(endorsed_by, "last")
    return campaign


def say_who(page, *, name, address, country):
    """Fill in who somebody without an account is."""
    page.fill("[name=name]", name)
    page.fill("[name=email]", address)
    page.select_option("[name=country]", label=countries.name(country, page.locator("html").get_attribute("lang")))


def sign(page, campaign, *, name, address, country):
    """Sign a campaign without an account."""
    come(page, campaign)
    say_who(page, name=name, address=address, country=country)
    press(page, "form[action*='sign'] button.btn")
    assert "/signed/" in page.url
