"""The newest is found first without looking at everything, phrases are found without opening everything, and long texts lose no mark."""

from datetime import timedelta

import pytest

from usi.base import ids, time
from usi.base.access import ANONYMOUS
from usi.spine.publications import actions as publications
from usi.spine.publications.tests.factories import publication
from usi.surfaces.search import postgres, queries
from usi.surfaces.search.queries import Question, tokens
from usi.surfaces.search.queries.expressions import Tier
from usi.surfaces.search.queries.sources import Source, Version
from usi.surfaces.search.queries.walks import Hit

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


@pytest.mark.parametrize("ascending", [False, True])
@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 70), (5, 64), (63, 65), (17, 18), (1 << 42, (1 << 42) + 99), (40, 7)])
def test_stretches_hold_every_number_once_in_order(monkeypatch, low, high, ascending):
    monkeypatch.setattr(postgres, "SPANS", (1, 2, 4))
    found = list(postgres.stretches(low, high, ascending=ascending))
    walked = [number for each in found for number in sorted(range(each.low, each.high), reverse=not ascending)]
    assert walked == sorted(range(low, high), reverse=not ascending)
    for each in found:
        assert all(f"'{each.token}'" in postgres.vector(number, "", "", "") for number in range(each.low, each.high))


def test_stretches_of_a_million_documents_are_few():
    assert len(list(postgres.stretches(0, 4_000_000, ascending=False))) <= len(postgres.SPANS) + 1


@pytest.mark.parametrize("sort", ["", "new", "old"])
def test_what_lies_in_many_stretches_is_found_once_and_in_order(monkeypatch, listing, union, sort):
    monkeypatch.setattr(postgres, "SPANS", (2, 3, 4))
    made = [f"horse {n}" for n in range(9)]
    for title in made:
        publication(author=union, kind="toy", title=title, body="horses of the port")
        publication(author=union, kind="toy", title="port of horses")
    seen, where = [], 0
    for _ in range(9):
        found = listing('"horses of" horse', size=2, sort=sort, **({"after": where} if sort else {"page": where or 1}))
        seen += [row.title for row in found.items]
        where = int(found.next or 0)
        if not where:
            break
    assert seen == (made if sort == "old" else made[::-1])
    assert queries.tallies(Question.read({"q": "horses of port"}, language="en"), reader=ANONYMOUS)[""].total == 18


def test_a_very_long_text_is_still_known_by_kind_and_by_who_may_see_it(titles, union):
    long = " ".join(f"word{n}" for n in range(9_000))
    publication(author=union, kind="toy", title="horse", body=f"{long} {long}", visibility="network")
    publication(author=union, kind="toy", title="horse", body=f"{long} {long}")
    assert len(titles("horse", kind="toy")) == 1
    found = queries.tallies(Question.read({"q": "horse"}, language="en"), reader=ANONYMOUS)[""]
    assert found.total == 1
    assert titles("word1") == ["horse"]


@pytest.mark.parametrize("many", [3, 14])
def test_pages_go_through_all_tiers_and_show_each_once_whether_few_or_many(listing, union, many):
    for n in range(many):
        publication(author=union, kind="toy", title=f"text {n}", body="a donkey")
        publication(author=union, kind="toy", title=f"form {n}", body="some donkeys")
    publication(author=union, kind="toy", title="summary", summary="a donkey")
    publication(author=union, kind="toy", title="donkey")
    seen, page = [], 1
    while page:
        found = listing("donkey", size=4, page=page)
        seen += [row.title for row in found.items]
        page = int(found.next or 0)
    assert seen[:2] == ["donkey", "summary"]
    assert [title.split()[0] for title in seen[2:]] == ["text"] * many + ["form"] * many
    assert len(set(seen)) == 2 * many + 2


def test_a_title_in_a_later_language_is_a_phrase_behind_however_long_a_text(titles, union):
    item = publication(author=union, kind="toy", title="Ξύλινο άλογο", body=" ".join(f"λ{n % 1000}" for n in range(19_000)), language="el")
    publications.translate(item, language="en", title="A wooden horse", body="wooden wheels of a horse")
    assert titles('"wooden horse"') == ["A wooden horse"]
    assert titles('"horse wooden"') == []


def test_stretches_without_spaces_are_found_but_not_remembered():
    piece, known = "罢工" * 2000, tokens._language("zh")
    (found,) = tokens.tokens([Source("publication", 1, 1, [Version("zh", "题", "", f"{piece} 工人")])])
    assert found.text.split().count("罢工") == 2000
    assert {piece}.isdisjoint([*known.folds, *known.stems])
    assert "工人" in known.folds


def test_nothing_close_brings_the_beginning_of_a_word_before_the_word():
    tiers = [Tier("form", "", 20), queries.found.START]
    old = Hit(0, 1, "publication", 1, ids.at(time.now() - timedelta(days=4000)), "lfr")
    near = Hit(1, 2, "publication", 2, ids.at(time.now()), "len cgr tstrikes")
    close = queries.Near("en", "GR", frozenset({"strikes"}))
    assert queries.found.ranked([near, old], tiers, close) == [old, near]
