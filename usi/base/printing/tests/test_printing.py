import io
import time
import zlib
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usi.base import printing
from usi.base.printing import coverage, sheets
from usi.base.printing.tests.reading import Read, squeezed

SAID = {
    "en": ("Put them back to work, Łódź and São Paulo", "NotoSans-Regular", "SofiaSansExtraCondensed-ExtraBold"),
    "el": ("Να γυρίσουν στη δουλειά. Ἐλευθερία", "NotoSans-Regular", "SofiaSansExtraCondensed-ExtraBold"),
    "ru": ("Верните их на работу, Ґ ў қ", "NotoSans-Regular", "SofiaSansExtraCondensed-ExtraBold"),
    "ar": ("أعيدوهم إلى العمل، پ گ ٤٠٠", "NotoSansArabic-Regular", "Changa-ExtraBold"),
    "he": ("החזירו אותם לעבודה", "NotoSansHebrew-Regular", "Karantina-Bold"),
    "hi": ("उन्हें काम पर वापस लो। क्षत्रिय", "NotoSansDevanagari-Regular", "NotoSansDevanagari-Bold"),
    "zh-Hans": ("让他们复工。工會", "NotoSansSC-Regular", "NotoSansSC-Regular"),
}
MORE = ["বাংলা", "தமிழ்", "አማርኛ", "ภาษาไทย", "Հայերեն", "ქართული", "かなカナ", "한국어", "Việt Nguyễn", "ɓɗŋɔɛ"]


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Return a function that prints a template given as text."""
    root = tmp_path / "usi"
    folder = root / "room" / "templates"
    folder.mkdir(parents=True)
    (root / "base").mkdir()
    (root / "base" / "printing").symlink_to(Path(sheets.__file__).parent)
    monkeypatch.setattr(sheets, "ROOT", root)
    monkeypatch.setattr(sheets, "get_app_template_dirs", lambda _name: (folder,))

    def make(source, data, language="en", **options):
        (folder / "x.typ").write_text('#import "/base/printing/usi.typ": *\n#show: sheet\n' + source)
        return printing.pdf("x.typ", data, language=language, **options)

    return make


WORDS = "#said(data.language, data.words)\n#headline(data.language, data.words)"


@pytest.mark.parametrize("language", SAID)
def test_every_script_is_printed_with_its_fonts_and_without_a_box(page, language):
    words, face, poster = SAID[language]
    read = Read(page(WORDS, {"words": words, "language": language}, language, title=words))
    assert {face, poster} <= read.fonts
    assert read.boxes == 0
    assert read.title == words
    assert read.language.split("-")[0] == language.split("-")[0]
    if language in ("en", "el", "ru", "zh-Hans"):
        assert squeezed(words) in squeezed(read.text)
    elif language == "he":
        # Drawn from left to right.
        assert squeezed(words)[::-1] in squeezed(read.text)
    else:
        assert set(squeezed(words)) <= set(read.text)


@pytest.mark.parametrize("words", MORE)
def test_names_in_more_scripts_have_no_boxes_on_a_sheet_in_any_language(page, words):
    read = Read(page(WORDS, {"words": words, "language": "en"}))
    assert read.boxes == 0
    assert "\ufffd" not in read.text
    assert read.text


def test_a_box_would_be_noticed(page, monkeypatch):
    monkeypatch.setattr(sheets, "printable", lambda text: text)
    assert Read(page(WORDS, {"words": "ᚠᚢᚦ", "language": "en"})).boxes == 6


def test_a_sheet_is_made_for_screen_readers(page):
    with pikepdf.open(io.BytesIO(page(WORDS, {"words": "a", "language": "en"}))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert "pdfuaid" in str(pdf.open_metadata())


def test_a_character_without_a_shape_becomes_a_sign_that_says_so(page):
    assert printing.unprintable("Ana ᚠ ကို") == set("ᚠကို")
    assert "\ufffd" in Read(page(WORDS, {"words": "Ana ᚠ", "language": "en"})).text


def test_the_direction_is_that_of_the_language(page):
    def first_at(language):
        content = page("#text[name]", {}, language, title="x")
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return [float(o[4]) for o, op in pikepdf.parse_content_stream(pdf.pages[0]) if str(op) in ("cm", "Tm") and float(o[4])][-1]

    assert first_at("en") < 100 < 400 < first_at("ar")


CODE = ['#read("/etc/passwd")', '#import "/etc/passwd": x', "$ x^2 $", "\\", "]", "[", '"', '"] #panic("run") [', "*bold* _it_ = head", "// gone", "@ref <label>", "`raw`", "\\u{41}"]


@pytest.mark.parametrize("typed", CODE)
def test_nothing_typed_is_read_as_code(page, typed):
    read = Read(page("#data.words #breakable(data.words) #headline(\"en\", data.words)", {"words": typed}, title=typed))
    assert squeezed(typed) in squeezed(read.text).replace("\u200b", "")
    assert read.title == typed


def test_ten_thousand_characters_without_a_space_stay_on_the_paper(page):
    content = page("#said(\"en\", data.words)", {"words": "W" * 10_000})
    read = Read(content)
    assert read.text.count("W") == 10_000
    assert read.pages > 1


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_text_is_printed_without_a_fault(typed):
    content = printing.pdf("campaigns/print/poster.typ", _poster(typed), language="en", title=typed)
    assert Read(content).pages == 1


def _poster(typed):
    labels = {"act": "Act", "asked_by": "By", "code": "Code", "scan": "Scan"}
    return {"title": typed, "language": "en", "summary": typed, "asked_by": typed, "address": "usi.example", "code": printing.qr("https://usi.example"), "labels": labels}


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#read("../../../../../../etc/passwd")', '#image("/../secret.png")'])
def test_a_template_reads_nothing_outside_the_program(page, source):
    with pytest.raises(printing.NotPrintable):
        page(source, {})


@pytest.mark.parametrize("name", ["nothing.typ", "../base/printing/usi.typ", "/etc/passwd", "campaigns/page.html"])
def test_what_is_no_template_of_a_room_is_refused(name):
    with pytest.raises(printing.NotPrintable):
        printing.pdf(name, {}, language="en")


def test_what_people_typed_is_not_in_the_message_of_a_fault(page):
    with pytest.raises(printing.NotPrintable) as caught:
        page("#panic(data.words)", {"words": "SECRET-NAME"})
    assert "SECRET-NAME" not in str(caught.value)


def test_a_page_takes_well_under_a_second(page):
    page(WORDS, {"words": "warm", "language": "en"})
    started = time.process_time()
    page(WORDS, {"words": "cold", "language": "en"})
    assert time.process_time() - started < 0.8


def test_a_code_is_drawn_and_says_the_address():
    import segno

    address = "https://usi.example/en/campaigns/1842/"
    drawn = printing.qr(address).decode()
    assert drawn.startswith("<svg")
    assert "script" not in drawn
    code = segno.make(address, error="q", micro=False, boost_error=False)
    side = code.symbol_size(border=4)[0]
    assert f'viewBox="0 0 {side} {side}"' in drawn


def test_an_address_too_long_for_a_phone_is_refused():
    with pytest.raises(ValueError, match="too long"):
        printing.qr("https://usi.example/" + "x" * 300)


def test_fonts_stay_small_and_carry_their_licences():
    fonts = list(coverage.FONTS.glob("*.ttf"))
    large = sum(f.stat().st_size for f in fonts if f.name.startswith(("NotoSansSC", "NotoSansKR")))
    assert large < 4_000_000
    assert sum(f.stat().st_size for f in fonts) - large < 2_500_000
    for licence in ("NotoSans", "NotoSansSC-KR", "SofiaSans", "Changa", "Karantina"):
        assert "SIL OPEN FONT LICENSE" in (coverage.FONTS / f"OFL-{licence}.txt").read_text()


def test_the_same_data_makes_the_same_pages(page):
    def drawn():
        with pikepdf.open(io.BytesIO(page(WORDS, {"words": "one", "language": "en"}))) as pdf:
            return zlib.crc32(pdf.pages[0].Contents.read_bytes())

    assert drawn() == drawn()
