"""The campaigns of the demonstration in their six states, in three languages, on a phone and on a wide screen.

Screenshots go to the folder named by `USI_TEST_SHOTS`, or nowhere that stays.
"""

import os
from pathlib import Path

import pytest

from tests.browser.test_pages import LANGUAGES, faults, overflow
from usi.doors.demonstration.loader import content

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STATES = ["mbawala", "siku_89", "onze_caldeiras", "passports", "yangin_kapisi", "anemopetra"]
ROWS = {row["handle"]: row for row in content.rows("campaign", "campaigns_*.toml")}
WIDTHS = (390, 1280)


def title(handle, language):
    row = ROWS[handle]
    return row["title"] if row["language"] == language else row["translations"][language]["title"]


@pytest.fixture
def shots(tmp_path):
    folder = Path(os.environ.get("USI_TEST_SHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def look(page, path, handle, shots):
    """Open a campaign in each language and width; one language of each goes through axe."""
    found = []
    for number, language in enumerate(LANGUAGES):
        page.goto(path.replace("/en/", f"/{language}/"))
        # With an account one reads the original where one says that one reads its language.
        assert page.locator("h1").inner_text() in (title(handle, language), title(handle, "en"))
        assert page.locator(".demands > li").count() == len(ROWS[handle]["demands"])
        if STATES.index(handle) % len(LANGUAGES) == number:
            found += faults(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 844})
            found += overflow(page)
            if width == WIDTHS[0] or STATES.index(handle) % len(LANGUAGES) == number:
                page.screenshot(path=shots / f"{handle}.{language}.{width}.png", full_page=True)
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
