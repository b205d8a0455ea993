import contextlib
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from translate.storage.xliff2 import Xliff2File

from usi.surfaces.translation import exchange
from usi.surfaces.translation.exchange import ExchangeFile, ExchangeUnit, Refused
from usi.surfaces.translation.exchange.values import LARGEST
from usi.surfaces.translation.tests.xliff_rules import broken

STATES = ["", "empty", "draft", "done", "checked", "changed"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60).filter(lambda value: bool(value.strip()))
# A note is text alone, so it holds what XML can hold.
NOTE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=60)
WRITTEN = TEXT.filter(lambda value: "\x00" not in value)


def file(*units, **more):
    rows = [ExchangeUnit(*unit) if isinstance(unit, tuple) else unit for unit in units]
    return ExchangeFile(**{"subject_uri": "https://node.example/a/1", "version": 3, "source_language": "en", "target_language": "ar", "units": rows} | more)


def refused(data, format="xlf", **more):
    with pytest.raises(Refused) as caught:
        exchange.read(data, format, **more)
    return str(caught.value)


RICH = file(
    ("body.1", "## Strike & <lock-out> \"now\" ]]>", "إضراب \u200f\u2067x\u2069 & <إغلاق>", "checked", "Heading\nof the page"),
    ("2", "- one\n  and two  \n\ttab", "- واحد\n  واثنان  \n\tتبويب", "draft"),
    ("x:3", "罢工", "", "empty"),
    ("4", "It's {name} %(count)s \\n \\ \"q\"", "{name} %(count)s \\n", "done", "A note"),
    ("5", "old", "قديم", "changed"),
)  # fmt: skip


@pytest.mark.parametrize("format", ["xlf", "xliff", "po"])
def test_what_goes_out_comes_back_as_it_was(format):
    found = exchange.read(exchange.write(RICH, format), format, expected=RICH)
    assert found.units == RICH.units
    assert (found.subject_uri, found.version, found.source_language, found.target_language) == ("https://node.example/a/1", 3, "en", "ar")


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(TEXT, st.one_of(st.just(""), TEXT), st.sampled_from(STATES), st.one_of(st.just(""), NOTE)), min_size=1, max_size=5))
def test_every_text_survives_xliff(rows):
    units = [ExchangeUnit(str(n), *row, base=exchange.mark(row[1])) for n, row in enumerate(rows)]
    data = exchange.write(file(*units), "xlf")
    assert not broken(data)
    found = exchange.read(data, "xlf").units
    assert [unit.base for unit in found] == [unit.base for unit in units]
    assert [(unit.id, unit.source, unit.target, unit.note) for unit in found] == [(unit.id, unit.source, unit.target, unit.note) for unit in units]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(WRITTEN, st.one_of(st.just(""), WRITTEN), st.sampled_from(STATES)), min_size=1, max_size=5))
def test_every_text_survives_po(rows):
    units = [ExchangeUnit(str(n), *row, base=exchange.mark(row[1])) for n, row in enumerate(rows)]
    found = exchange.read(exchange.write(file(*units), "po"), "po").units
    assert [unit.base for unit in found] == [unit.base for unit in units]
    assert [(unit.id, unit.source, unit.target) for unit in found] == [(unit.id, unit.source, unit.target) for unit in units]


def test_the_xliff_is_valid_by_its_structure_and_says_directions():
    root = etree.fromstring(exchange.write(RICH, "xlf"))
    names = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "en", "ar")
    assert root.xpath("string(x:file/@trgDir)", namespaces=names) == "rtl"
    assert [unit.get("id") for unit in root.iterfind(".//x:unit", names)] == [unit.id for unit in RICH.units]
    assert root.xpath("x:file/x:unit/x:segment/@state", namespaces=names) == ["final", "initial", "initial", "translated", "initial"]
    for unit in root.iterfind(".//x:unit", names):
        assert [etree.QName(part).localname for part in unit if etree.QName(part).localname != "notes"] == ["segment"]


def test_the_xliff_is_valid_by_the_rules_of_the_standard():
    odd = file(("1", "a\x00b\x1f\ufffe", "\x0bα", "done", "A note \x01"), ("2", "c", "", "checked"), subject_uri="https://node.example/a/1?b&c")
    for made in (RICH, odd, file(("1", "a", "b"), source_language="zh-Hans", target_language="pt-BR")):
        assert broken(exchange.write(made, "xlf")) == []


@pytest.mark.parametrize(("was", "now"), [
    (b' srcLang="en"', b""), (b' trgLang="ar"', b""), (b'version="2.1"', b'version="1.2"'), (b' id="f1"', b""), (b'id="body.1"', b'id="body 1"'),
    (b'id="2"', b'id="4"'), (b'state="final"', b'state="needs-review"'), (b'state="final"', b""), (b'subState="usi:draft"', b'subState="draft"'),
    (b'trgDir="rtl"', b'trgDir="right"'), (b'xml:space="preserve"', b'xml:space="keep"'), (b"<notes>", b"<note/><notes>"), (b"<segment ", b'<segment usi:was="1" '),
    (b"</source><target>", b"</source><target/><target>"), (b"<unit ", b"<x/><unit "), (b"<unit ", b"text<unit "), (b"<source>old", b'<source><cp hex="0041"/>old'),
])  # fmt: skip
def test_the_rules_find_what_breaks_them(was, now):
    data = exchange.write(RICH, "xlf")
    assert was in data
    assert broken(data.replace(was, now, 1))


