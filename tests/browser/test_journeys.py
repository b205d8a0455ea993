"""What a new user does on the first day, in a real browser, without JavaScript where it says so."""

import re

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


def test_from_sign_up_to_a_published_article_in_greek(open_page, sign_in, node):
    page = open_page("/en/account/signup/", java_script_enabled=False)
    fits_one_screen(page)
    page.fill("[name=email]", "founder@example.org")
    page.fill("[name=name]", "Ιωάννα")
    page.fill("[name=password1]", "a long enough passphrase")
    page.locator("main form button.btn").last.click()
    page.goto(node.link(node.mail_to("founder@example.org")))
    page.locator("main form button.btn").first.click()
    if "login" in page.url:
        page.fill("[name=login]", "founder@example.org")
        page.fill("[name=password]", "a long enough passphrase")
        page.locator("main form button.btn").first.click()
    page.goto("/en/home/")
    assert page.locator("article.item").count() > 0
