import pytest
from hypothesis import given
from hypothesis import strategies as st

from usi.base import html, text


@given(st.text(alphabet=st.characters()))
def test_cleaned_text_holds_nothing_that_hides_or_breaks(value):
    cleaned = text.prose(value)
    assert not set(cleaned) & set("\x00\u202e\u202d\u202a\u202b\ufeff")
    assert text.prose(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_lone_surrogates_are_dropped():
    assert text.line("a\ud800b") == "ab"


def test_a_line_has_one_kind_of_space():
    assert text.line(" a \n\t b\u00a0c ") == "a b c"


def test_names_that_differ_in_accents_and_case_have_one_skeleton():
    assert text.skeleton("ΛΙΜΈΝΟΣ") == text.skeleton("λιμενος")
    assert text.skeleton("São Paulo") == text.skeleton("SAO PAULO")


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_a_formula(cell):
    assert text.spreadsheet_cell(cell)[0] == "'"


@pytest.mark.parametrize(
    "source",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "[a](data:text/html,x)", "![x](http://tracker.example/p.png)", "<a href='vbscript:x'>y</a>", "<style>*{}</style>", "<svg onload=alert(1)>"],
)
def test_markdown_gives_no_script_no_foreign_picture(source):
    shown = html.render(source).lower()
    for tag in ("<script", "<img", "<style", "<svg", 'href="javascript', 'href="data', 'href="vbscript'):
        assert tag not in shown


@given(st.text())
def test_markdown_of_anything_has_only_known_tags(source):
    import re

    assert set(re.findall(r"<([a-z0-9]+)", html.render(source))) <= html._TAGS


def test_links_of_people_pass_on_no_credit():
    assert 'rel="nofollow noopener ugc"' in html.render("[a](https://example.org)")
