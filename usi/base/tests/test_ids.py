from datetime import UTC, datetime

from usi.base import crypto, ids, pages, time


def test_ids_grow_even_when_the_clock_steps_back(monkeypatch):
    first = ids.new()
    monkeypatch.setattr(time, "now", lambda: datetime(2001, 1, 1, tzinfo=UTC))
    assert [first < (second := ids.new()), second < ids.new()] == [True, True]


def test_an_id_tells_when_it_was_made():
    moment = datetime(2026, 5, 1, 12, tzinfo=UTC)
    assert ids.moment(ids.at(moment)) == moment.timestamp()
    assert ids.new() < 2**63


def test_what_is_sealed_opens_only_in_its_context():
    import pytest
    from cryptography.exceptions import InvalidTag

    sealed = crypto.encrypt("a@example.org", context="a.b")
    assert b"example" not in sealed
    assert crypto.decrypt(sealed, context="a.b") == "a@example.org"
    with pytest.raises(InvalidTag):
        crypto.decrypt(sealed, context="a.c")
    assert crypto.blind("x", context="a") == crypto.blind("x", context="a") != crypto.blind("x", context="b")


def test_a_cursor_is_a_number_or_nothing(rf):
    assert pages.cursor(rf.get("/?before=12")) == 12
    for wrong in ("", "-1", "x", "9" * 30, "١٢"):
        assert pages.cursor(rf.get("/", {"before": wrong})) == 0
