"""Checks a picture that somebody brought and draws it anew, so that nothing but pixels comes through."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from usi.spine.media.models import WIDTHS

MOST_PIXELS = 40_000_000
MOST_SIDE = 12_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# What other formats begin with that browsers or viewers might run: a picture must not be one of them as well.
_FOREIGN = (b"<script", b"<html", b"<svg", b"<!doctype", b"%pdf-", b"<?php", b"pk\x03\x04")


class PictureRefused(Exception):
    """The file cannot be used; the message says why and what to do, in the reader's language."""


@dataclass(frozen=True)
class Rendition:
    """One file of a picture: its width in pixels, `webp` or `jpg`, and its bytes."""

    width: int
    format: str
    content: bytes


@dataclass(frozen=True)
class Drawn:
    """A picture drawn anew: its full size and its renditions."""

    width: int
    height: int
    renditions: tuple[Rendition, ...]


def redraw(upload: IO[bytes]) -> Drawn:
    """Return a picture's renditions in up to three widths, as WebP and JPEG, without any metadata.

    The type is judged by content, never by name. Pixels are counted from the header before any are decoded.

    :raises PictureRefused: if it is too large, broken, cut off, of another type, or two things at once
    """
    content = upload.read(settings.MAX_UPLOAD_BYTES + 1)
    if len(content) > settings.MAX_UPLOAD_BYTES:
        raise PictureRefused(
            _("This picture is larger than %(size)s MB. Save it smaller and try again.") % {"size": settings.MAX_UPLOAD_BYTES // 2**20}
        )
    if not content:
        raise PictureRefused(_("This file is empty. Choose another picture."))
    _refuse_two_in_one(content)
    image = _decoded(content)
    return Drawn(image.width, image.height, tuple(_renditions(image)))


def _refuse_two_in_one(content: bytes) -> None:
    lowered = content.lower()
    if any(mark in lowered[:1024] for mark in _FOREIGN) or any(mark in lowered for mark in _FOREIGN[:4]):
        raise PictureRefused(
            _("This file is a picture and something else at once. Open it in a picture program, save it as JPEG or PNG, and try again.")
        )


def _decoded(content: bytes) -> Image.Image:
    unusable = _("This file is not a picture that we can read. Use a JPEG, PNG, WebP or GIF file.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image: Image.Image = Image.open(io.BytesIO(content), formats=FORMATS)
            if image.width * image.height > MOST_PIXELS or max(image.size) > MOST_SIDE:
                raise PictureRefused(_too_many_pixels(image.size))
            image.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
            image.load()
            upright = ImageOps.exif_transpose(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise PictureRefused(_too_many_pixels(None)) from error
    except UnidentifiedImageError as error:
        raise PictureRefused(unusable) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise PictureRefused(_("This picture is cut off or damaged. Send it again, or save it anew and try once more.")) from error
    return _opaque(upright)


def _too_many_pixels(size: tuple[int, int] | None) -> str:
    if size is None:
        return _("This picture has too many pixels. Scale it down to at most 12,000 by 3,000 and try again.")
    return _("This picture has %(width)s × %(height)s pixels, more than we can take. Scale it down and try again.") % {
        "width": size[0],
        "height": size[1],
    }


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        ground = Image.new("RGB", layered.size, "#ffffff")
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return image.convert("RGB")


def _renditions(image: Image.Image) -> list[Rendition]:
    made = []
    for width in [w for w in WIDTHS if w < image.width] + [min(image.width, WIDTHS[-1])]:
        height = max(1, round(image.height * width / image.width))
        sized = image.resize((width, height), Image.Resampling.LANCZOS)
        # A fresh image carries no EXIF, XMP, ICC or comment.
        clean = Image.frombytes("RGB", sized.size, sized.tobytes())
        made += [Rendition(width, "webp", _encoded(clean, "WEBP", 74)), Rendition(width, "jpg", _encoded(clean, "JPEG", 78))]
    unique = {(r.width, r.format): r for r in made}
    return list(unique.values())


def _encoded(image: Image.Image, format: str, quality: int) -> bytes:
    out = io.BytesIO()
    image.save(out, format, quality=quality, **({"method": 4} if format == "WEBP" else {"optimize": True, "progressive": True}))
    return out.getvalue()
