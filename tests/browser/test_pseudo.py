"""Texts a third longer, with marks, from both sides: nothing is cut, nothing lies on something else, nothing scrolls sideways.

The invented languages put every text in brackets (`usi/doors/operators/pseudo.py`): the last one tells whether the end of a text shows.
"""

import re

import pytest

from tests.browser import steps
from tests.browser.test_pages import overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ["en-xa", "ar-xb"]
SIZES = [(390, "100%"), (320, "100%"), (390, "200%")]
PUBLIC = [
    "", "news/", "campaigns/", "organisations/", "organisations/anoichti_provlita/", "themes/strikes/", "countries/gr/", "search/?q=a",
    "search/?q=zzzz", "search/?q=strike&sort=new", "map/", "map/?map=show", "map/europe/?map=show", "glossary/", "translate/figures/", "account/login/", "account/signup/", "nothing-here/", "about/verification/",
]  # fmt: skip
OWNERS = ["home/", "desk/", "account/", "organisations/anoichti_provlita/edit/", "news/new/"]
TRANSLATORS = ["translate/", "glossary/propose/", "translate/corrections/", "search/saved/", "search/?q=strike"]
MODERATORS = ["desk/", "moderation/", "organisations/to-verify/"]

CUT = """() => {
  const found = [], root = document.documentElement.clientWidth, clips = style => style.overflowX !== 'visible' || style.clipPath !== 'none'
  const seen = element => element.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}) && !element.closest('.vh, .skip')
  for (const element of document.querySelectorAll('body *')) {
    if (!seen(element) || element.closest('svg')) continue
    const style = getComputedStyle(element), scrolls = /auto|scroll/.test(style.overflowX)
    if (clips(style) && !scrolls && !['INPUT', 'SELECT', 'TEXTAREA'].includes(element.tagName)
        && element.scrollWidth > element.clientWidth + 1) found.push('wider than its box: ' + element.outerHTML.slice(0, 120))
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange()
  for (let node; (node = walker.nextNode());) {
    const end = node.data.lastIndexOf(']'), parent = node.parentElement
    if (end < 0 || !seen(parent) || parent.closest('option, select, script, style, textarea, svg')) continue
    range.setStart(node, end); range.setEnd(node, end + 1)
    const box = range.getBoundingClientRect()
    let free = false
    for (let above = parent; above && above !== document.body; above = above.parentElement) {
      const style = getComputedStyle(above), edge = above.getBoundingClientRect()
      if (/auto|scroll/.test(style.overflowX)) { free = true; break }
      if (clips(style) && (box.left < edge.left - 1 || box.right > edge.right + 1 || box.top < edge.top - 1 || box.bottom > edge.bottom + 1)) {
        found.push('its end is cut: ' + node.data.trim().slice(-60)); free = true; break
      }
      if (style.display !== 'inline' && (box.left < edge.left - 2 || box.right > edge.right + 2)) {
        found.push('it leaves its box: ' + node.data.trim().slice(-60) + ' in ' + above.outerHTML.slice(0, 80)); free = true; break
      }
    }
    if (!free && (box.left < -1 || box.right > root + 1)) found.push('its end is off the screen: ' + node.data.trim().slice(-60))
  }
  return found
}"""

OVERLAPPING = """() => {
  const found = [], rows = []
  for (const element of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')) {
    if (!element.checkVisibility({visibilityProperty: true}) || element.closest('.vh, .skip, svg')) continue
    if (getComputedStyle(element).position === 'absolute') continue
    for (const box of element.getClientRects()) if (box.width > 3 && box.height > 3) rows.push([element, box])
  }
  for (let i = 0; i < rows.length; i++) for (let j = i + 1; j < rows.length; j++) {
    const [one, a] = rows[i], [other, b] = rows[j]
    if (one === other || one.contains(other) || other.contains(one)) continue
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left), high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
    if (wide > 2 && high > 2) found.push(`${Math.round(wide)} × ${Math.round(high)}: ` + one.outerHTML.slice(0, 90) + ' | ' + other.outerHTML.slice(0, 90))
  }
  return found
}"""


