import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from usi.base import html
from usi.surfaces.translation.segments import Cut, cut, joined

MARKS = st.sampled_from(
    ["\n", "\n\n", "\r\n", "\r", " ", "  \n", "\t", "- ", "* ", "1. ", "2) ", "## ", "# ", "> ", ">", "```", "~~~", "---", "***", "===", "| a | b |", "\u2028", "\u0085",
     "Απεργία", "إضراب", "罢工", "שביתה", "हड़ताल", "\u200f", "\u2067x\u2069", "[a](https://example.org)", "word"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(MARKS, max_size=40).map("".join))


@settings(max_examples=1500, deadline=None)
@given(TEXTS)
@example("\n\n---\n\nA\n")
@example("```\n\n\n")
@example("\r\n\r\n a \r\n")
def test_every_text_is_put_together_again_to_the_last_character(text):
    cuts = cut(text)
    assert "".join(piece.text + piece.tail for piece in cuts) == (text if text.strip() else "")
    assert all(piece.text.strip() for piece in cuts)
    assert joined(cuts, [piece.text for piece in cuts]) == (text if text.strip() else "")


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_a_block_ends_without_white_space(text):
    assert all(piece.text == piece.text.rstrip() for piece in cut(text))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t\r\n"])
def test_blank_text_has_no_segment(text):
    assert cut(text) == ()


def test_paragraphs_headings_and_items_are_segments_of_their_own_and_keep_their_markers():
    text = "## Τι ζητάμε\nΔύο πράγματα:\n\n- μισθό\n  και μέτρα\n- ασφάλεια\n\n1. ένα\n2. δύο\n\nΤέλος."
    assert cut(text) == (
        Cut("## Τι ζητάμε", "\n"), Cut("Δύο πράγματα:", "\n\n"), Cut("- μισθό\n  και μέτρα", "\n"), Cut("- ασφάλεια", "\n\n"),
        Cut("1. ένα", "\n"), Cut("2. δύο", "\n\n"), Cut("Τέλος.", ""),
    )  # fmt: skip


def test_code_in_fences_is_one_segment_with_its_blank_lines():
    assert [piece.text for piece in cut("Before\n```py\na\n\n- b\n```\nAfter")] == ["Before", "```py\na\n\n- b\n```", "After"]


def test_a_rule_between_paragraphs_is_no_work_and_dashes_under_a_line_make_a_heading():
    assert cut("A\n\n---\n\nB") == (Cut("A", "\n\n---\n\n"), Cut("B"))
    assert cut("Title\n---\n\nB") == (Cut("Title\n---", "\n\n"), Cut("B"))


def test_a_year_at_the_start_of_a_line_begins_no_list():
    assert len(cut("It was in\n1984. A strike began.")) == 1


def test_quotes_are_cut_at_their_empty_lines():
    assert cut("> one\n> more\n>\n> two") == (Cut("> one\n> more", "\n>\n"), Cut("> two"))


def test_another_text_in_place_of_a_segment_leaves_the_others_as_they_are():
    cuts = cut("# A\n\n- one\n- two\n")
    assert joined(cuts, ["# Α", "- ένα", "- δύο"]) == "# Α\n\n- ένα\n- δύο\n"
    with pytest.raises(ValueError):
        joined(cuts, ["# Α"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["# H", "para one", "- a\n- b", "1. x\n2. y", "> q", "```\nc\n```", "| a |\n|---|\n| b |"]), min_size=1, max_size=6))
def test_each_block_alone_is_the_same_block_as_in_the_whole(blocks):
    pieces = [piece for block in blocks for piece in cut(block)]
    assert [piece.text for piece in cut("\n\n".join(blocks))] == [piece.text for piece in pieces]


@pytest.mark.parametrize("text", ["- " * 200_000, "-" * 400_000 + "x", " " * 400_000 + "x", "> " * 200_000 + "x", "`" * 400_000 + "a`", "a\n" * 200_000, "1" * 400_000, "\r\n" * 200_000 + "x"])
def test_a_hostile_text_takes_no_longer_than_a_long_one(text):
    began = time.perf_counter()
    assert "".join(piece.text + piece.tail for piece in cut(text)) == text
    assert time.perf_counter() - began < 3


def test_a_translation_by_segments_has_the_structure_of_its_original():
    original = "## A\n\nText [x](https://example.org).\n\n- one\n- two\n\n> said\n"
    cuts = cut(original)
    translated = joined(cuts, [piece.text.replace("one", "ένα") for piece in cuts])
    assert html.render(translated) == html.render(original).replace("one", "ένα")
