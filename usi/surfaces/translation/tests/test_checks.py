import time

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from usi.surfaces.translation.checks import faults
from usi.surfaces.translation.glossary import TermHit


def check(source, target, *, of="en", to="el", terms=()):
    return faults(source, target, from_language=of, to_language=to, terms=terms)


def codes(source, target, **more):
    return {(fault.code, fault.blocking) for fault in check(source, target, **more)}


@pytest.mark.parametrize(
    ("source", "target", "to"),
    [
        ("We ask for 1,200.50 euros.", "Ζητάμε 1.200,50 ευρώ.", "el"), ("3 of 10 workers", "٣ من ١٠ عمال", "ar"), ("1,000,000 people", "1 000 000 de personnes", "fr"),
        ("See [the report](https://example.org/a_(b)).", "Δείτε [την έκθεση](https://example.org/a_(b)).", "el"), ("Write to press@union.example.", "Γράψτε στο press@union.example!", "el"),
        ("Dear {name}, %(count)s signed", "%(count)s υπέγραψαν, {name}", "el"), ("- one", "* ένα", "el"), ("3. three", "4) τρία", "el"), ("> said", "> είπε", "el"), ("## Heading", "## Τίτλος", "el"),
        ("**Bold** words", "**Έντονα** λόγια", "el"), ("```\nprint(1)\n```", "```\nτύπωσε(1)\n```", "el"), ("Fifty", "Πενήντα", "el"), ("The ILO said", "قالت \u2066ILO\u2069 ذلك", "ar"),
        ("COVID-19 in 2025", "COVID-19 το 2025", "el"), ("5 May 2026", "5/5/2026", "el"),
    ],
)  # fmt: skip
def test_a_good_translation_has_no_fault(source, target, to):
    found = codes(source, target, to=to)
    assert found <= ({("numbers", False)} if "May" in source else set())


@pytest.mark.parametrize(
    ("code", "blocking", "source", "target", "to"),
    [
        ("missing", True, "A", "", "el"), ("missing", True, "A", " \u200f\n", "ar"), ("missing", True, "A", "\u0301", "el"),
        ("numbers", False, "1,500 dead", "1,500 νεκροί", "el"), ("numbers", False, "On 12 May", "Στις 13 Μαΐου", "el"), ("numbers", False, "3 of 10", "٣ من ١١", "ar"), ("numbers", False, "Strike", "Απεργία 24 ωρών", "el"),
        ("links", True, "See [it](https://example.org)", "Δείτε το", "el"), ("links", True, "See [it](https://example.org)", "Δείτε [το](https://example.com)", "el"),
        ("links", True, "See [it](https://example.org)", "Δείτε [το] (https://example.org)", "el"), ("links", True, "At https://example.org now", "Τώρα", "el"), ("links", True, "press@union.example", "Γράψτε", "el"),
        ("links", True, "![a](https://example.org/a.png) x", "[a](https://example.org/a.png) x", "el"), ("links_added", False, "See", "Δείτε https://spam.example", "el"),
        ("placeholders", True, "Dear {name}", "Αγαπητέ {όνομα}", "el"), ("placeholders", True, "%(count)s signed", "υπέγραψαν", "el"), ("placeholders", True, "Dear you", "Αγαπητέ {name}", "el"),
        ("structure", True, "## A", "Α", "el"), ("structure", True, "- a", "α", "el"), ("structure", True, "1. a", "١. ا", "ar"), ("structure", True, "> a", "α", "el"), ("structure", True, "a", "# α", "el"),
        ("structure", True, "## A", "# Α", "el"), ("structure", True, "```\na\n```", "```\nα", "el"),
        ("emphasis", False, "**a** b", "**α β", "el"), ("emphasis", False, "**a** b", "α β", "el"),
        ("direction", True, "ILO", "\u2066ILO", "ar"), ("direction", True, "ILO", "ILO\u2069\u2068", "ar"), ("direction", True, "ILO", "\u202eILO\u202c α", "el"), ("direction", False, "a", "α\u200f", "el"), ("direction", False, "a", "\u200eعمل", "ar"),
        ("untranslated", False, "The strike goes on", "the STRIKE goes on.", "el"),
    ],
)  # fmt: skip
def test_a_fault_is_named_and_blocks_only_if_it_would_break_the_page(code, blocking, source, target, to):
    assert (code, blocking) in codes(source, target, to=to)


def test_what_cannot_be_translated_may_stay_as_it_is():
    for value in ("https://example.org", "{name}", "2026", "→", "press@union.example"):
        assert codes(value, value) == set()


def test_a_term_of_the_glossary_that_is_not_used_is_asked_about():
    hit = TermHit(1, "strikes", "strike", ("απεργία", "απεργιακός αγώνας"))
    assert codes("The strikes", "Οι απεργίες", terms=[hit]) == set()
    assert codes("The strikes", "Ο απεργιακός αγώνας", terms=[hit]) == set()
    (fault,) = check("The strikes", "Οι στάσεις", terms=[hit])
    assert (fault.code, fault.blocking) == ("terms", False)
    assert "απεργία" in fault.message
    assert "strikes" in fault.message


def test_what_blocks_comes_first():
    found = check("1 [a](https://example.org)", "2 α")
    assert [fault.blocking for fault in found] == sorted((fault.blocking for fault in found), reverse=True)
    assert len(found) > 1


def test_messages_name_what_is_meant_and_keep_its_direction_apart():
    (fault,) = [fault for fault in check("See [it](https://example.org/x)", "Δείτε") if fault.code == "links"]
    assert "\u2068https://example.org/x\u2069" in fault.message


def test_messages_go_through_gettext(monkeypatch):
    monkeypatch.setattr("usi.surfaces.translation.checks._", lambda message: "ΜΗΝΥΜΑ")
    with translation.override("el"):
        assert {fault.message for fault in check("1", "", to="el")} == {"ΜΗΝΥΜΑ"}


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["el", "ar", "zh-Hans", "tr", "xx"]))
def test_no_text_breaks_the_checks(source, target, to):
    for fault in check(source, target, to=to):
        assert fault.message


@pytest.mark.parametrize("text", ["[](" * 30_000, "](" + "(" * 50_000, "]((a)" * 20_000, "a@" * 50_000, "a" * 100_000 + "@", "a.@" * 30_000, "%(" * 50_000, "{a" * 50_000, "> " * 50_000, "**" * 50_000, "\u2066" * 100_000, "1,1" * 40_000, "x@a" + ".a" * 40_000])
def test_a_hostile_text_takes_no_longer_than_a_long_one(text):
    began = time.perf_counter()
    check(text, text + " ")
    assert time.perf_counter() - began < 4
