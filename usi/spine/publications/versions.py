"""Which version of a publication somebody reads, and which others there are: one query for the page of any kind."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar, NamedTuple

from django.db import connection
from django.db.models import Case, F, JSONField, Q, TextField, Value, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from usi.base import languages, prepared, reading
from usi.spine.actors.descriptions import credit
from usi.spine.publications.models import Publication, State, Translation

Text = Publication | Translation


@dataclass(frozen=True)
class Version:
    """What somebody reads: the publication itself or a translation, which others there are, and why this one.

    `chosen` is what the address asks for (`original` or a language tag), empty where the reader's languages decide.
    """

    what: ClassVar[str] = "publication"
    publication: Publication
    translation: Translation | None
    others: tuple[reading.Other, ...]
    chosen: str
    read: reading.Reading

    @property
    def text(self) -> Text:
        """The text to show: `title`, `summary`, `body`, `pieces`, `language`."""
        return self.translation or self.publication

    @property
    def number(self) -> int:
        """The key of what is read."""
        return int(self.publication.pk)

    @property
    def original(self) -> str:
        """The language of the original."""
        return self.publication.language

    @property
    def language(self) -> str:
        """The language of the text to show."""
        return self.text.language

    @property
    def languages(self) -> list[str]:
        """All languages it has a text in beside its own."""
        there = [each.language for each in self.others if not each.original]
        return sorted([*there, self.translation.language] if self.translation else there)

    @property
    def around(self) -> reading.Reading:
        """What is read of other publications on its page: as the address chose for this one."""
        if self.chosen == reading.ORIGINAL:
            return replace(self.read, original=True)
        return reading.of(self.chosen) if self.chosen else self.read

    @property
    def outdated(self) -> bool:
        """Whether the original has changed since the translation was made."""
        return self.translation is not None and self.translation.of_version < self.publication.version

    @property
    def translator(self) -> str:
        """Who translated it, under the name they chose; empty where that is not known or they are gone."""
        return credit(self.translation, "translated_by")

    @property
    def checker(self) -> str:
        """Who checked it, likewise."""
        return credit(self.translation, "checked_by")

    @property
    def foreign(self) -> bool:
        """Whether it is shown in a language that the reader did not name, since there is no other version."""
        return self.text.language not in self.read.languages

    @property
    def public(self) -> bool:
        """Whether it is out, so that readers can say what is wrong with it."""
        return self.publication.state == State.PUBLISHED


def provenance(original: str, state: str, *, language: str) -> str:
    """Say in one sentence where a translation comes from, for mails and feeds; empty for an original."""
    said = {
        "machine": _("A machine translated this from %(original)s; nobody has checked it."),
        "unchecked": _("Translated from %(original)s; nobody else has checked it yet."),
        "checked": _("Translated from %(original)s and checked."),
    }
    return said[state] % {"original": languages.name(original, language)} if state in said else ""


class Titled(NamedTuple):
    """The title of a publication as a mail gives it, and the sentence that says where it comes from; empty for the original's."""

    title: str
    provenance: str


def titled(publication: Publication, read: reading.Read) -> Titled:
    """Return the title that somebody reads of a publication, in one query; what is said of it is in the language now active."""
    said = text_in(publication, read)
    return Titled(said.title, origin(publication, said))


def origin(publication: Publication, said: Text) -> str:
    """Say where a text of a publication comes from, in the language now active; empty for the original."""
    state = said.state if isinstance(said, Translation) else ""
    return provenance(publication.language, state, language=languages.current())


def note(original: str, state: str, *, url: str, language: str) -> SafeString:
    """Return `provenance` as HTML for feeds, with the way to the original of the page at `url`; empty for an original."""
    said = provenance(original, state, language=language)
    if not said:
        return SafeString("")
    return format_html(
        '<p lang="{}"><em>{}</em> <a href="{}?original=1" hreflang="{}">{}</a></p>\n', language, said, url, original, _("Read the original")
    )


def of_request(request: HttpRequest, publication: Publication) -> Version:
    """Return what the reader of a page reads of a publication."""
    return version(publication, reading.now(request), chosen=reading.asked(request))


def version(publication: Publication, read: reading.Read, *, chosen: str = "") -> Version:
    """Return what somebody reads of a publication, in one query; a chosen version that there is not is passed over."""
    known = reading.of(read)
    tags = tuple(dict.fromkeys([*known.languages, *([chosen] if languages.is_language(chosen) else [])]))
    wanted = {f"language_{place}": tag for place, tag in enumerate(tags)}
    rows = {row.language: row for row in prepared.rows(_rows, number=publication.pk, **wanted)}
    if chosen in (reading.ORIGINAL, publication.language):
        tag = ""
    elif chosen in rows:
        tag = chosen
    else:
        chosen, tag = "", known.choose(publication.language, {row.language: row.state for row in rows.values()})
    found = rows.get(tag)
    if found is not None:
        found.body, found.pieces = found.wanted_body, found.wanted_pieces
    others = [reading.Other(row.language, row.state) for row in rows.values() if row is not found]
    if found is not None:
        others.insert(0, reading.Other(publication.language, original=True))
    return Version(publication, found, tuple(others), chosen, known)


def text_in(publication: Publication, read: reading.Read) -> Text:
    """Return the text that somebody reads of a publication."""
    return version(publication, read).text


def said(text: Text, key: str, original: str, language: str) -> tuple[str, str]:
    """Return a piece as a text says it, or as it was written, with the language it is said in."""
    found = text.pieces.get(key, "")
    return (found, text.language) if found else (original, language)


def _rows(*, number: int, **wanted: str) -> Any:
    # Only texts that may be shown are wanted whole.
    shown = Q(language__in=list(wanted.values()))
    bodies = Case(When(shown, then=F("body")), default=Value(""), output_field=TextField())
    pieces = Case(When(shown, then=F("pieces")), default=Value({}, JSONField()), output_field=JSONField())
    rows = Translation.objects.filter(publication_id=number).select_related("translated_by", "checked_by").order_by("language")
    rows = rows.annotate(wanted_body=bodies, wanted_pieces=pieces)
    return rows.only(
        "publication_id", "language", "title", "summary", "state", "of_version", "changed_at", "translated_by__name",
        "translated_by__state", "checked_by__name", "checked_by__state",
    )  # fmt: skip


def languages_there() -> set[str]:
    """Return the languages in which there is something that everyone may read: one look into an index for each that people can write in,
    and one through the descriptions of actors.
    """  # noqa: D205
    live = "SELECT 1 FROM publications_publication p WHERE p.language = v.tag AND p.state = 'published' AND p.moderation = 'clear'"
    translated = "SELECT 1 FROM publications_translation t WHERE t.language = v.tag"
    described = "SELECT language FROM actors_actor WHERE summary <> '' UNION SELECT language FROM actors_actortext WHERE summary <> ''"
    listed = ", ".join(["(%s)"] * len(languages.NETWORK))
    with connection.cursor() as cursor:
        # Nothing of the statement comes from outside: the tags are parameters.
        cursor.execute(
            f"WITH v(tag) AS (VALUES {listed}) SELECT tag FROM v WHERE EXISTS ({live}) OR EXISTS ({translated}) OR tag IN ({described})",  # noqa: S608
            list(languages.NETWORK),
        )
        return {row[0] for row in cursor.fetchall()}
