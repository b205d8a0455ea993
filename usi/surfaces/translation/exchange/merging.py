"""Tells what of a file still fits a text that may have changed since it was downloaded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from usi.surfaces.translation.exchange.values import ExchangeFile, ExchangeUnit, Parsed, mark


@dataclass(frozen=True)
class Row:
    """A segment of a file that is not taken: its text, a code (`unknown`, `changed`, `empty`, `twice`) and the reason in words."""

    unit: ExchangeUnit
    code: str
    message: str


@dataclass(frozen=True)
class Merged:
    """What fits, each with the id it has now and the target of the file; those that say nothing new; and the rest, row by row.

    `conflicts` are the targets of those that were changed here and in the file, likewise with the ids of now.
    """

    fits: list[ExchangeUnit] = field(default_factory=list)
    same: list[ExchangeUnit] = field(default_factory=list)
    rest: list[Row] = field(default_factory=list)
    conflicts: list[ExchangeUnit] = field(default_factory=list)


def merge(parsed: Parsed, current: ExchangeFile) -> Merged:
    """Return what of a file fits a text as it stands now: by id where the original is still the same, else by an original that stands there
    once. Nothing that was typed is dropped in silence.
    """
    result = Merged()
    by_id = {unit.id: unit for unit in current.units}
    by_source = _once(current)
    taken: set[str] = set()
    for unit in parsed.units:
        here = by_id.get(unit.id)
        if here is None or _plain(here.source) != _plain(unit.source):
            here, known = by_source.get(_plain(unit.source)), here is not None
            if here is None:
                result.rest.append(_row(unit, "changed" if known else "unknown"))
                continue
        if not unit.target.strip():
            if here.target.strip():
                result.rest.append(_row(unit, "empty"))
        elif here.id in taken:
            result.rest.append(_row(unit, "twice"))
        else:
            taken.add(here.id)
            _sort_in(here, unit, result)
    return result


def _sort_in(here: ExchangeUnit, unit: ExchangeUnit, result: Merged) -> None:
    """Compare what stands here, what the file brings, and what stood here when it was made: neither side's work is lost."""
    ours, theirs = mark(here.target), mark(unit.target)
    brought = ExchangeUnit(here.id, here.source, unit.target, unit.state, unit.note)
    if unit.target == here.target or (ours and unit.base == theirs != ours):
        result.same.append(brought)
    elif not ours or ours in (unit.base, theirs):
        result.fits.append(brought)
    else:
        result.conflicts.append(brought)


def _once(current: ExchangeFile) -> dict[str, ExchangeUnit]:
    counts = Counter(_plain(unit.source) for unit in current.units)
    return {_plain(unit.source): unit for unit in current.units if counts[_plain(unit.source)] == 1}


def _plain(source: str) -> str:
    return " ".join(source.split())


def _row(unit: ExchangeUnit, code: str) -> Row:
    words = {
        "unknown": _("This part is not in the text any more. Copy what you can use of it by hand."),
        "changed": _("The original of this part has changed since. Translate what is new."),
        "empty": _("The file has no translation of this part; the one here stays."),
        "twice": _("The file has this part twice; the first was taken."),
    }
    return Row(unit, code, words[code])
