"""What a new user does on the first day, in a real browser, without JavaScript where it says so."""

import re
from types import SimpleNamespace

import pytest

from tests.browser import steps

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize(("language", "javascript"), [("en", True), ("ar", False), ("el", False)])
def test_signing_from_a_second_browser_counts_once_and_after_the_button(open_page, node, language, javascript):
    address = f"signer.{language}@example.org"
    page = open_page(f"/{language}/campaigns/", java_script_enabled=javascript)
    steps.press(page, f"main a[href^='/{language}/campaigns/']")
    campaign, before = page.url, steps.count_of(page)
    for _ in range(2):
        steps.sign(page, campaign, name={"el": "Μαρία", "ar": "مريم", "en": "Maria"}[language], address=address, country="GR")
    page.goto(campaign)
    assert steps.count_of(page) == before
    other = open_page(node.link(node.mail_to(address)), java_script_enabled=javascript)
    page.goto(campaign)
    assert steps.count_of(page) == before, "opening the link alone must not count"
    steps.send(other)
    page.goto(campaign)
    assert steps.count_of(page) == before + 1


GREEK = SimpleNamespace(
    language="el", address="founder.el@example.org", union="Σωματείο Δοκιμής Πειραιά", founder="Ιωάννα", country="GR",
    title="Η πρώτη μας είδηση", note="Η μέρα ήταν λάθος",
)  # fmt: skip
ARABIC = SimpleNamespace(
    language="ar", address="founder.ar@example.org", union="نقابة عمال الميناء الجديد", founder="سلمى", country="TN",
    title="خبرنا الأول من الميناء", note="كان اليوم خطأ",
)  # fmt: skip


def begin(open_page, node, words):
    """Sign somebody up, bring their union in and give them a second factor, without JavaScript; return their page and the union's."""
    page = open_page(f"/{words.language}/", java_script_enabled=False)
    steps.sign_up(page, node, words.language, words.address, words.founder)
    page.goto(f"/{words.language}/home/")
    assert page.locator("article.item").count() > 0
    organisation = steps.bring_in(page, words.language, words.union, words.country)
    steps.second_factor(page, words.language)
    return page, organisation


def test_the_first_day_in_greek_without_javascript(open_page, sign_in, node):
    """Two verified organisations bring a union in; it publishes, is corrected and moderated, opens a campaign, and that is signed."""
    page, organisation = begin(open_page, node, GREEK)
    for login, language, how in (("owner", "el", "Γνωρίζουμε τη διοίκησή τους."), ("arabic", "ar", "زرنا مكتبهم في الميناء.")):
        page.goto("/el/campaigns/new/")
        assert page.locator("[name=title]").count() == 0, "one voice is not enough"
        officer = sign_in(login, f"/{language}/organisations/to-verify/", java_script_enabled=False)
        steps.vouch(officer, language, GREEK.union, how)
    page.goto(organisation)
    said = page.locator("section.verified li").all_inner_texts()
    assert len(said) == 2, "the page says by whom, how and when"
    assert "Γνωρίζουμε τη διοίκησή τους." in said[0]
    it_is_published_corrected_and_moderated(page, organisation, GREEK, open_page, sign_in, node)
    a_campaign_is_opened_and_signed(page, officer, open_page, node)


def test_the_first_day_in_arabic_right_to_left_without_javascript(open_page, sign_in, node):
    """A moderator verifies a union: one of the two ways; all the rest is as in Greek."""
    page, organisation = begin(open_page, node, ARABIC)
    moderator = sign_in("moderator", "/en/organisations/to-verify/", java_script_enabled=False)
    steps.vouch(moderator, "en", ARABIC.union, "We telephoned their office.")
    assert page.locator("html").get_attribute("dir") == "rtl"
    it_is_published_corrected_and_moderated(page, organisation, ARABIC, open_page, sign_in, node, moderator=moderator)


