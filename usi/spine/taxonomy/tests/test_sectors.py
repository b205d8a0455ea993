from __future__ import annotations

import string

import pytest
from django.utils import translation

from usi.spine.taxonomy import sectors


def test_all_sections_and_divisions_of_isic_are_there():
    letters = [code for code in sectors.codes() if code.isalpha()]
    divisions = [code for code in sectors.codes() if code.isdigit()]
    assert letters == list(string.ascii_lowercase[: string.ascii_lowercase.index("u") + 1])
    gaps = {4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89}
    assert divisions == [f"{number:02}" for number in range(1, 100) if number not in gaps]


@pytest.mark.parametrize("language", ["en", "el", "ar", "es", "fr", "pt-BR"])
def test_every_sector_has_its_own_name_in_every_interface_language(language):
    names = [sectors.get(code).names[language] for code in sectors.codes()]
    assert all(name.strip() == name and name for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("division", "section"),
    [("01", "a"), ("14", "c"), ("33", "c"), ("50", "h"), ("97", "t"), ("99", "u"), ("c", "c"), ("04", ""), ("", "")],
)
def test_a_division_knows_its_section(division, section):
    assert sectors.section_of(division) == section


def test_a_section_knows_its_divisions():
    assert sectors.divisions_in("a") == ("01", "02", "03")
    assert sectors.divisions_in("01") == sectors.divisions_in("z") == ()


@pytest.mark.parametrize("code", ["", "4", "04", "C", "v", "100", "1", "\0", "cc"])
def test_other_codes_are_no_sectors(code):
    assert not sectors.is_sector(code)
    assert sectors.get(code) is None
    assert sectors.title(code, "en") == code


def test_titles_are_in_the_language_asked_for_or_english():
    assert sectors.title("14", "en") == "Clothing"
    assert sectors.title("14", "el") == "Ένδυση"
    assert sectors.title("14", "ar") == "صنع الملابس"
    assert sectors.title("14", "ar-EG") == "صنع الملابس"
    assert sectors.title("14", "sw") == "Clothing"


@pytest.mark.parametrize("language", ["en", "el", "ar", "sw"])
def test_choices_offer_every_code_once_in_its_section(language):
    groups = sectors.choices(language)
    assert [code for _, rows in groups for code, _ in rows] == list(sectors.codes())
    assert [title for title, _ in groups] == [sectors.title(code, language) for code in sectors.codes() if code.isalpha()]


def test_choices_do_not_depend_on_the_language_of_the_moment():
    sectors.choices.cache_clear()
    with translation.override("ar"):
        groups = dict(sectors.choices("en"))
    assert groups["Education"][0] == ("p", "Education (the whole sector)")
    sectors.choices.cache_clear()
