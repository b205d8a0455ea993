"""The campaigns of the demonstration in their six states, in every language of the interface, on a phone and on a wide screen.

Screenshots go to the folder named by `USI_TEST_SHOTS`, or nowhere that stays.
"""

import os
from pathlib import Path

import pytest

from tests.browser.test_pages import LANGUAGES, faults, overflow
from usi.base import languages
from usi.doors.demonstration.loader import content

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATES = ["mbawala", "siku_89", "onze_caldeiras", "passports", "yangin_kapisi", "anemopetra"]
ROWS = {row["handle"]: row for row in content.rows("campaign", "campaigns_*.toml")}
SHOWN = ["en", "es", "el", "fr", "pt-br", "ar"]
WIDTHS = (390, 1280)


def title(handle, language):
    """Return the title a reader of a language finds: a campaign has five languages at least, and the original for all others."""
    row, tag = ROWS[handle], languages.canonical(language)
    return row["title"] if tag not in row["translations"] else row["translations"][tag]["title"]


@pytest.fixture
def shots(tmp_path):
    folder = Path(os.environ.get("USI_TEST_SHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def look(page, path, handle, shots):
    """Open a campaign in each language; axe and screenshots take one language for each campaign, so that every language has its turn."""
    found, own = [], SHOWN[STATES.index(handle)]
    for language in dict.fromkeys([*LANGUAGES, own]):
        page.goto(path.replace("/en/", f"/{language}/"))
        # With an account one reads the original where one says that one reads its language.
        assert page.locator("h1").inner_text() in (title(handle, language), title(handle, "en"))
        assert page.locator(".demands > li").count() == len(ROWS[handle]["demands"])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            found += overflow(page)
            if language == own:
                page.screenshot(path=shots / f"{handle}.{language}.{width}.png", full_page=True)
        if language == own:
            found += faults(page)
    return found


def test_open_closing_won_and_lost_campaigns_for_everyone(open_page, shots):
    page = open_page("/en/campaigns/")
    paths = {handle: page.get_by_role("link", name=title(handle, "en")) for handle in STATES if handle != "onze_caldeiras"}
    paths = {handle: link.first.get_attribute("href") for handle, link in paths.items()}
    assert [(handle, fault) for handle, path in paths.items() for fault in look(page, path, handle, shots)] == []


def test_a_campaign_that_waits_for_endorsement_for_those_who_can_give_it(sign_in, shots):
    page = sign_in("owner", "/en/campaigns/waiting/")
    page.goto("/en/campaigns/waiting/")
    path = page.get_by_role("link", name=title("onze_caldeiras", "en")).first.get_attribute("href")
    assert look(page, path, "onze_caldeiras", shots) == []
    page.goto(path)
    assert page.get_by_role("link", name="Endorse").count() >= 1
