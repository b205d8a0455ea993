"""What is read in which language on every page and list: lang and dir follow the text, a translation says so, and one click leads on."""

import re

import pytest
from django.utils import translation
from lxml import html

from usi.base import languages
from usi.features.campaigns.tests import factories as campaigning
from usi.features.campaigns.tests.news_helpers import released
from usi.features.newsroom.models import Article
from usi.spine.actors import actions as actors
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import actions as taxonomy
from usi.spine.taxonomy import queries as subjects

pytestmark = pytest.mark.django_db
SAID = {
    "el": ("Στάση στο λιμάνι", "Με λίγα λόγια", "Ζητάμε:\n\n- μισθό\n- άδεια\n"),
    "ar": ("إضراب في الميناء", "باختصار", "نطالب بما يلي:\n\n- الأجر\n- الإجازة\n"),
    "tr": ("Liman grevi", "Kısaca", "İstiyoruz:\n\n- ücret\n- izin\n"),
    "en": ("A strike at the port", "In short", "We ask:\n\n- pay\n- leave\n"),
    "it": ("Sciopero al porto", "In breve", "Chiediamo:\n\n- salario\n- ferie\n"),
}


@pytest.fixture
def about():
    """Return a theme and a country that everything here is about."""
    taxonomy.install()
    return subjects.subjects(themes=["strikes"], countries=["GR"])


def said(language):
    return dict(zip(("title", "summary", "body"), SAID[language], strict=True))


def article(language, *, number="", subjects=(), union=None):
    words = said(language)
    words["title"] += number
    author = (union or factories.organisation()).actor
    return publication(author=author, language=language, subjects=subjects, facts=Article(), **words)


def campaign(language, *, number="", subjects=(), union=None):
    words = said(language)
    made = campaigning.campaign(union=union, language=language, demands=[f"{words['summary']} 1", f"{words['summary']} 2"], **words | {"title": words["title"] + number})
    publications.place(made, subjects=subjects)
    return made


def update(language, **more):
    return released(campaign(language, **more), language=language, **said(language))


def read(client, path, **headers):
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200, path
    return html.fromstring(answer.content.decode())


def inherited(element, name):
    """Return the value of `lang` or `dir` that holds for an element."""
    return next(iter(element.xpath(f"ancestor-or-self::*[@{name}][1]/@{name}")), "")


def direction(element):
    """Return the direction in which a browser sets an element: its own text's where that is asked for (HTML, `dir=auto`)."""
    holds = element.xpath("ancestor-or-self::*[@dir][1]")[0]
    if holds.get("dir") != "auto":
        return holds.get("dir")
    strong = re.search(r"[^\W\d_]", holds.text_content())
    return "rtl" if strong and "\u0590" <= strong[0] <= "\u08ff" else "ltr"


def holding(page, text):
    """Return the elements of the main part that hold a text themselves."""
    return [each for each in page.xpath("//main//*[not(self::script)]") if text in (each.text or "").strip()]


def check(page, language, *texts):
    """Check of each text that it is there, and everywhere in its language and direction."""
    for text in texts:
        found = holding(page, text)
        assert found, text
        for each in found:
            assert (inherited(each, "lang"), direction(each)) == (language, languages.direction(language)), html.tostring(each, encoding="unicode")


@pytest.mark.parametrize("language", ["el", "ar"])
@pytest.mark.parametrize("make", [article, campaign, update])
def test_lang_and_dir_follow_what_is_read_on_an_english_page(client, about, make, language):
    made = make(language) if make is update else make(language, subjects=about)
    title, summary, body = SAID[language]
    page = read(client, made.get_absolute_url())
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    first = body.splitlines()
    check(page, language, title, first[0], first[2].removeprefix("- "), *([summary] if make is not update else []))
    # The list itself has the direction of its language: its marks stand where that begins.
    assert {direction(each) for each in page.xpath("//main//*[contains(@class, 'ugc')]//ul")} == {languages.direction(language)}
    # What the frame says stays in the reader's language.
    note = page.xpath("//p[@class='trans']")[0]
    assert (inherited(note, "lang"), direction(note)) == ("en", "ltr")
    assert f"This is written in {languages.name(language, 'en')}." in note.text_content()


@pytest.mark.parametrize("path", ["/en/", "/en/news/", "/en/campaigns/", "/en/themes/strikes/", "/en/countries/gr/", "union", "/en/search/?kind=article", "home"])
def test_lang_and_dir_follow_what_is_read_on_every_list_of_an_english_page(client, react, signed_in, about, path):
    unions = [factories.organisation() for _ in SAID]
    kinds = [article, campaign]
    for union, language in zip(unions, ("el", "ar"), strict=False):
        for make in kinds:
            make(language, number=f" {make.__name__}", subjects=about, union=union)
    react()
    if path == "home":
        reader = factories.person()
        for union in unions:
            actors.follow(follower=reader.actor, target=union.actor)
        client, path = signed_in(reader), "/en/home/"
    shown = [unions[:1], unions[1:2]] if path == "union" else [unions]
    for some in shown:
        page = read(client, some[0].actor.get_absolute_url() if path == "union" else path)
        for language in ("el", "ar") if path != "union" else (("el",) if some[0] is unions[0] else ("ar",)):
            found = [text for text in (f"{SAID[language][0]} article", f"{SAID[language][0]} campaign") if holding(page, text)]
            assert found
            check(page, language, *found)