def it_is_published_corrected_and_moderated(page, organisation, words, open_page, sign_in, node, moderator=None):
    """Walk an article from its first line to everywhere, through a correction, and through the moderators' hands."""
    here, title = words.language, words.title
    article = steps.publish_article(page, here, title, words.country)
    reader = open_page(f"/{here}/", java_script_enabled=False)
    places = (f"/{here}/", f"/{here}/themes/strikes/", f"/{here}/countries/{words.country.lower()}/", "/en/news/", organisation)
    for address in places:
        steps.come(reader, address)
        assert reader.get_by_role("link", name=title).count() >= 1, address
    handle = organisation.rstrip("/").rsplit("/", 1)[1]
    assert title in reader.request.get(f"{node.url}/feeds/{here}/actor/{handle}.rss").text()

    # A follower finds it at home.
    follower = sign_in("newcomer", f"/{here}/home/", java_script_enabled=False)
    follower.goto(organisation)
    steps.press(follower, "form[action*='follow'] button")
    follower.goto(f"/{here}/home/")
    assert follower.get_by_role("link", name=title).count() == 1

    # The editor corrects it.
    page.fill("[name=body]", f"{title}: **!**")
    page.fill("[name=note]", words.note)
    steps.press(page, "button[name=save]")
    reader.goto(article)
    assert words.note in reader.content()
    assert reader.locator("article").get_attribute("lang") == here

    # A moderator hides it with a reason, which reaches the author, and restores it.
    moderator = moderator or sign_in("moderator", java_script_enabled=False)
    number = re.search(r"/news/(\d+)/", article).group(1)
    case = f"/en/moderation/publication/{number}/"
    moderator.goto(case)
    moderator.locator("[name=reason]").first.select_option(index=1) if moderator.locator("select[name=reason]").count() else moderator.locator("[name=reason]").nth(1).check()
    steps.press(moderator, "button[name=verb][value=hide]")
    assert reader.goto(article).status == 404
    assert node.mail_to(words.address, after=1)
    moderator.goto(case)
    steps.press(moderator, "button[name=verb][value=restore]")
    assert reader.goto(article).status == 200


def a_campaign_is_opened_and_signed(page, other, open_page, node):
    """Open a campaign in Greek, sign it twice from another browser without an account, and see count and countries change."""
    campaign = steps.open_campaign(
        page, "el", endorsed_by=other, title="Κάτω τα χέρια από τον γερανό 4", target="Η διοίκηση του λιμανιού",
        demands=["Επισκευή τώρα", "Κανένας μόνος στη βάρδια"], summary="Ο γερανός 4 έπεσε δύο φορές. Να επισκευαστεί πριν δουλέψει ξανά.",
    )  # fmt: skip
    signer = open_page(campaign, java_script_enabled=False)
    assert (steps.count_of(signer), steps.countries_of(signer)) == (0, {})
    for number, (address, name, country) in enumerate((("rosa@example.org", "Rosa", "TN"), ("nikos@example.org", "Νίκος", "GR")), start=1):
        steps.sign(signer, campaign, name=name, address=address, country=country)
        opened = open_page(node.link(node.mail_to(address)), java_script_enabled=False)
        steps.send(opened)
        signer.goto(campaign)
        assert steps.count_of(signer) == number
        assert list(steps.countries_of(signer).values()) == [1] * number
    signer.goto(campaign.replace("/el/", "/ar/"))
    assert signer.locator("html").get_attribute("dir") == "rtl"
    assert steps.count_of(signer) == 2


def test_opening_a_campaign_in_the_name_of_a_union(sign_in, open_page):
    page = sign_in("owner", "/ar/campaigns/new/")
    steps.open_campaign(
        page, "ar", endorsed_by=sign_in("arabic", "/ar/campaigns/waiting/"), title="أعيدوا المفصولين إلى عملهم", target="مجلس إدارة الشركة",
        demands=["إعادة المفصولين", "الاعتراف بالنقابة"], summary="فُصل أربعون عاملًا لأنهم أسّسوا نقابة.",
    )  # fmt: skip
    reader = open_page("/ar/campaigns/", java_script_enabled=False)
    assert reader.get_by_role("link", name="أعيدوا المفصولين إلى عملهم").count() >= 1
    assert reader.locator("html").get_attribute("dir") == "rtl"
