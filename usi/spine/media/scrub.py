"""Reads a PDF on standard input and writes it clean to standard output; run as a process of its own, with little to lose.

What is written holds pages and links and nothing that runs, calls out, hides or names its maker. This file imports nothing of
the node, so that a file which takes over the reader of PDFs finds no settings, no keys and no database here. The exit code says
what was wrong; before the PDF stands one line with the number of its pages.
"""

from __future__ import annotations

import io
import resource
import sys
from collections.abc import Iterator
from typing import Any

import pikepdf

LOCKED, BROKEN, TOO_MUCH, EMPTY = 3, 4, 5, 6
MOST_PAGES = 2_000
MOST_OBJECTS = 150_000
MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 12

# Whatever acts by itself, carries other files, describes makers and times, or belongs to forms, in any object (ISO 32000-2).
UNWANTED = frozenset(
    {
        "/AA", "/AF", "/AcroForm", "/Collection", "/DSS", "/EF", "/EmbeddedFiles", "/JS", "/JavaScript", "/LastModified",
        "/Legal", "/Metadata", "/OpenAction", "/PA", "/Perms", "/PieceInfo", "/Requirements", "/RichMediaContent",
        "/RichMediaSettings", "/SpiderInfo", "/Thumb", "/Threads", "/URIActions", "/XFA",
    }
)
ACTIONS = frozenset(
    {
        "/GoTo", "/GoToR", "/GoToE", "/GoToDp", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named",
        "/SubmitForm", "/ResetForm", "/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView",
        "/RichMediaExecute",
    }
)
LINK_SCHEMES = ("https://", "http://", "mailto:")


class _TooMuch(Exception):
    """More than a document of people needs."""


def main() -> int:
    """Clean one PDF; returns the exit code."""
    content = sys.stdin.buffer.read()
    _bound(len(content))
    try:
        pages, clean = scrub(content)
    except pikepdf.PasswordError:
        return LOCKED
    except (MemoryError, RecursionError, _TooMuch):
        return TOO_MUCH
    except Exception:
        # Whatever a hostile file makes the library say: it cannot be used.
        return BROKEN
    if not pages:
        return EMPTY
    sys.stdout.buffer.write(b"%d\n" % pages + clean)
    sys.stdout.buffer.flush()
    return 0


def _bound(size: int) -> None:
    """Give up memory, time, files and core dumps before the first byte of the file is looked at."""
    for limit, wanted in (
        (resource.RLIMIT_AS, MEMORY_BYTES + 8 * size),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(limit)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(limit, (most, most))


def scrub(content: bytes) -> tuple[int, bytes]:
    """Return a PDF made anew from the pages of another, after their number."""
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
        if pdf.is_encrypted:
            raise pikepdf.PasswordError
        count = len(pdf.pages)
        if len(pdf.objects) > MOST_OBJECTS or count > MOST_PAGES:
            raise _TooMuch
        # What was typed into a form or drawn as a note becomes part of the page.
        if "/AcroForm" in pdf.Root and pdf.Root["/AcroForm"].get("/NeedAppearances"):
            pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        for page in pdf.pages:
            _keep_links(page.obj)
        for holder in _dictionaries(pdf):
            _strip(holder)
        for stream in pdf.objects:
            if isinstance(stream, pikepdf.Stream):
                _strip_photograph(stream)
        for key in ("/Info", "/ID"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        return count, _written(pdf, most=2 * len(content) + 2**20)


def _written(pdf: pikepdf.Pdf, *, most: int) -> bytes:
    out = io.BytesIO()
    # Streams are passed on as they are: what unpacks to gigabytes is never unpacked here. Only what the pages reach is written.
    pdf.save(
        out,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    if out.tell() > most:
        raise _TooMuch
    return out.getvalue()


def _keep_links(page: pikepdf.Object) -> None:
    """Leave no annotation but links: notes name who wrote them, others play, run or carry files."""
    if "/Annots" in page:
        kept = [a for a in page["/Annots"] if isinstance(a, pikepdf.Dictionary) and a.get("/Subtype") == "/Link"]
        page["/Annots"] = pikepdf.Array(kept)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[Any]:
    """Walk every dictionary of the file, those inside others too, without recursion."""
    seen = 0
    for top in [pdf.trailer, *pdf.objects]:
        waiting: list[Any] = [top]
        while waiting:
            value = waiting.pop()
            seen += 1
            if seen > 20 * MOST_OBJECTS:
                raise _TooMuch
            if isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
                yield value
                waiting += [inner for _key, inner in value.items() if _direct(inner)]
            elif isinstance(value, pikepdf.Array):
                waiting += [inner for inner in value if _direct(inner)]  # type: ignore[attr-defined]


def _direct(value: Any) -> bool:
    # What stands on its own is met on its own.
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Array)) and not value.is_indirect


def _strip(holder: Any) -> None:
    for key in list(holder.keys()):
        value = holder.get(key)
        runs = isinstance(value, pikepdf.Dictionary) and _is_action(value) and not _is_harmless(value)
        if runs or (key in UNWANTED and not _is_resource(key, value)):
            del holder[key]
    # A chain of actions hides one behind another.
    if _is_action(holder) and "/Next" in holder:
        del holder["/Next"]


def _is_resource(key: str, value: Any) -> bool:
    """Whether a key that is also a short name stands for a page's font or the like; what runs is known by more than its key."""
    if key not in ("/AA", "/AF", "/JS", "/PA") or not isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)):
        return False
    return str(value.get("/Type", "")) in ("/Font", "/XObject", "/ExtGState", "/Pattern") and not _is_action(value)


def _is_action(value: Any) -> bool:
    """Whether a dictionary is an action: `/S` is also the type of other things, which these names never are."""
    return str(value.get("/Type", "")) == "/Action" or str(value.get("/S", "")) in ACTIONS


def _is_harmless(action: Any) -> bool:
    kind = str(action.get("/S", ""))
    if kind == "/URI":
        return str(action.get("/URI", "")).strip().lower().startswith(LINK_SCHEMES)
    return kind == "/GoTo"


def _strip_photograph(stream: pikepdf.Stream) -> None:
    """Take place, camera and maker out of a JPEG; its pixels stay as they are."""
    filters: Any = stream.get("/Filter")
    only = filters[0] if isinstance(filters, pikepdf.Array) and len(filters) == 1 else filters
    if isinstance(only, pikepdf.Name) and only == "/DCTDecode":
        raw = stream.read_raw_bytes()
        clean = _without_notes(raw)
        if clean != raw:
            parameters: Any = stream.get("/DecodeParms")
            stream.write(clean, filter=filters, decode_parms=parameters)


def _without_notes(jpeg: bytes) -> bytes:
    """Return a JPEG without APP1 to APP13, APP15 and comments (ITU-T T.81, B.1.1.3); APP14 says how its colours are meant."""
    if jpeg[:2] != b"\xff\xd8":
        return jpeg
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xDA:
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if not (0xE1 <= marker <= 0xED or marker in (0xEF, 0xFE)):
            kept.append(jpeg[at:end])
        at = end
    return b"".join([*kept, jpeg[at:]])


if __name__ == "__main__":
    sys.exit(main())
