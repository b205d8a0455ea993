"""Words and stems found many at once are those found one by one."""

import pytest

from usi.base import stems, words

PIECES = [
    "Strike,", "strikes", "U.S.A.", "απεργίες", "ΑΠΕΡΓΊΑ·", "الإضراب", "والعمال", "greve", "grève!", "gece", "muhasebeci.", "IŞIK", "罢工工人",
    "שביתה", "हड़ताल", "–", "x" * 90, "12", "don’t", "¨a",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setattr(words, "_folded", words._Memory())


def test_words_folded_together_are_those_folded_alone():
    alone = [" ".join(words.words(piece)) for piece in PIECES]
    assert [" ".join(found.split()) for found in words.fold(PIECES)] == alone
    assert "απεργιεσ" in alone
    assert words.fold([]) == []
    assert words.learn(PIECES) == dict(zip(PIECES, words.fold(PIECES), strict=True))


def test_what_is_too_long_to_be_a_word_is_not_remembered():
    words.learn(["short", "x" * 90])
    assert set(words._folded) == {"short"}


@pytest.mark.parametrize("language", ["en", "el", "ar", "tr", "he", "hi", "pt-BR", "zh", "sw"])
def test_stems_learnt_together_are_those_learnt_alone(language):
    alone = {piece: stems.Memory(language)[piece] for piece in PIECES}
    together = stems.Memory(language)
    assert together.learn(PIECES) == alone
    assert together.learn(PIECES) == alone, "remembered"
    assert together.learn([]) == {}
    assert any(alone.values()) or language in ("zh", "sw")


@pytest.mark.parametrize("language", ["tr", "el", "fr", "pt-BR"])
def test_a_stem_is_folded_as_words_are_so_that_it_is_found_without_accents(language):
    found = [stem for piece in PIECES for stem in stems.Memory(language)[piece].split()]
    assert found == [word for stem in found for word in words.words(stem)]
