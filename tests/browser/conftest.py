"""A real Chromium that reads the running node."""

import os
import shutil

import pytest

from tests.browser import steps

CHROMIUM = os.environ.get("USI_TEST_BROWSER") or next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)

# The list under the address bar, which nobody sees here, is two pages with scripts of its own for each profile: a third of all time.
LEAN = "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup"


def pytest_collection_modifyitems(items):
    """Skip with one line where there is no browser; the strict run treats that as a failure."""
    if CHROMIUM:
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def chromium():
    """Return a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", LEAN])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, node):
    """Return a function that opens a page in a fresh browser profile; requests to other hosts fail the test."""
    contexts, foreign = [], []

    def make(path: str = "/en/", **options):
        options.setdefault("viewport", {"width": 390, "height": 844})
        context = chromium.new_context(base_url=node.url, **options)
        contexts.append(context)
        context.on("request", lambda request: foreign.append(request.url) if not request.url.startswith((node.url, "data:", "blob:")) else None)
        page = context.new_page()
        page.on("console", lambda message: print("console:", message.text) if message.type == "error" else None)
        page.goto(path)
        return page

    yield make
    for context in contexts:
        context.close()
    assert foreign == []


def _row(page, login: str):
    return page.locator("main li", has_text=f"{login}@demo.example")


def _code_of(page, login: str) -> str:
    other = page.context.new_page()
    other.goto("/en/demonstration/")
    code = _row(other, login).locator("code").inner_text()
    other.close()
    return code


@pytest.fixture(scope="session")
def sessions():
    """Return the cookies of who has signed in, by node and log-in: a second code comes only half a minute after the first."""
    return {}


@pytest.fixture
def sign_in(open_page, node, sessions):
    """Return a function that signs a demonstration log-in in, with its code where it needs one; the second time by its session."""

    def enter(login: str, path: str = "/en/home/", **options):
        if (node.url, login) in sessions:
            page = open_page("about:blank", **options)
            page.context.add_cookies(sessions[node.url, login])
            page.goto(path)
            return page
        page = open_page("/en/demonstration/", **options)
        codes = _row(page, login).locator("code").all_inner_texts()
        password = page.locator("main code.code").first.inner_text()
        page.goto(f"/en/account/login/?next={path}")
        page.fill("[name=login]", f"{login}@demo.example")
        page.fill("[name=password]", password)
        steps.send(page)
        for _ in range(20 if codes else 0):
            page.fill("[name=code]", codes.pop() if codes else _code_of(page, login))
            steps.send(page)
            if not page.locator("[name=code]").count():
                break
            # A code that somebody used a moment ago is refused; the next one comes within half a minute.
            page.wait_for_timeout(3000)
        sessions[node.url, login] = page.context.cookies()
        return page

    return enter
