"""Every script: found however it is typed, and one character of every block of Unicode is a question like any other."""

import unicodedata

import pytest

from usi.base import words
from usi.spine.publications.tests.factories import publication
from usi.surfaces.search.views import read

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
# Script, text, and how it is typed: in capitals or small letters, without marks, in other forms of letters, without what stands round it.
SCRIPTS = [
    ("Latin", "Łódź", "LODZ lodz łodz"), ("Latin", "Đình công", "dinh CONG"), ("Latin", "Straße", "STRASSE strasse"),
    ("Latin", "İşçi", "isci İŞÇİ ISCI işçi"), ("Latin", "Œuvre", "oeuvre OEUVRE"), ("Latin", "ﬁnance", "finance FINANCE"),
    ("Greek", "ἀπεργία", "απεργια ΑΠΕΡΓΙΑ ἈΠΕΡΓΊΑ"), ("Greek", "Αγώνας", "αγωνασ ΑΓΩΝΑΣ"), ("Coptic", "ⲕⲏⲙⲉ", "ⲔⲎⲘⲈ"),
    ("Cyrillic", "съёмка", "съемка СЪЁМКА"), ("Cyrillic", "Київ", "КИЇВ киів"), ("Armenian", "Երևան", "ԵՐԵՒԱՆ ԵՐԵՎԱՆ երեւան երեվան"),
    ("Georgian", "გაფიცვა", "ᲒᲐᲤᲘᲪᲕᲐ"), ("Georgian", "ႤႰႨ", "ⴄⴐⴈ"), ("Cherokee", "ᏣᎳᎩ", "ꮳꮃꭹ"), ("Adlam", "𞤆𞤵𞤤𞤢𞤪", "𞤨𞤵𞤤𞤢𞤪"),
    ("Deseret", "𐐔𐐇𐐝𐐀", "𐐼𐐯𐑅𐐨"), ("Osage", "𐓏𐓘𐓻𐓘𐓻𐓟", "𐓷𐓘𐓓𐓘𐓻𐓟"), ("Glagolitic", "ⰃⰎⰀⰃⰑⰎ", "ⰳⰾⰰⰳⱁⰾ"),
    ("Arabic", "إِضْرَابٌ", "اضراب الإضراب إضـــراب"), ("Arabic", "مدرسة المعلمين", "مدرسه معلمين والمعلمين"),
    ("Arabic", "کارگران ایرانی", "كارگران ايراني"), ("Arabic", "ہڑتال", "هڑتال"), ("Hebrew", "שְׁבִיתָה", "שביתה השביתה"), ("Syriac", "ܫܠܳܡܳܐ", "ܫܠܡܐ"),
    ("Thaana", "ދިވެހި", "ދވހ"), ("NKo", "ߒߞߏ߫", "ߒߞߏ"), ("Ethiopic", "የሰራተኞች አድማ", "አድማ"),
    ("Devanagari", "हड़ताल", "हडताल हड\u093cताल"), ("Bengali", "বাড়ি", "বাডি বাড\u09bcি"), ("Gurmukhi", "ਸ਼ਹਿਰ", "ਸਹਿਰ"), ("Gujarati", "હડતાળ", "હડતાળ"),
    ("Oriya", "ବଡ଼", "ବଡ"), ("Tamil", "கொடி", "க\u0bc6\u0bbeடி"), ("Telugu", "కార్మిక సమ్మె", "సమ్మె"), ("Kannada", "ಮುಷ್ಕರ", "ಮುಷ್ಕರ"),
    ("Malayalam", "പണിമുടക്ക്", "പണിമുടക്ക്"), ("Sinhala", "වැඩ වර්ජනය", "වර්ජනය"), ("Thai", "คนงานประท้วงหยุดงาน", "ประท้วง"),
    ("Lao", "ສະຫະພັນກຳມະກອນ", "ກຳມະກອນ"), ("Tibetan", "བཟོ་པ", "བཟོ"), ("Myanmar", "အလုပ်သမားများ", "သမား"), ("Khmer", "កម្មករធ្វើកូដកម្ម", "កូដកម្ម"),
    ("Han", "深圳工人罢工", "工人 罢工"), ("Hangul", "파업투쟁", "투쟁 \u1111\u1161\u110b\u1165\u11b8"), ("Katakana", "港のストライキ", "ｽﾄﾗｲｷ ストライキ"),
    ("Hiragana", "がんばろう", "か\u3099んばろう"), ("Bopomofo", "ㄅㄚˋㄍㄨㄥ", "ㄅㄚˋㄍㄨㄥ"), ("Mongolian", "ᠠᠵᠢᠯ ᠬᠠᠶᠠᠯᠲᠠ", "ᠠᠵᠢᠯ"), ("Tifinagh", "ⵜⴰⵎⴰⵣⵉⵖⵜ", "ⵜⴰⵎⴰⵣⵉⵖⵜ"),
    ("Yi", "ꆈꌠꁱꂷ", "ꆈꌠꁱꂷ"), ("Javanese", "ꦩꦺꦴꦒꦺꦴꦏ꧀", "ꦩꦺꦴꦒꦺꦴꦏ꧀"), ("Full width", "ＳＴＲＩＫＥ", "strike"), ("Digits", "٢٠٢٦", "2026 २०२६ ２０２６"),
]  # fmt: skip
# The first code points of the blocks of Unicode 14.
BLOCKS = """
    0 80 100 180 250 2b0 300 370 400 500 530 590 600 700 750 780 7c0 800 840 860 870 8a0 900 980 a00 a80 b00 b80 c00 c80 d00 d80 e00
    e80 f00 1000 10a0 1100 1200 1380 13a0 1400 1680 16a0 1700 1720 1740 1760 1780 1800 18b0 1900 1950 1980 19e0 1a00 1a20 1ab0 1b00
    1b80 1bc0 1c00 1c50 1c80 1c90 1cc0 1cd0 1d00 1d80 1dc0 1e00 1f00 2000 2070 20a0 20d0 2100 2150 2190 2200 2300 2400 2440 2460 2500
    2580 25a0 2600 2700 27c0 27f0 2800 2900 2980 2a00 2b00 2c00 2c60 2c80 2d00 2d30 2d80 2de0 2e00 2e80 2f00 2ff0 3000 3040 30a0 3100
    3130 3190 31a0 31c0 31f0 3200 3300 3400 4dc0 4e00 a000 a490 a4d0 a500 a640 a6a0 a700 a720 a800 a830 a840 a880 a8e0 a900 a930 a960
    a980 a9e0 aa00 aa60 aa80 aae0 ab00 ab30 ab70 abc0 ac00 d7b0 d800 db80 dc00 e000 f900 fb00 fb50 fe00 fe10 fe20 fe30 fe50 fe70 ff00
    fff0 10000 10080 10100 10140 10190 101d0 10280 102a0 102e0 10300 10330 10350 10380 103a0 10400 10450 10480 104b0 10500 10530 10570
    10600 10780 10800 10840 10860 10880 108e0 10900 10920 10980 109a0 10a00 10a60 10a80 10ac0 10b00 10b40 10b60 10b80 10c00 10c80
    10d00 10e60 10e80 10f00 10f30 10f70 10fb0 10fe0 11000 11080 110d0 11100 11150 11180 111e0 11200 11280 112b0 11300 11400 11480
    11580 11600 11660 11680 11700 11800 118a0 11900 119a0 11a00 11a50 11ab0 11ac0 11c00 11c70 11d00 11d60 11ee0 11fb0 11fc0 12000
    12400 12480 12f90 13000 13430 14400 16800 16a40 16a70 16ad0 16b00 16e40 16f00 16fe0 17000 18800 18b00 18d00 1aff0 1b000 1b100
    1b130 1b170 1bc00 1bca0 1cf00 1d000 1d100 1d200 1d2e0 1d300 1d360 1d400 1d800 1df00 1e000 1e100 1e290 1e2c0 1e7e0 1e800 1e900
    1ec70 1ed00 1ee00 1f000 1f030 1f0a0 1f100 1f200 1f300 1f600 1f650 1f680 1f700 1f780 1f800 1f900 1fa00 1fa70 1fb00 20000 2a700
    2b740 2b820 2ceb0 2f800 30000 e0000 e0100 f0000 100000
"""


