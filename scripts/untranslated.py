"""Finds texts in templates that no catalogue can translate: python scripts/untranslated.py [folder]

Reports every text between tags, every attribute that people read, every word of a mail in plain text, and every written-out default that
holds letters and stands in no message. A name that is the same in all languages is named in the template that has it:
{# not translated: RSS, Atom #}
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

ROOT = Path(__file__).resolve().parents[1]
# Attributes of HTML that people read or hear, and those of our components that become text.
READ = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "aria-roledescription", "content", "label", "summary"})
_COMPONENT_READ = frozenset({"text", "heading", "legend", "hint", "button", "verb", "send", "note"})
_OPENING = ("comment", "blocktranslate", "blocktrans", "verbatim")
_ALLOWED = re.compile(r"not translated:(.*)")
_LITERAL = re.compile(r"""(["'])((?:(?!\1).)*)\1""")
_DEFAULT = re.compile(r"""\|\s*(?:default|default_if_none|yesno|pluralize|join|add)\s*:\s*(["'])((?:(?!\1).)*)\1""")
_TAKES_TEXT = ("include", "with", "firstof", "cotton", "cycle")
# Stands where a tag or variable of the template stood, so that texts around it are seen as one.
_HOLE = "\ufffc"
_MACHINE_META = frozenset({"viewport", "theme-color", "color-scheme", "robots", "referrer", "generator"})


class _Reader(HTMLParser):
    """Collects the texts of a template's HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._silent = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._silent = tag
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and (values.get("name", "") in _MACHINE_META or "http-equiv" in values):
            return
        read = READ | (_COMPONENT_READ if tag.startswith("c-") else frozenset())
        self.found += [(self.getpos()[0], value) for name, value in values.items() if name in read]

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append((self.getpos()[0], data))


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of what a template says outside messages and that holds letters."""
    source = path.read_text("utf-8")
    tokens = Lexer(source).tokenize()
    allowed = [word.strip() for token in tokens if (found := _ALLOWED.match(token.contents.strip())) for word in found[1].split(",")]
    rest, literals = _without_tags(tokens)
    if path.suffix == ".html":
        reader = _Reader()
        reader.feed(rest)
        reader.close()
        found = [*literals, *reader.found]
    else:
        found = [*literals, *enumerate(rest.split("\n"), start=1)]
    for line, text in sorted(found):
        said = text
        for word in allowed:
            said = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "", said) if word else said
        if any(char.isalpha() for char in said):
            yield line, " ".join(text.replace(_HOLE, "…").split())


def _without_tags(tokens: list[Token]) -> tuple[str, list[tuple[int, str]]]:
    """Return a template with a hole for every tag, keeping its lines, and the texts written out within tags and variables."""
    rest: list[str] = []
    literals: list[tuple[int, str]] = []
    within = ""
    for token in tokens:
        line = token.lineno or 0
        name = token.contents.split()[0] if token.token_type == TokenType.BLOCK and token.contents else ""
        if within:
            if name == f"end{within}":
                within = ""
            rest.append("\n" * token.contents.count("\n"))
        elif token.token_type == TokenType.TEXT:
            rest.append(token.contents)
        elif name in _OPENING:
            within = name
            rest.append(_HOLE)
        else:
            literals += [(line, text) for _quote, text in _DEFAULT.findall(token.contents) if token.token_type != TokenType.COMMENT]
            if name in _TAKES_TEXT:
                literals += [(line, text) for _quote, text in _LITERAL.findall(token.contents) if " " in text.strip()]
            rest.append("" if token.token_type == TokenType.COMMENT else _HOLE)
            rest.append("\n" * token.contents.count("\n"))
    # An element whose name is a variable is an element all the same.
    return re.sub(f"<(/?){_HOLE}", r"<\1x", "".join(rest)), literals


def main() -> int:
    """Look through every template below a folder."""
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT / "usi"
    failed = False
    for path in sorted(path for path in root.rglob("templates/**/*") if path.suffix in {".html", ".txt", ".svg"}):
        for line, text in texts(path):
            failed = True
            print(f"{path.relative_to(root.parent)}:{line}: not in a message: {text}", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
