"""Every country is on the map, nothing is torn, and no map is heavier than promised."""

import gzip
import itertools
import math
import re
from xml.etree import ElementTree

import pytest
from django.utils import translation

from usi.spine.taxonomy import countries
from usi.surfaces.atlas import drawing, geometry
from usi.surfaces.atlas.projections import SHEETS, WORLD

KILOBYTE = 1000
SVG = "{http://www.w3.org/2000/svg}"


def codes_of(sheet):
    return countries.codes() if sheet == WORLD else countries.countries_in(sheet)


def marks_of(sheet, language, *, kind="campaign"):
    """Marks as a large network would have them, with the longest addresses there are."""
    names = [(code, countries.name(code, language)) for code in codes_of(sheet)]
    return [
        drawing.Mark(name, f"/{language}/countries/{code.lower()}/?kind={kind}", place * 7919 % 12000, code=code)
        for place, (code, name) in enumerate(names)
    ]


def steps(path):
    """Return how far each line of a path goes."""
    found = []
    for ring in re.findall(r"l([^Mz]*)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        found += [math.hypot(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
    return found


@pytest.mark.parametrize("sheet", geometry.names())
def test_every_country_is_a_shape_or_a_circle_inside_the_sheet(sheet):
    drawn = geometry.outlines(sheet)
    assert {*drawn.shapes, *drawn.circles} == set(codes_of(sheet))
    assert not drawn.shapes.keys() & drawn.circles.keys()
    assert all(0 <= x <= geometry.WIDTH and 0 <= y <= drawn.height for x, y in drawn.circles.values())


@pytest.mark.parametrize("code", ["MT", "BH", "SG", "KI", "BB", "VA", "AQ"])
def test_small_states_are_circles(code):
    assert code in geometry.outlines(WORLD).circles
    assert code in geometry.outlines(countries.region_of(code)).circles


@pytest.mark.parametrize("code", ["RU", "FJ", "NZ", "US", "KI"])
def test_what_lies_across_180_degrees_draws_no_bar_across_the_map(code):
    drawn = geometry.outlines(WORLD)
    assert max(steps(drawn.shapes.get(code, "")), default=0) < geometry.WIDTH / 4


def test_territories_lie_where_they_lie_and_not_with_the_country_that_owns_them():
    americas = geometry.outlines("americas")
    assert "GF" in americas.shapes
    assert {"GP", "MQ"} <= americas.circles.keys()
    assert {"RE", "YT"} <= geometry.outlines("africa").circles.keys()


@pytest.mark.parametrize("sheet", geometry.names())
def test_equal_areas_on_the_globe_are_equal_on_the_sheet(sheet):
    project, middle = SHEETS[sheet].project, SHEETS[sheet].middle

    def area(longitude, latitude, size=0.05):
        ring = [project(longitude + dx, latitude + dy) for dx, dy in ((0, 0), (size, 0), (size, size), (0, size))]
        on_globe = math.radians(size) * (math.sin(math.radians(latitude + size)) - math.sin(math.radians(latitude)))
        return geometry._area(ring) / on_globe

    places = itertools.product((middle - 40, middle, middle + 40), (-35, 0, 30, 55))
    assert all(area(*place) == pytest.approx(1, rel=0.003) for place in places)


@pytest.mark.parametrize("language", ["en", "el", "ar"])
@pytest.mark.parametrize("sheet", geometry.names())
def test_no_map_is_heavier_than_thirty_kilobytes_and_its_weight_is_stated(sheet, language):
    with translation.override(language):
        marks = marks_of(sheet, language)
        real = len(gzip.compress(drawing.svg(sheet, marks, title="x").encode(), 6))
        stated = drawing.weight(sheet, marks, title="x")
    assert real <= 30 * KILOBYTE
    assert stated == pytest.approx(real, rel=0.1)


@pytest.mark.parametrize("dark", [False, True])
def test_the_picture_of_each_country_is_well_formed_and_at_most_ten_kilobytes(dark):
    for code in countries.codes():
        drawn = drawing.cut(countries.region_of(code), code, dark=dark)
        assert len(gzip.compress(drawn.encode(), 6)) <= 10 * KILOBYTE, code
        root = ElementTree.fromstring(drawn)
        inks = drawing.DARK if dark else drawing.LIGHT
        assert [group for group in root.iter(f"{SVG}g") if group.get("fill") == inks["red"]], code
        assert not [part for part in root.iter() if part.get("class") or part.get("style")]


@pytest.mark.parametrize("sheet", geometry.names())
def test_each_link_has_a_name_with_its_number_and_the_drawing_is_well_formed(sheet):
    marks = [drawing.Mark('<b>"&', "/x?a=1&b=2", 3, code=code) for code in codes_of(sheet)]
    root = ElementTree.fromstring(drawing.svg(sheet, marks, title="<&>", inks=drawing.LIGHT))
    links = list(root.iter(f"{SVG}a"))
    assert len(links) == len(codes_of(sheet))
    assert {link.find(f"{SVG}title").text for link in links} == {'<b>"&: 3'}
    assert {link.get("href") for link in links} == {"/x?a=1&b=2"}


def test_levels_are_told_apart_by_their_lines_and_named_in_words():
    assert [drawing.level(total) for total in (0, 1, 4, 5, 19, 20, 99, 100, 10**6)] == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert [words for _, words in drawing.legend()] == ["none", "1 to 4", "5 to 19", "20 to 99", "100 or more"]
    drawn = drawing.svg("europe", [drawing.Mark(code, "/", 3, code=code) for code in ("GR", "IT")], title="x")
    assert 'fill="url(#map-1)"' in drawn


def test_the_vendored_file_is_small_and_of_known_codes():
    assert geometry.FILE.stat().st_size < 200 * KILOBYTE
    assert set(geometry._globe().shapes) | set(geometry._globe().points) == set(countries.codes())
