"""Writes lists as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, from entries that know nothing of models."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpResponse

ATOM = "http://www.w3.org/2005/Atom"
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
_NOT_XML = {code: None for code in [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]}


@dataclass(frozen=True)
class Item:
    """One entry: a permanent id, its page, title, plain summary, HTML, language, author and times (aware)."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    author: str
    published: datetime
    changed: datetime
    image: str = ""
    image_bytes: int = 0
    categories: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Feed:
    """A list with its own address (`own_url`), the page it belongs to, and the address of its next page, if any."""

    title: str
    description: str
    page_url: str
    own_url: str
    language: str
    items: Sequence[Item]
    next_url: str = ""
    icon: str = ""


def respond(feed: Feed, format: str) -> HttpResponse:
    """Return a feed in a format of `TYPES`.

    :raises KeyError: for any other format
    """
    write = {"rss": _rss, "atom": _atom, "json": _json}[format]
    return HttpResponse(write(feed), content_type=TYPES[format])


def _text(parent: ET.Element, tag: str, value: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = value.translate(_NOT_XML)
    return element


def _document(root: ET.Element) -> bytes:
    body: bytes = ET.tostring(root, encoding="utf-8")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + body


def _rss(feed: Feed) -> bytes:
    ET.register_namespace("atom", ATOM)
    ET.register_namespace("content", "http://purl.org/rss/1.0/modules/content/")
    ET.register_namespace("dc", "http://purl.org/dc/elements/1.1/")
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.page_url)
    _text(channel, "description", feed.description or feed.title)
    _text(channel, "language", feed.language)
    ET.SubElement(channel, f"{{{ATOM}}}link", {"rel": "self", "href": feed.own_url, "type": TYPES["rss"].split(";")[0]})
    if feed.next_url:
        ET.SubElement(channel, f"{{{ATOM}}}link", {"rel": "next", "href": feed.next_url})
    for item in feed.items:
        _rss_item(channel, item)
    return _document(root)


def _rss_item(channel: ET.Element, item: Item) -> None:
    entry = ET.SubElement(channel, "item")
    _text(entry, "title", item.title)
    _text(entry, "link", item.url)
    _text(entry, "guid", item.id, isPermaLink="false")
    _text(entry, "pubDate", format_datetime(item.published.astimezone(UTC)))
    _text(entry, "{http://purl.org/dc/elements/1.1/}creator", item.author)
    _text(entry, "{http://purl.org/dc/elements/1.1/}language", item.language)
    _text(entry, "description", item.summary)
    _text(entry, "{http://purl.org/rss/1.0/modules/content/}encoded", item.html)
    for category in item.categories:
        _text(entry, "category", category)
    if item.image:
        ET.SubElement(entry, "enclosure", {"url": item.image, "type": "image/webp", "length": str(item.image_bytes)})


def _atom(feed: Feed) -> bytes:
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    tag = f"{{{ATOM}}}"
    _text(root, tag + "id", feed.own_url)
    _text(root, tag + "title", feed.title)
    _text(root, tag + "subtitle", feed.description)
    newest = max((item.changed for item in feed.items), default=datetime(1970, 1, 1, tzinfo=UTC))
    _text(root, tag + "updated", newest.astimezone(UTC).isoformat(timespec="seconds"))
    ET.SubElement(root, tag + "link", {"rel": "self", "href": feed.own_url})
    ET.SubElement(root, tag + "link", {"rel": "alternate", "href": feed.page_url, "type": "text/html"})
    if feed.next_url:
        ET.SubElement(root, tag + "link", {"rel": "next", "href": feed.next_url})
    for item in feed.items:
        _atom_entry(root, tag, item)
    return _document(root)


def _atom_entry(root: ET.Element, tag: str, item: Item) -> None:
    entry = ET.SubElement(root, tag + "entry", {"{http://www.w3.org/XML/1998/namespace}lang": item.language})
    _text(entry, tag + "id", item.id)
    _text(entry, tag + "title", item.title)
    _text(entry, tag + "published", item.published.astimezone(UTC).isoformat(timespec="seconds"))
    _text(entry, tag + "updated", item.changed.astimezone(UTC).isoformat(timespec="seconds"))
    _text(ET.SubElement(entry, tag + "author"), tag + "name", item.author)
    ET.SubElement(entry, tag + "link", {"rel": "alternate", "href": item.url, "type": "text/html", "hreflang": item.language})
    _text(entry, tag + "summary", item.summary)
    _text(entry, tag + "content", item.html, type="html")
    for category in item.categories:
        ET.SubElement(entry, tag + "category", {"term": category})
    if item.image:
        ET.SubElement(entry, tag + "link", {"rel": "enclosure", "href": item.image, "type": "image/webp", "length": str(item.image_bytes)})


def _json(feed: Feed) -> bytes:
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page_url,
        "feed_url": feed.own_url,
        "language": feed.language,
        "items": [_json_item(item) for item in feed.items],
    }
    if feed.next_url:
        document["next_url"] = feed.next_url
    return json.dumps(document, ensure_ascii=False).encode()


def _json_item(item: Item) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "language": item.language,
        "authors": [{"name": item.author}],
        "date_published": item.published.astimezone(UTC).isoformat(timespec="seconds"),
        "date_modified": item.changed.astimezone(UTC).isoformat(timespec="seconds"),
        "tags": list(item.categories),
    }
    if item.image:
        entry["image"] = item.image
    return entry
