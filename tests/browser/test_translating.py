"""A text goes from one language into another in a real browser without JavaScript: taken, translated, finished, checked, read."""

import re

import pytest

from tests.browser import steps
from tests.browser.test_pages import faults

pytestmark = [pytest.mark.browser, pytest.mark.slow]
TITLE = "Two cranes, one crew"
SAID = {"title": "Δύο γερανοί, ένα συνεργείο", "body": "Το νυχτερινό συνεργείο δουλεύει με **δύο** γερανούς."}


def test_one_translates_another_checks_and_a_reader_sees_by_whom(open_page, sign_in):
    officer = sign_in("editor", "/en/news/", java_script_enabled=False)
    article = publish(officer)
    reader = open_page(article, java_script_enabled=False)
    number = re.search(r"/news/(\d+)/", article).group(1)
    steps.press(reader, f"a[href$='/translate/want/publication/{number}/']")
    reader.select_option("[name=language]", "el")
    steps.send(reader)
    assert "asked=el" in reader.url

    member = sign_in("member", "/en/translate/", java_script_enabled=False)
    steps.press(member, member.locator("main article.item", has_text=TITLE).locator("h3 a"))
    desk = member.url
    assert member.locator("textarea").count() == 0
    steps.press(member, "form[action$='/take/'] button")
    fields = member.locator("form.work textarea")
    assert fields.count() == 2
    fields.nth(0).fill(SAID["title"])
    steps.press(member, "button[name=finish]")
    assert member.locator("form.work textarea").nth(0).input_value() == SAID["title"], "what is not whole is kept, not shown"
    member.locator("form.work textarea").nth(1).fill(SAID["body"])
    steps.press(member, "button[name=finish]")
    assert member.url.endswith("/translate/")
    member.goto(desk)
    assert member.locator("button[name=check]").count() == 0, "nobody checks their own"

    reader.goto(article.replace("/en/", "/el/"))
    assert reader.locator("h1").inner_text() == SAID["title"]
    unchecked = reader.locator(".trans").first.inner_text()

    second = sign_in("owner", "/en/translate/", java_script_enabled=False)
    steps.press(second, second.locator("main article.item", has_text=TITLE).locator("h3 a"))
    steps.press(second, "button[name=check]")
    reader.goto(article.replace("/en/", "/el/"))
    note = reader.locator(".trans").first.inner_text()
    assert "Στέλλα Βαρδαλή" in note
    assert "Θανάσης Κοντραφούρης" in note
    assert note != unchecked
    assert reader.locator(".ugc strong").inner_text() == "δύο"


def publish(page):
    """Write an article of a title and one paragraph, and bring it out."""
    page.goto("/en/news/new/")
    page.fill("[name=title]", TITLE)
    page.select_option("[name=language]", "en")
    steps.send(page, "last")
    page.fill("[name=body]", "The night crew works with **two** cranes.")
    steps.press(page, "button[name=save]")
    steps.press(page, "button[name=to][value=published]")
    return re.sub(r"https?://[^/]+", "", page.url).replace("/edit/", "/")


def test_the_desk_of_a_text_fits_a_phone_and_keeps_what_is_typed_with_a_script(sign_in):
    page = sign_in("member", "/en/translate/", viewport={"width": 320, "height": 640})
    # What lies in one's hands already comes first.
    steps.press(page, "main section:last-of-type article.item h3 a")
    steps.press(page, "form[action$='/take/'] button")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    field = page.locator("form.work textarea").first
    with page.expect_response(lambda answer: answer.url.endswith("/keep/")) as kept:
        field.fill("Κείμενο που κρατήθηκε")
    assert kept.value.status == 200
    page.reload()
    assert page.locator("form.work textarea").first.input_value() == "Κείμενο που κρατήθηκε"


def test_axe_finds_nothing_at_the_translators_desk(sign_in):
    page = sign_in("owner", "/en/translate/")
    found = faults(page)
    for path in ("/ar/translate/", "/en/translate/checkers/", "/en/translate/figures/", "/en/translate/machine/anoichti_provlita/"):
        page.goto(path)
        found += faults(page)
    page.goto("/en/translate/")
    steps.press(page, "main article.item h3 a")
    assert page.locator("button[name=check]").count() == 1
    found += faults(page)
    assert found == []