def lists(client, signed_in, union, language="en"):
    """Return every kind of list on which something of a union stands, by name."""
    reader = factories.person()
    actors.follow(follower=reader.actor, target=union.actor)
    with translation.override(language):
        named = {
            "front page": f"/{language}/", "news": f"/{language}/news/", "campaigns": f"/{language}/campaigns/",
            "organisation": union.actor.get_absolute_url(), "theme": f"/{language}/themes/strikes/", "country": f"/{language}/countries/gr/",
            "search": f"/{language}/search/?country=gr",
        }
    pages = {name: read(client, path) for name, path in named.items()}
    client = signed_in(reader)
    return pages | {"home": read(client, f"/{language}/home/")}


def test_every_card_of_every_list_says_from_what_it_is_translated_and_that_a_machine_did_it(client, react, signed_in, about):
    union = factories.organisation()
    for number in range(8):
        made = article("tr", number=f" grev {number}", subjects=about, union=union)
        publications.translate(made, language="en", title=f"Machine {number}", summary="In short", body="Text", state="machine")
    for number in range(2):
        made = campaign("tr", number=f" grev c{number}", subjects=about, union=union)
        publications.translate(made, language="en", title=f"Checked {number}", summary="In short", state="checked")
    react()
    labels = {"Machine": "translated from Turkish (by machine)", "Checked": "translated from Turkish"}
    for name, page in lists(client, signed_in, union).items():
        seen = set()
        for word, label in labels.items():
            titles = [each for each in page.xpath("//main//*[self::a or self::h1 or self::span]") if re.fullmatch(rf"\s*{word} \d\s*", each.text_content())]
            seen |= {word} if titles else set()
            for title in titles:
                card = title.xpath("ancestor::*[self::article or self::li or self::tr or self::section][1]")[0]
                said = " ".join(card.text_content().split())
                assert label in said, (name, said)
                assert (word == "Machine") == ("(by machine)" in said), (name, said)
        assert seen == ({"Machine"} if name == "news" else {"Checked"} if name == "campaigns" else {"Machine", "Checked"}), name


def test_what_has_no_version_for_the_reader_names_its_language_on_every_list(client, react, signed_in, about):
    union = factories.organisation()
    article("tr", number=" grev", subjects=about, union=union)
    campaign("tr", number=" grev", subjects=about, union=union)
    react()
    for name, page in lists(client, signed_in, union).items():
        assert "in Turkish" in " ".join(page.xpath("//main")[0].text_content().split()), name


def organisation(language):
    """Return an organisation that describes itself."""
    return factories.organisation(name=SAID[language][0], summary=SAID[language][2], language=language).actor


def translate(made, language, state):
    words = said(language)
    if hasattr(made, "kind"):
        publications.translate(made, language=language, state=state, **words)
    else:
        actors.set_text(actor=made, language=language, name=words["title"], summary=words["body"], state=state, source=made.summary)


def first_line(language):
    return SAID[language][2].splitlines()[0]


@pytest.mark.parametrize("make", [article, campaign, update, organisation])
def test_one_click_leads_to_the_original_and_to_every_other_version_and_the_choice_is_remembered(client, ours, make):
    made = make("tr")
    for language, state in (("en", "checked"), ("it", "unchecked"), ("ar", "machine")):
        translate(made, language, state)
    path = made.get_absolute_url()
    page = read(client, path)
    check(page, "en", first_line("en"))
    links = {each.get("hreflang"): each.get("href") for each in page.xpath("//main//*[contains(@class, 'versions')]//a[@hreflang]")}
    assert links == {"tr": "?original=1", "it": "?in=it", "ar": "?in=ar"}
    for language, link in links.items():
        there = read(client, path + link)
        check(there, language, first_line(language))
        back = {each.get("hreflang") for each in there.xpath("//main//*[contains(@class, 'versions')]//a[@hreflang]")}
        assert back == {"en", "it", "ar", "tr"} - {language}
        # A link is for one look; only the button remembers.
        check(read(client, path), "en", first_line("en"))
    for link, word, language in (("", "original", "tr"), ("?in=it", "it", "it")):
        button = next(each for each in read(client, path + link).xpath("//main//button[@name='read']") if each.get("value") == word)
        form = button.getparent()
        data = {"read": word} | {each.get("name"): each.get("value") for each in form.xpath(".//input")}
        answer = client.post(form.get("action"), data, headers=ours)
        assert answer.url == path
        assert {morsel.key: morsel.value for morsel in answer.cookies.values()} == {"usi_read": word}
        check(read(client, path), language, first_line(language))
        other = make("tr")
        translate(other, "en", "checked")
        translate(other, "it", "checked")
        check(read(client, other.get_absolute_url()), language, first_line(language))
        client.post("/en/read/", {"read": ""}, headers=ours)
        check(read(client, path), "en", first_line("en"))


@pytest.mark.parametrize("path", ["/el/", "/el/themes/", "/el/themes/strikes/"])
def test_a_theme_that_nobody_has_put_into_the_reader_s_language_is_marked_as_what_it_is(client, about, path):
    if path != "/el/themes/strikes/":
        about = list(subjects.sections(language="en"))[:1]
    theme = next(actor for actor in about if actor.type == "theme")
    actors.set_text(actor=theme, language="el", name="Θέμα", summary="Ένα δύο")
    check(read(client, path), "el", "Ένα δύο")
    theme.texts.filter(language="el").delete()
    check(read(client, path), "en", theme.summary[:40])