def look(page, language, paths):
    """Return what does not fit, by path, width and text size."""
    found = []
    for path in paths:
        answer = page.goto(f"/{language}/{path}", wait_until="load")
        assert answer.status == (404 if path == "nothing-here/" else 200), path
        assert page.locator("html").get_attribute("lang") == {"en-xa": "en-XA", "ar-xb": "ar-XB"}[language]
        assert page.locator(".strap").inner_text().startswith("["), "the texts are not the invented ones"
        for width, size in SIZES:
            page.set_viewport_size({"width": width, "height": 844})
            page.evaluate("size => { document.documentElement.style.fontSize = size }", size)
            for what, rows in (("sideways", overflow(page)), ("cut", page.evaluate(CUT)), ("overlap", page.evaluate(OVERLAPPING))):
                found += [(path, width, size, what, row) for row in rows]
    return found


def shown(page):
    """Return the addresses of an article and of campaigns whose pages to write a letter, to pledge and to sign are open."""
    page.goto("/en/news/")
    article = page.locator("main h3 a").first.get_attribute("href")
    page.goto("/en/campaigns/")
    links = page.locator("main a[href^='/en/campaigns/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    campaigns = list(dict.fromkeys(path for path in links if re.fullmatch(r"/en/campaigns/\d+/", path)))
    found = {}
    for path in campaigns:
        for part in ("write/", "pledge/", "words/", "share/"):
            if part not in found and page.request.get(path + part, max_redirects=0).status == 200:
                found[part] = path + part
    assert {"write/", "pledge/"} <= set(found)
    return [path.removeprefix("/en/") for path in (article, campaigns[0], *found.values())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_texts_fit_everywhere(open_page, language):
    page = open_page()
    assert look(page, language, [*PUBLIC, *shown(page)]) == []


def test_long_texts_fit_for_those_who_organise(sign_in):
    page = sign_in("owner", "/en/desk/")
    page.goto("/en/desk/")
    links = page.locator("main a[href^='/en/campaigns/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    number = next(found[1] for path in links if (found := re.match(r"/en/campaigns/(\d+)/", path)))
    paths = [*OWNERS, f"campaigns/{number}/desk/", f"campaigns/{number}/reach/"]
    assert [fault for language in LANGUAGES for fault in look(page, language, paths)] == []


def correction(page):
    """Return the address of the form that corrects a translation of one of the newest articles."""
    page.goto("/el/news/")
    for path in page.locator("main h3 a").evaluate_all("all => all.map(one => one.getAttribute('href'))"):
        page.goto(path)
        links = page.locator("main a[href*='/translate/correct/']")
        if links.count():
            return links.first.get_attribute("href").removeprefix("/el/")
    raise AssertionError("no article is read in a translation")


@pytest.mark.parametrize("language", LANGUAGES)
def test_long_texts_fit_for_those_who_translate_correct_and_keep_searches(open_page, sign_in, language):
    reader = open_page()
    path = correction(reader)
    page = sign_in("member", "/en/search/?q=strike")
    if not page.request.get("/en/search/saved/").text().count("?q=strike"):
        steps.press(page, "form[action$='/keep/'] button")
    page.goto("/en/translate/")
    job = page.locator("main article.item h3 a").first.get_attribute("href")
    page.goto(job)
    if page.locator("form[action$='/take/'] button").count():
        steps.press(page, "form[action$='/take/'] button")
    assert page.locator("form.work textarea").count()
    assert look(page, language, [*TRANSLATORS, job.removeprefix("/en/"), path]) == []
    assert look(reader, language, [path]) == []


def test_long_texts_fit_for_those_who_moderate(sign_in):
    assert look(sign_in("moderator"), "ar-xb", MODERATORS) == []


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<p style='overflow:hidden;white-space:nowrap;width:9rem'>[A text that is much longer than its box]</p>", "cut"),
        ("<p style='overflow:hidden;height:1.5rem;width:9rem'>[A text that is much higher than its box, whose end is hidden]</p>", "cut"),
        ("<p style='white-space:nowrap;width:9rem'>[A text that leaves its box]</p>", "cut"),
        ("<a href='/'>[One]</a><a href='/' style='margin-left:-2rem'>[Another]</a>", "overlap"),
        ("<a href='/'>[One]</a> <a href='/'>[Another]</a> <p>[A text]</p>", None),
    ],
)
def test_what_does_not_fit_is_seen(chromium, content, fault):
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.set_content(f"<body>{content}")
    found = {"cut": page.evaluate(CUT), "overlap": page.evaluate(OVERLAPPING)}
    page.close()
    assert [what for what, rows in found.items() if rows] == ([fault] if fault else [])
