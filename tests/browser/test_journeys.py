"""What a new user does on the first day, in a real browser, without JavaScript where it says so."""

import re
from datetime import date, timedelta

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def press(page, name):
    page.get_by_role("button", name=name, exact=True).first.click()


def count_of(page):
    return int(re.sub(r"\D", "", page.locator(".count .num").first.inner_text()))


def fits_one_screen(page, selector="main form"):
    """Whether the form that holds the page's main button is no taller than the screen."""
    box = page.locator(selector).last.bounding_box()
    assert box["height"] <= 844, (page.url, box["height"])


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("ar", False), ("el", False)])
def test_signing_from_a_second_browser_counts_once_and_after_the_button(open_page, node, language, javascript):
    address = f"signer.{language}@example.org"
    page = open_page(f"/{language}/campaigns/", java_script_enabled=javascript)
    page.locator(f"main a[href^='/{language}/campaigns/']").first.click()
    campaign, before = page.url, count_of(page)
    for _ in range(2):
        page.goto(campaign)
        page.fill("[name=name]", "Μαρία" if language == "el" else "مريم" if language == "ar" else "Maria")
        page.fill("[name=email]", address)
        page.select_option("[name=country]", "GR")
        page.locator("form[action*='sign'] button.btn").click()
        assert "/signed/" in page.url
    page.goto(campaign)
    assert count_of(page) == before
    other = open_page(node.link(node.mail_to(address)), java_script_enabled=javascript)
    page.goto(campaign)
    assert count_of(page) == before, "opening the link alone must not count"
    other.locator("main form button.btn").first.click()
    page.goto(campaign)
    assert count_of(page) == before + 1


def code_for(secret):
    """Return the six digits of an authenticator app (RFC 6238)."""
    import base64
    import hmac
    import struct
    import time

    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    start = digest[-1] & 15
    return str(int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF)[-6:].zfill(6)


def sign_up(page, node, address, name):
    page.goto("/el/account/signup/")
    fits_one_screen(page)
    page.fill("[name=name]", name)
    page.fill("[name=email]", address)
    page.fill("[name=password1]", "a long enough passphrase")
    page.locator("main form button.btn").last.click()
    page.goto(node.link(node.mail_to(address)))
    page.locator("main form button.btn").first.click()
    if "login" in page.url:
        page.fill("[name=login]", address)
        page.fill("[name=password]", "a long enough passphrase")
        page.locator("main form button.btn").first.click()


def bring_in(page, name):
    page.goto("/el/organisations/join/")
    page.fill("[name=q]", name)
    page.locator("main form button.btn").first.click()
    page.locator("main a.btn", has_text="Φέρτε").last.click()
    fits_one_screen(page)
    page.fill("[name=name]", name)
    page.select_option("[name=language]", "el")
    page.select_option("[name=kind]", "union")
    page.select_option("[name=country]", "GR")
    page.locator("main form button.btn").last.click()


def second_factor(page):
    page.goto("/el/account/second-factor/totp/activate/")
    if "reauthenticate" in page.url:
        page.fill("[name=password]", "a long enough passphrase")
        page.locator("main form button.btn").first.click()
    page.fill("[name=code]", code_for(page.locator("main code.code").first.inner_text()))
    page.locator("main form button.btn").last.click()


