"""Turns Markdown that people write into HTML that is safe to show."""

from __future__ import annotations

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False, "typographer": False}).enable(["table", "strikethrough"])
_TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "s", "code", "pre", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_BLOCK = re.compile(r"<(p|h2|h3|h4|li|blockquote|td|th)>")


def render(source: str) -> SafeString:
    """Return Markdown as HTML: headings start at h2, every block takes the direction of its own text."""
    html = _MARKDOWN.render(source)
    html = re.sub(r"<(/?)h1>", r"<\1h2>", html)
    html = re.sub(r"<(/?)h[56]>", r"<\1h4>", html)
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener ugc",
    )
    return mark_safe(_BLOCK.sub(r'<\1 dir="auto">', clean))  # noqa: S308 - nh3 cleaned it


def plain(source: str) -> str:
    """Return Markdown as plain text, for mails, feeds and search."""
    text = nh3.clean(_MARKDOWN.render(source), tags=set())
    return re.sub(r"\n{3,}", "\n\n", text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).strip()