def test_another_tool_reads_our_xliff():
    store = Xliff2File.parsestring(exchange.write(RICH, "xlf"))
    assert [(unit.source, unit.target or "") for unit in store.units] == [(unit.source, unit.target) for unit in RICH.units]


def test_what_another_tool_saved_is_read():
    store = Xliff2File.parsestring(exchange.write(RICH, "xlf"))
    store.units[2].target = "إضراب"
    found = exchange.read(bytes(store), "xlf", expected=RICH)
    assert [unit.target for unit in found.units][2] == "إضراب"
    assert [unit.source for unit in found.units] == [unit.source for unit in RICH.units]


def test_a_state_that_a_tool_moved_counts_and_checked_by_a_tool_is_not_checked_here():
    data = exchange.write(file(("1", "a", "α", "draft")), "xlf").replace(b'state="initial"', b'state="final"')
    assert exchange.read(data, "xlf").units[0].state == "done"
    data = exchange.write(file(("1", "a", "α", "draft")), "po").replace(b"#, fuzzy\n", b"")
    assert exchange.read(data, "po").units[0].state == "done"


def test_a_unit_that_a_tool_cut_into_sentences_is_put_together_again():
    data = exchange.write(file(("1", "One. Two.", "", "empty")), "xlf").decode()
    start, end = data.index("<segment"), data.index("</unit>")
    parts = '<segment><source>One.</source><target>Ένα.</target></segment><ignorable><source> </source></ignorable><segment><source>Two.</source>%s</segment>'
    assert exchange.read((data[:start] + parts % "<target><pc id='1'>Δύο</pc>.</target>" + data[end:]).encode(), "xlf").units[0].target == "Ένα. Δύο."
    half = exchange.read((data[:start] + parts % "" + data[end:]).encode(), "xlf").units[0]
    assert (half.source, half.target) == ("One. Two.", "")


def test_po_marks_what_needs_work_as_fuzzy_and_names_the_language():
    data = exchange.write(RICH, "po").decode()
    assert data.count("#, fuzzy") == 2
    assert '"Language: ar\\n"' in data


def test_a_file_of_an_older_original_brings_in_what_still_fits_and_reports_the_rest():
    current = file(("1", "Same", "", "empty"), ("2", "Changed now", "Ισχύει", "done"), ("9", "Moved", "", "empty"), ("4", "Kept", "Κρατήθηκε", "done"), ("5", "There", "Εκεί", "done"))
    old = exchange.read(exchange.write(file(("1", "Same", "Ίδιο", "done"), ("2", "Changed before", "Παλιό", "done"), ("3", "Moved", "Μετακινήθηκε", "done"), ("4", "Kept", "Κρατήθηκε", "done"),
        ("5", "There", "", "empty"), ("6", "Gone", "Πάει", "done"), version=2), "xlf"), "xlf")  # fmt: skip
    merged = exchange.merge(old, current)
    assert [(unit.id, unit.target) for unit in merged.fits] == [("1", "Ίδιο"), ("9", "Μετακινήθηκε")]
    assert [unit.id for unit in merged.same] == ["4"]
    assert [(row.unit.target, row.code) for row in merged.rest] == [("Παλιό", "changed"), ("", "empty"), ("Πάει", "unknown")]
    assert all(row.message for row in merged.rest)


def three(here, brought, base):
    """Return what becomes of one part: its text here, in the file, and when the file was made."""
    unit = ExchangeUnit("1", "a", brought, base=exchange.mark(base))
    merged = exchange.merge(exchange.Parsed([unit]), file(("1", "a", here)))
    return next(name for name in ("fits", "same", "conflicts", "rest") if getattr(merged, name))


@pytest.mark.parametrize(("here", "brought", "base", "becomes"), [
    ("", "β", "", "fits"), ("α", "β", "α", "fits"), ("α", "α", "α", "same"), ("γ", "β", "α", "conflicts"), ("γ", "β", "", "conflicts"), ("γ", "α", "α", "same"),
    ("γ", "γ", "α", "same"), ("", "α", "α", "fits"), ("α", "α\n", "α", "fits"), ("α β", "α\n\nβ", "", "fits"), ("γ", " α ", "α", "same"), ("γ", " ", "α", "rest"),
])  # fmt: skip
def test_neither_what_was_typed_here_nor_what_was_typed_elsewhere_is_lost(here, brought, base, becomes):
    assert three(here, brought, base) == becomes


def test_an_id_that_comes_twice_is_taken_once_and_reported():
    parsed = exchange.Parsed([ExchangeUnit("1", "a", "α"), ExchangeUnit("1", "a", "β")])
    merged = exchange.merge(parsed, file(("1", "a", "")))
    assert [unit.target for unit in merged.fits] == ["α"]
    assert [(row.unit.target, row.code) for row in merged.rest] == [("β", "twice")]