def test_the_first_day_without_javascript(open_page, sign_in, node):
    """Sign up, bring a union in, have it verified, publish in Greek; it is everywhere; correct it; a moderator hides and restores it."""
    union, title = "Σωματείο Δοκιμής Πειραιά", "Η πρώτη μας είδηση"
    page = open_page("/el/", java_script_enabled=False)
    sign_up(page, node, "founder@example.org", "Ιωάννα")
    page.goto("/el/home/")
    assert page.locator("article.item").count() > 0
    bring_in(page, union)
    second_factor(page)

    # A moderator verifies it: one of the two ways.
    moderator = sign_in("moderator", "/en/organisations/to-verify/", java_script_enabled=False)
    moderator.goto("/en/organisations/to-verify/")
    moderator.locator("main li", has_text=union).locator("a.btn, a").last.click()
    moderator.fill("[name=how]", "We telephoned their office.")
    moderator.locator("main form button.btn").last.click()

    page.goto("/el/news/new/")
    fits_one_screen(page)
    page.fill("[name=title]", title)
    page.select_option("[name=language]", "el")
    page.locator("main form button.btn").last.click()
    page.fill("[name=body]", "Σήμερα **ξεκινάμε**.")
    page.locator("details.more-fields summary").click()
    page.check("input[name=themes][value=strikes]")
    page.select_option("[name=countries]", ["GR"])
    page.locator("button[name=save]").click()
    page.locator("button[name=to][value=published]").click()

    reader = open_page("/el/", java_script_enabled=False)
    organisation = None
    for address in ("/el/", "/el/themes/strikes/", "/el/countries/gr/", "/ar/news/"):
        reader.goto(address)
        link = reader.get_by_role("link", name=title).first
        assert link.count() == 1, address
        organisation = organisation or reader.locator("a[href^='/el/organisations/']", has_text=union).first.get_attribute("href")
    reader.goto(organisation)
    assert reader.get_by_role("link", name=title).count() == 1
    feed = reader.request.get(f"{node.url}/feeds/el/actor/{organisation.rstrip('/').rsplit('/', 1)[1]}.rss").text()
    assert title in feed

    # A follower finds it at home.
    newcomer = sign_in("newcomer", "/el/home/", java_script_enabled=False)
    newcomer.goto(organisation)
    newcomer.locator("form[action*='follow'] button").click()
    newcomer.goto("/el/home/")
    assert newcomer.get_by_role("link", name=title).count() == 1

    # The editor corrects it.
    article = page.url.replace("/edit/", "/")
    page.fill("[name=body]", "Αύριο **ξεκινάμε**.")
    page.fill("[name=note]", "Η μέρα ήταν λάθος")
    page.locator("button[name=save]").click()
    reader.goto(article)
    assert "Η μέρα ήταν λάθος" in reader.content()

    # A moderator hides it with a reason, which reaches the author, and restores it.
    number = re.search(r"/news/(\d+)/", article).group(1)
    case = f"/en/moderation/publication/{number}/"
    moderator.goto(case)
    moderator.locator("[name=reason]").first.select_option(index=1) if moderator.locator("select[name=reason]").count() else moderator.locator("[name=reason]").nth(1).check()
    moderator.locator("button[name=verb][value=hide]").click()
    assert reader.goto(article).status == 404
    assert node.mail_to("founder@example.org", after=1)
    moderator.goto(case)
    moderator.locator("button[name=verb][value=restore]").click()
    assert reader.goto(article).status == 200


def test_opening_a_campaign_in_the_name_of_a_union(sign_in, open_page):
    page = sign_in("owner", "/ar/campaigns/new/")
    page.goto("/ar/campaigns/new/")
    fits_one_screen(page)
    page.fill("[name=title]", "أعيدوا المفصولين إلى عملهم")
    page.select_option("[name=language]", "ar")
    page.locator("main form button.btn").last.click()
    if page.locator("button[name=different]").count():
        page.locator("button[name=different]").click()
    fits_one_screen(page)
    page.fill("[name=target]", "مجلس إدارة الشركة")
    page.fill("[name=demands]", "إعادة المفصولين\nالاعتراف بالنقابة")
    page.fill("[name=closes_on]", (date.today() + timedelta(days=30)).isoformat())
    page.fill("[name=goal]", "500")
    page.locator("main form button.btn").last.click()
    page.fill("[name=summary]", "فُصل أربعون عاملًا لأنهم أسّسوا نقابة.")
    page.locator("main form button.btn").first.click()
    page.locator("button[name=to][value=published]").first.click()
    other = sign_in("arabic", "/ar/campaigns/waiting/")
    other.goto("/ar/campaigns/waiting/")
    other.locator("main a.btn").first.click()
    fits_one_screen(other)
    other.fill("[name=members]", "2870")
    other.fill("[name=as_of]", date.today().isoformat())
    other.locator("main form button.btn").last.click()
    reader = open_page("/ar/campaigns/", java_script_enabled=False)
    assert reader.get_by_role("link", name="أعيدوا المفصولين إلى عملهم").count() >= 1
    assert reader.locator("html").get_attribute("dir") == "rtl"
