"""Cuts Markdown into the pieces that are translated one by one, and puts them together again without losing a character.

A segment is one block: a paragraph, a heading, a list item, a fenced code block, a table. Its marker (`## `, `- `, `3. `, `> `) stays
in the segment, so that a translator sees what it is; blank lines and rules between blocks stay with the block before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_LINE = re.compile(r"([^\r\n]*)(\r\n|\n|\r|$)")
_QUOTE = re.compile(r"(?: {0,3}>)+ ?")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|([0-9]{1,9})[.)])[ \t]+\S")
_FENCE = re.compile(r"[ \t]*(`{3,}(?=[^`]*$)|~{3,})")


@dataclass(frozen=True)
class Cut:
    """A block as it is written, and what stands between it and the next."""

    text: str
    tail: str = ""


@dataclass
class _Block:
    """A block while its lines come in; `fence` is what closes it where it is code."""

    lines: list[str] = field(default_factory=list)
    tail: str = ""
    item: bool = False
    closed: bool = False
    quoted: bool = False
    fence: str = ""


def cut(text: str) -> tuple[Cut, ...]:
    """Return the blocks of a text; `"".join(c.text + c.tail for c in cut(text)) == text` for every text that is not blank.

    A blank text has no blocks. What stands before the first block stays with it.
    """
    if not text.strip():
        return ()
    lead, blocks = _blocks(text)
    if not blocks:
        return (_finished(lead, ""),)
    first = blocks[0]
    first.lines.insert(0, lead)
    return tuple(_finished("".join(block.lines), block.tail) for block in blocks)


def joined(cuts: Sequence[Cut], texts: Sequence[str]) -> str:
    """Return a whole text with `texts` in place of the blocks of `cuts`.

    :raises ValueError: if there is not one text for each block
    """
    return "".join(text + piece.tail for piece, text in zip(cuts, texts, strict=True))


def _finished(text: str, tail: str) -> Cut:
    shown = text.rstrip()
    return Cut(shown, text[len(shown) :] + tail)


def _blocks(text: str) -> tuple[str, list[_Block]]:
    lead, blocks = "", list[_Block]()
    for content, ending in _lines(text):
        block = blocks[-1] if blocks else None
        if block is not None and block.fence and not block.closed:
            _into_code(block, content, ending)
            continue
        quote = _QUOTE.match(content)
        inner = content[quote.end() :] if quote else content
        open_block = block is not None and not block.closed
        if not inner.strip() or _parts(inner, open_block):
            if block is None:
                lead += content + ending
            else:
                block.closed = True
                block.tail += content + ending
            continue
        if block is None or block.closed or _begins(inner, block, bool(quote)):
            block = _Block(item=bool(_ITEM.match(inner)), quoted=bool(quote))
            blocks.append(block)
            fence = _FENCE.match(inner)
            block.fence = fence.group(1) if fence else ""
            block.closed = bool(_HEADING.match(inner))
        block.lines.append(content + ending)
    return lead, blocks


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for found in _LINE.finditer(text):
        if found.group():
            yield found.group(1), found.group(2)


def _into_code(block: _Block, content: str, ending: str) -> None:
    block.lines.append(content + ending)
    bare = content.lstrip(" \t>").rstrip()
    if len(bare) >= len(block.fence) and set(bare) == {block.fence[0]}:
        block.closed = True


def _parts(inner: str, open_block: bool) -> bool:
    # Dashes right under a paragraph make it a heading; anywhere else they are a rule.
    found = _RULE.fullmatch(inner)
    return found is not None and not (open_block and found.group(1) == "-")


def _begins(inner: str, block: _Block, quoted: bool) -> bool:
    if (quoted and not block.quoted) or _HEADING.match(inner) or _FENCE.match(inner):
        return True
    found = _ITEM.match(inner)
    # A line of prose may begin with a year and a full stop; only 1 begins a list inside a paragraph (CommonMark 5.3).
    return found is not None and (block.item or found.group(1) in (None, "1"))