def test_an_original_that_stands_twice_is_not_guessed_by_its_text():
    merged = exchange.merge(exchange.Parsed([ExchangeUnit("7", "Sign", "Υπόγραψε")]), file(("1", "Sign", ""), ("2", "Sign", "")))
    assert [row.code for row in merged.rest] == ["unknown"]


@pytest.mark.parametrize("format", ["xlf", "po"])
def test_a_file_of_another_text_or_other_languages_is_refused(format):
    data = exchange.write(RICH, format)
    assert "another text" in refused(data, format, expected=file(subject_uri="https://node.example/a/2"))
    assert "pair" in refused(data, format, expected=file(target_language="el"))
    assert "pair" in refused(data, format, expected=file(source_language="fr"))


BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><xliff>&c;</xliff>'
THEFT = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xliff>&a;</xliff>'


@pytest.mark.parametrize("data", [BOMB, THEFT, BOMB.decode().encode("utf-16"), THEFT.replace(b"DOCTYPE x [", b'DOCTYPE x SYSTEM "http://127.0.0.1:1/x.dtd" [')])
def test_a_document_type_or_entities_are_refused_before_anything_is_parsed(data, monkeypatch):
    monkeypatch.setattr(etree, "fromstring", lambda *_: pytest.fail("it was parsed"))
    assert "entities" in refused(data)


def test_an_entity_that_is_not_declared_is_refused():
    assert refused(exchange.write(RICH, "xlf").replace("罢工".encode(), b"&x;"))


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00", b"<", b"not xml", b"<a/>", b"<xliff version='1.2'/>", b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1"/>', b"PK\x03\x04rest", b"%PDF-1.7", "<xliff>ά</xliff>".encode("iso-8859-7"),
     b'<?xml version="1.0" encoding="utf-7"?><xliff/>', b'<?xml version="1.0" encoding="utf-16"?><xliff/>', b"<a>" * 200_000, b"<a " + b'b="c" ' * 100_000 + b"/>", b"\xff\xfe\x00\xd8"],
)  # fmt: skip
def test_what_is_no_xliff_is_refused_with_what_to_do(data):
    began = time.perf_counter()
    assert refused(data).endswith(".")
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize("data", [b"", b"\x00\x01", b"msgid", b"<xml>", b'msgid "a"\nmsgstr "b', 'msgid "ά"\nmsgstr "β"'.encode("utf-16"), 'msgid "ά"\nmsgstr "β"'.encode("iso-8859-7"),
    b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-7\\n"\n\nmsgid "a"\nmsgstr "+AGE-"\n', b'msgid ""\nmsgstr ""\n', b"#~ msgid \"a\"\n#~ msgstr \"b\"\n", b'"' * 400_000, b"#" * 1_000_000])  # fmt: skip
def test_what_is_no_po_is_refused_with_what_to_do(data):
    began = time.perf_counter()
    assert refused(data, "po").endswith(".")
    assert time.perf_counter() - began < 3


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["xlf", "po"]))
def test_no_bytes_do_anything_but_be_read_or_refused(data, format):
    with contextlib.suppress(Refused):
        exchange.read(data, format)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6), st.sampled_from(["xlf", "po"]))
def test_a_damaged_file_is_read_or_refused(place, damage, format):
    data = exchange.write(RICH, format)
    place %= len(data)
    with contextlib.suppress(Refused):
        exchange.read(data[:place] + damage + data[place + len(damage) :], format, expected=RICH)


def test_other_formats_are_refused():
    assert "XLIFF" in refused(b"a", "docx")
    assert "XLIFF" in refused(b"a", "")


class Endless(io.RawIOBase):
    """Ends the test if more is read of it than is allowed."""

    size = 100 * 1024 * 1024

    def __init__(self):
        self.given = 0

    def read(self, size=-1):
        assert 0 <= size <= LARGEST + 1
        self.given += size
        return b"x" * size


def test_a_file_of_100_mb_is_refused_before_it_is_read():
    upload = Endless()
    with pytest.raises(Refused, match="5 MB"):
        exchange.received(upload)
    assert upload.given == 0


def test_a_file_that_lies_about_its_size_is_read_no_further_than_the_limit():
    upload = Endless()
    with pytest.raises(Refused, match="5 MB"):
        exchange.received(upload, size=10)
    assert "5 MB" in refused(b"x" * (LARGEST + 1))


def test_more_units_than_any_text_has_are_refused():
    assert "more than any text" in refused(exchange.write(file(*((str(n), "a", "b") for n in range(5001))), "xlf"))
    assert "more than any text" in refused(exchange.write(file(("1", "a" * 20_001, "b")), "po"), "po")


def test_comments_and_instructions_in_a_text_are_not_part_of_it():
    data = exchange.write(file(("1", "a b", "α")), "xlf").replace(b"a b", b"a<!-- x --> <?x y?>b")
    assert exchange.read(data, "xlf").units[0].source == "a b"


def test_an_id_that_no_file_can_carry_is_a_mistake_of_ours():
    with pytest.raises(ValueError):
        exchange.write(file(("a b", "x", "y")), "xlf")
