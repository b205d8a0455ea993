"""The same words are found in every script on both databases."""

import pytest

from usi.base.access import ANONYMOUS
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.surfaces.search import queries
from usi.surfaces.search.queries.question import Question

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
SPELT = [
    ("el", "Απεργία στον Πειραιά", ["απεργια", "ΑΠΕΡΓΙΑ", "Πειραια", "απεργίες", "απεργιες"]),
    ("el", "Ο αγώνας συνεχίζεται", ["αγωνασ", "ΑΓΩΝΑΣ", "αγώνας"]),
    ("ar", "إضراب العمّال في الميناء", ["اضراب", "الإضراب", "عمال", "ميناء", "والعمال"]),
    ("he", "הַשְּׁבִיתָה בנמל", ["שביתה", "השביתה", "נמל"]),
    ("hi", "मज़दूरों की हड़ताल", ["हडताल", "मजदूरों"]),
    ("zh-Hans", "深圳建筑工人罢工三天", ["罢工", "建筑工人", "工"]),
    ("ja", "港湾労働者のストライキ", ["ストライキ", "労働者"]),
    ("tr", "İstanbul'da ışık işçileri", ["istanbul", "ISTANBUL", "isik", "IŞIK"]),
    ("de", "Gewerkschaftsbund tagt", ["Gewerkschaft", "gewerkschaftsb"]),
    ("fr", "L’été des grévistes à Saint-Étienne", ["ete", "ÉTÉ", "greviste", "saint etienne"]),
    ("es", "Organización de las trabajadoras", ["organizacion", "organizaciones", "trabajadora"]),
    ("en", "Strikes at the docks", ["strike", "dock", "STRIKING"]),
    ("ru", "Забастовка докеров", ["забастовки", "ЗАБАСТОВКА"]),
]


@pytest.mark.parametrize(("language", "title", "words"), SPELT, ids=[f"{row[0]}-{row[2][0]}" for row in SPELT])
def test_words_are_found_however_they_are_typed(titles, union, language, title, words):
    publication(author=union, kind="toy", title=title, language=language)
    publication(author=union, kind="toy", title="Something else 123")
    for word in words:
        assert titles(word) == [title], word


def test_a_run_of_a_script_without_spaces_is_found_only_as_a_run(titles, union):
    publication(author=union, kind="toy", title="工人罢工", language="zh-Hans")
    assert titles("工人罢工")
    assert titles("罢工工人") == []


def test_one_sign_is_found_in_a_summary_before_it_is_in_a_text(titles, union):
    publication(author=union, kind="toy", title="码头", summary="罢工第三天", language="zh-Hans")
    publication(author=union, kind="toy", title="工厂", body="罢工第三天", language="zh-Hans")
    assert titles("罢") == ["码头", "工厂"]


def test_every_word_must_occur_unless_it_has_a_minus(titles, union):
    publication(author=union, kind="toy", title="A wooden horse", summary="It has wheels")
    publication(author=union, kind="toy", title="A wooden soldier")
    assert titles("wooden wheels") == ["A wooden horse"]
    assert titles("wooden -horse") == ["A wooden soldier"]
    assert titles("wooden -horses") == ["A wooden soldier"]
    assert titles('wooden -"has wheels"') == ["A wooden soldier"]
    assert titles("wooden tin") == []


def test_words_in_quotes_stand_side_by_side_and_as_they_are(titles, union):
    publication(author=union, kind="toy", title="Right to strike", body="We defend the right to rest.")
    publication(author=union, kind="toy", title="Strike to right a wrong")
    for typed in ('"right to strike"', "“right to strike", "«Right to STRIKE»"):
        assert titles(typed) == ["Right to strike"], typed
    assert titles('"strikes to right"') == []


def test_no_run_reaches_from_one_part_of_a_text_into_the_next(titles, union):
    publication(author=union, kind="toy", title="Dockers", summary="strike", body="again")
    assert titles('"dockers again"') == []
    assert titles('"strike again"') == []
    assert titles("dockers strike again") == ["Dockers"]


def test_a_translation_is_found_and_shown_in_the_language_that_matched(listing, union):
    item = publication(author=union, kind="toy", title="Απεργία", language="el")
    publications.translate(item, language="ar", title="إضراب في الميناء", body="يتوقف **العمل** اليوم")
    for reading in ("en", "el", "ar"):
        row = listing("العمل", language=reading).items[0]
        assert (row.title, row.language, row.original) == ("إضراب في الميناء", "ar", "el")
        assert "<mark>العمل</mark>" in row.passage
    assert listing("απεργια", language="ar").items[0].language == "el"


HOSTILE = [
    "x" * 10_000, "a b " * 2500, "\u0301" * 50, "ِّ" * 20, "...", "!?%&", '"', '"a', '""""', "“„«»", "-", "--", "- - -", "-a", '-"',
    "' OR 1=1 --", "'; DROP TABLE search_document; --", "a AND b OR NOT c", "NEAR(a b)", "a* b^2", "title:a", "{summary} : a", "(((", ")))",
    "a & b | !c <-> d", "a:*", "\\", "\\'", "%s %(a)s", "\x00", "a\x00b", "\u202eabc", "\ufffe\uffff", "😀 👩‍👩‍👧", "ﷺ", "ẞ", "𝕒𝕓𝕔", "=vn", "~a ^b $c |", "_ - _",
    "\U0001e900\U0001e922", "\U0010ffff", "\ud800ab",
]  # fmt: skip


@pytest.mark.parametrize("q", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_break_nothing_and_find_nothing_else(find, union, q):
    publication(author=union, kind="toy", title="Something", summary="zzz")
    html = find(q.encode("utf-8", "replace").decode())
    assert ">Something</a>" not in html
    assert "<script" not in html.replace('<script src="', "")


def test_a_word_of_every_block_of_unicode_is_found_or_politely_not():
    # Han and Hangul fill hundreds of these steps with letters that are treated alike.
    for block in (*range(0, 0x3400, 0x80), *range(0x3400, 0xD800, 0x1000), *range(0xD800, 0x20000, 0x80)):
        letters = "".join(chr(code) for code in range(block, block + 0x80) if not 0xD800 <= code <= 0xDFFF)
        word = "".join(letter for letter in letters if letter.isalpha())[5:11]
        if word:
            queries.listing(Question.read({"q": f"{word} {letters}"}, language="en"), reader=ANONYMOUS, close=queries.Near())
