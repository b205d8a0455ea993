from __future__ import annotations

import pytest
from babel import Locale
from django.utils import translation

from usi.spine.taxonomy import countries

NOT_ASSIGNED = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"}


def test_every_assigned_code_is_there_and_no_other():
    known = {code for code in Locale("en").territories if len(code) == 2 and code.isalpha()}
    assert set(countries.codes()) == known - NOT_ASSIGNED
    assert len(countries.codes()) == 249
    assert list(countries.codes()) == sorted(countries.codes())


def test_every_country_is_in_exactly_one_region():
    assert countries.regions() == ("africa", "americas", "arab", "asia_pacific", "europe")
    together = [code for region in countries.regions() for code in countries.countries_in(region)]
    assert sorted(together) == list(countries.codes())
    assert all(code in countries.countries_in(countries.region_of(code)) for code in countries.codes())


@pytest.mark.parametrize(
    ("code", "region"),
    [("GR", "europe"), ("TR", "europe"), ("TN", "arab"), ("PS", "arab"), ("ZW", "africa"), ("BR", "americas"), ("BD", "asia_pacific")],
)
def test_a_country_is_in_the_region_unions_expect(code, region):
    assert countries.region_of(code) == region


def test_unknown_regions_and_countries_are_empty():
    assert countries.region_of("") == countries.region_of("XX") == countries.region_name("moon") == ""
    assert countries.countries_in("moon") == ()


def test_every_region_has_a_name():
    with translation.override("en"):
        names = [countries.region_name(region) for region in countries.regions()]
    assert names == ["Africa", "Americas", "Arab countries", "Asia and the Pacific", "Europe"]


def test_names_are_in_the_language_asked_for():
    assert countries.name("GR", "en") == "Greece"
    assert countries.name("GR", "el") == "Ελλάδα"
    assert countries.name("GR", "ar") == "اليونان"
    assert countries.name("BR", "pt-BR") == "Brasil"
    assert countries.name("CN", "zh-Hans") == "中国"


@pytest.mark.parametrize("language", ["xx", "", "not a language", "../../etc/passwd", "en\0"])
def test_an_unknown_language_reads_english(language):
    assert countries.name("GR", language) == "Greece"


def test_an_unknown_country_is_its_own_name():
    assert countries.name("XX", "en") == "XX"


@pytest.mark.parametrize("language", ["en", "el", "ar"])
def test_choices_have_every_country_once(language):
    assert sorted(code for code, _ in countries.choices(language)) == list(countries.codes())
    assert all(name.strip() for _, name in countries.choices(language))


def test_choices_are_sorted_as_if_there_were_no_accents():
    english = [code for code, _ in countries.choices("en")]
    assert english.index("AF") < english.index("AX") < english.index("AL")
    greek = [code for code, _ in countries.choices("el")]
    assert greek.index("LC") < greek.index("BL") < greek.index("EG") < greek.index("ET") < greek.index("FR")


@pytest.mark.parametrize("code", ["GR", "ZW"])
def test_is_country_knows_codes(code):
    assert countries.is_country(code)


@pytest.mark.parametrize("code", ["", "gr", "XK", "UK", "EU", "GRC", "Greece", "\0\0", "GR "])
def test_is_country_knows_nothing_else(code):
    assert not countries.is_country(code)


@pytest.mark.parametrize("language", ["en", "el", "ar", "es", "fr", "pt", "it", "de"])
def test_every_name_finds_its_country(language):
    clear = [code for code in countries.codes() if countries.name(code, language) != "Congo"]
    assert [countries.find(countries.name(code, language)) for code in clear] == clear


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("GR", "GR"), (" gr ", "GR"), ("ΕΛΛΑΔΑ", "GR"), ("Ελλάς", "GR"), ("اليونان", "GR"), ("USA", "US"), ("u.s.a.", "US"), ("ΗΠΑ", "US"),
        ("UK", "GB"), ("=GR", "GR"), ("Scotland", "GB"), ("Turkey", "TR"), ("Türkiye", "TR"), ("Cote d'Ivoire", "CI"),
        ("CÔTE D’IVOIRE", "CI"), ("Guinea Bissau", "GW"),
        ("Trinidad and Tobago", "TT"), ("The Gambia", "GM"), ("Korea, Republic of", "KR"),
        ("Democratic Republic of the Congo", "CD"), ("Palestine", "PS"),
        ("Alemania", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("Germania", "DE"), ("Alemanha", "DE"),
        ("Hong Kong", "HK"), ("Eswatini", "SZ"),
    ],
)
def test_common_ways_of_writing_find_the_country(written, code):
    assert countries.find(written) == code


@pytest.mark.parametrize(
    "written",
    [
        "", " ", "\0", "\ud800", "...", "Congo", "Korea", "Macedonia", "America", "Africa", "Atlantis", "Gree", "Greeece",
        "Greece and Turkey", "EU", "XK", "International", "the", "Guin", "G" * 1_000_000,
    ],
)
def test_what_is_not_certain_is_not_guessed(written):
    assert countries.find(written) is None
