"""Makes handles for many organisations at once: of the name where it can be spelled in Latin letters, each only once."""

from __future__ import annotations

import re

from usi.base import text
from usi.spine.actors.actions import RESERVED
from usi.spine.actors.models import Actor

LONGEST = 30
# After ELOT 743 and ISO 9, without the finer points: a handle need only be recognisable.
_LATIN = str.maketrans(
    dict(zip("αβγδεζηικλμνξοπρστυφω", "avgdeziiklmnxoprstyfo", strict=True))
    | dict(zip("абвгдезийклмнопрстуфхыэіїєґјљњћђџў", "abvgdeziiklmnoprstufhyeiieg" + "jlnhddu", strict=True))
    | {"θ": "th", "χ": "ch", "ψ": "ps", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ь": "", "ю": "yu", "я": "ya"}
    | {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "’": "", "'": "", "`": ""}
)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Handles:
    """The handles in use, and new ones beside them."""

    def __init__(self) -> None:
        """Read which handles there are."""
        rows = Actor.objects.filter(domain="").values_list("handle", flat=True)
        self._taken = {handle.lower() for handle in rows.iterator(chunk_size=5000)} | RESERVED
        self._last: dict[str, int] = {}

    def make(self, name: str, *, kind: str, country: str, number: int) -> str:
        """Return a handle nobody has, and keep it; a name that no Latin letters spell gives kind, country and number."""
        base = spelled(name) or "_".join(filter(None, (kind.split("_", maxsplit=1)[0], country.lower(), _base36(number))))
        handle = base
        while handle in self._taken:
            self._last[base] = self._last.get(base, 1) + 1
            end = f"_{self._last[base]}"
            handle = base[: LONGEST - len(end)].rstrip("_") + end
        self._taken.add(handle)
        return handle


def spelled(name: str) -> str:
    """Return a name in the letters of a handle, cut between words if it can be; empty where fewer than two letters are left."""
    whole = re.sub(r"[^a-z0-9]+", "_", text.skeleton(name).translate(_LATIN)).strip("_")
    found = whole[:LONGEST].strip("_")
    if len(whole) > LONGEST and whole[LONGEST] != "_" and found.rfind("_") >= LONGEST // 2:
        found = found[: found.rfind("_")]
    return found if len(re.sub(r"[^a-z]", "", found)) >= 2 else ""


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