def test_a_word_of_each_script_is_found_however_it_is_typed(titles, union):
    for script, text, _ in SCRIPTS:
        publication(author=union, kind="toy", title=f"{script} {text}", language="en")
    missed = [
        (script, text, word) for script, text, typed in SCRIPTS for word in typed.split() if f"{script} {text}" not in titles(word)
    ]
    assert missed == []


def one_of(start):
    """Return a letter of a block, else what there is."""
    block = [chr(code) for code in range(start, start + 0x80) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    return next(filter(str.isalpha, block), block[0] if block else chr(start))


def test_one_character_of_every_block_is_answered_with_a_page_and_found_where_it_is_a_word(client, react, union, monkeypatch):
    monkeypatch.setattr(read, "TIMES", 1000)
    asked = [one_of(int(start, 16)) for start in BLOCKS.split()]
    assert len(asked) == 320
    publication(author=union, kind="toy", title="All of them", body=" ".join(char for char in asked if not "\ud800" <= char <= "\udfff"))
    react()
    wrong = []
    for char in asked:
        answer = client.get("/en/search/", {"q": char.encode("utf-8", "replace").decode()})
        found = ">All of them</a>" in answer.content.decode()
        if answer.status_code != 200 or found != bool(words.words(char)):
            wrong.append((f"U+{ord(char):04X}", answer.status_code, found))
    assert wrong == []
