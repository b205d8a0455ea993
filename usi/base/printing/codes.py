"""QR codes for paper and pages."""

from __future__ import annotations

import io

import segno

_INK = "#16150f"


def qr(address: str) -> bytes:
    """Return a QR code as SVG, to be drawn at any size on white or newsprint; it holds its quiet zone of four modules.

    A quarter of it may be torn or painted over (error correction Q) where the address is short enough for that, else 15 %.
    ISO/IEC 18004.

    :raises ValueError: if the address is too long for a code that a phone reads from a wall (300 bytes)
    """
    if len(address.encode()) > 300:
        raise ValueError("The address is too long for a QR code.")
    code = segno.make(address, error="q" if len(address) <= 100 else "m", micro=False, boost_error=False)
    out = io.BytesIO()
    code.save(out, kind="svg", dark=_INK, light=None, border=4, xmldecl=False, svgclass=None, lineclass=None, omitsize=True)
    return out.getvalue()
