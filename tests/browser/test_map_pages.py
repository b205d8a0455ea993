"""The atlas in a real browser: nothing for axe to find, no sideways scrolling, never mirrored, and all of it by keyboard."""

import re

import pytest

from tests.browser.test_pages import LANGUAGES, faults, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ["map/", "map/?map=show", "map/europe/?map=show", "map/africa/?map=show&kind=organisation", "countries/gr/"]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark"), ("el", "light")])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, language, scheme):
    page = open_page(color_scheme=scheme)
    found = []
    for path in PAGES:
        page.goto(f"/{language}/{path}")
        # The same markup in every language: once in each direction of writing and in each scheme of colours.
        found += [(path, *fault) for fault in faults(page)] if language != "el" else []
        for width, size in ((320, "100%"), (390, "200%"), (1280, "100%")):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            found += [(path, width, size, row) for row in overflow(page)]
        page.set_viewport_size({"width": 390, "height": 844})
    assert found == []


def middle_of(page, code):
    box = page.locator(f"svg.map a[href$='/countries/{code}/']").bounding_box()
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_never_mirrored(open_page, language):
    page = open_page(f"/{language}/map/?map=show")
    assert middle_of(page, "br") < middle_of(page, "ng") < middle_of(page, "in") < middle_of(page, "au")


def test_without_scripts_a_reader_comes_from_the_list_over_the_map_to_a_country_by_keyboard(open_page):
    page = open_page("/en/map/", java_script_enabled=False)
    page.get_by_role("link", name="Show the map").press("Enter")
    page.get_by_role("link", name="Europe", exact=True).first.press("Enter")
    page.get_by_role("link", name="Skip the map").focus()
    page.keyboard.press("Tab")
    # Most is in Greece, so the keyboard comes there first.
    focused = page.locator("svg.map a:focus")
    assert focused.locator("title").text_content().startswith("Greece: ")
    assert focused.locator("path, circle").first.evaluate("shape => getComputedStyle(shape).strokeWidth") == "5px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/countries/gr/")


def test_each_country_on_the_map_is_a_link_with_a_name_for_screen_readers(open_page):
    page = open_page("/en/map/africa/?map=show")
    group, towns = page.get_by_role("group", name="Africa"), page.locator("svg.map .spot a").count()
    assert group.get_by_role("link").count() == 50 + towns
    assert group.get_by_role("link", name=re.compile("^Kenya: ")).count() == 1
    assert page.get_by_role("table", name="Africa: how many there are in each country").count() == 1


def test_in_forced_colours_lines_and_land_are_told_apart(open_page):
    page = open_page("/en/map/europe/?map=show", forced_colors="active")
    ink = "selector => { const style = getComputedStyle(document.querySelector(selector)); return [style.fill, style.stroke] }"
    empty, full = page.evaluate(ink, "svg.map .n0"), page.evaluate(ink, ".key .n4")
    assert empty[0] != empty[1]
    assert full[0] != empty[0]
