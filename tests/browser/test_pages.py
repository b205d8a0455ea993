"""What every page owes its reader: no fault for axe, no sideways scrolling at 320 px, no foreign request, large text, forced colours."""

from importlib.resources import files

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PUBLIC = ["", "news/", "campaigns/", "organisations/", "organisations/anoichti_provlita/", "themes/", "themes/strikes/", "countries/", "countries/gr/", "search/?q=a", "account/login/", "account/signup/", "translate/figures/", "glossary/", "about/", "about/verification/", "help/", "nothing-here/", "organisations/join/", "demonstration/"]
LANGUAGES = ["en", "el", "ar"]


AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page):
    """Return what axe finds; only faults are asked of it, since a list of all that is right takes as long again."""
    page.evaluate(f"{AXE}; 0")
    return page.evaluate(
        """rules => axe.run({runOnly: rules, resultTypes: ["violations"]}).then(
        found => found.violations.map(row => [row.id, row.nodes.slice(0, 3).map(node => node.html.slice(0, 160))]))""",
        RULES,
    )


def overflow(page):
    return page.evaluate(
        """() => { const wide = document.documentElement.clientWidth;
        return document.documentElement.scrollWidth > wide + 1 ? [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > wide + 1 && getComputedStyle(e).position !== 'absolute').slice(0, 3).map(e => e.outerHTML.slice(0, 120)) : [] }"""
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(open_page, language):
    page = open_page(f"/{language}/")
    found = []
    for number, path in enumerate(PUBLIC):
        page.goto(f"/{language}/{path}")
        # The same markup in another language: each page goes through axe in English and in one of the others.
        if language == "en" or number % 2 == LANGUAGES.index(language) % 2:
            found += [(path, *fault) for fault in faults(page)]
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            found += [(path, width, row) for row in overflow(page)]
        page.set_viewport_size({"width": 390, "height": 844})
    assert found == []


def article_and_campaign(page):
    page.goto("/en/news/")
    article = page.locator("main h3 a").first.get_attribute("href")
    page.goto("/en/campaigns/")
    return article, page.locator("main a[href^='/en/campaigns/']").first.get_attribute("href")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_article_and_a_campaign_in_light_and_dark(open_page, scheme):
    page = open_page(color_scheme=scheme)
    for path in article_and_campaign(page):
        # The same colours in every language.
        for language in LANGUAGES if scheme == "light" else ["ar"]:
            page.goto(path.replace("/en/", f"/{language}/"))
            assert language == "en" or faults(page) == []
            page.set_viewport_size({"width": 320, "height": 800})
            assert overflow(page) == []
            page.set_viewport_size({"width": 390, "height": 844})


OURS = "organisations/anoichti_provlita/"
OWNERS = [
    "home/", "desk/", "translate/", "translate/checkers/", "translate/machine/anoichti_provlita/", "account/", "account/profile/", "account/profile/languages/", "account/profile/picture/", "account/profile/visible/", "account/second-factor/",
    "account/email/", "account/sessions/", "account/download/", "account/close/", OURS, f"{OURS}people/", f"{OURS}invite/", f"{OURS}edit/", f"{OURS}edit/picture/",
    f"{OURS}edit/affiliations/", f"{OURS}edit/place/", "news/new/", "organisations/bring-in/", "organisations/to-verify/", "organisations/leuki_bardia/ask/",
]
MODERATORS = ["desk/", "moderation/", "moderation/log/", "organisations/to-verify/", "organisations/open-claims/"]


def wide(page, paths, language):
    """Return the pages that scroll sideways on a small phone, or with text at twice its size on a phone or a desk."""
    found = []
    for path in paths:
        answer = page.goto(f"/{language}/{path}")
        assert answer.status < 500, path
        for width, size in ((320, "100%"), (390, "200%"), (1280, "200%")):
            page.set_viewport_size({"width": width, "height": 800})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            found += [(path, width, size, row) for row in overflow(page)]
    return found


# English has the shortest words of the three.
@pytest.mark.parametrize("language", ["el", "ar"])
def test_no_page_scrolls_sideways_at_320_pixels_or_with_text_at_twice_its_size(open_page, language):
    page = open_page()
    articles = [path.removeprefix("/en/") for path in article_and_campaign(page)]
    assert wide(page, [*PUBLIC, *articles, "search/?q=zzzz", "news/?written=xx"], language) == []


@pytest.mark.parametrize(("login", "paths", "language"), [("owner", OWNERS, "el"), ("owner", OWNERS, "ar"), ("moderator", MODERATORS, "el")])
def test_no_page_of_those_who_are_signed_in_scrolls_sideways(sign_in, login, paths, language):
    page = sign_in(login)
    assert wide(page, paths, language) == []


def test_large_text_in_forced_colours(open_page):
    page = open_page(forced_colors="active")
    assert wide(page, ["", "organisations/"], "el") == []


def test_everything_can_be_reached_with_the_keyboard(open_page):
    page = open_page("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    seen = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.tagName"))
    assert "A" in seen


def test_a_page_without_photographs_is_light(open_page):
    sizes = []
    page = open_page("about:blank")
    page.on("response", lambda response: sizes.append((response.url, int(response.headers.get("content-length", 0)))))
    page.goto("/el/")
    light = [(url, size) for url, size in sizes if "/media/" not in url]
    assert len(light) <= 6, light
    assert sum(size for _, size in light) <= 60 * 1024, light


def test_text_only_leaves_pictures_and_display_fonts_out(open_page, node):
    page = open_page("/en/")
    with page.expect_navigation():
        page.click("text=Text-only: off")
    assert page.locator("text=Text-only: on").count() == 1
    # A second visit, with nothing kept from the first but the choice.
    urls = []
    other = open_page("about:blank")
    other.context.add_cookies([{"name": row["name"], "value": row["value"], "url": node.url} for row in page.context.cookies()])
    other.on("request", lambda request: urls.append(request.url))
    other.goto("/en/", wait_until="networkidle")
    assert other.locator("text=Text-only: on").count() == 1
    assert not [url for url in urls if "woff2" in url or "/media/" in url or "crowd" in url]
