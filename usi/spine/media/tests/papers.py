"""Real PDFs and what can be asked of them."""

import io

import pikepdf
import pytest
import typst
from PIL import Image

from usi.spine.media import documents

ACTION = pikepdf.Dictionary


def pdf(change=None, pages=2, **save):
    """Return a real PDF of some pages, changed by a function."""
    source = b"#set document(title: \"CANARY-TITLE\", author: \"CANARY-AUTHOR\")\n" + b"#pagebreak()\n".join([b"Dismissal letter\n"] * pages)
    with pikepdf.open(io.BytesIO(typst.compile(source))) as made:
        if change:
            change(made)
        out = io.BytesIO()
        made.save(out, **save)
    return out.getvalue()


def cleaned(content):
    return documents.clean(io.BytesIO(content))


def everything(content):
    """Return all that a file says, unpacked, for a search."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as made:
        made.save(out, qdf=True, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


def refusal(content):
    with pytest.raises(documents.DocumentRefused) as caught:
        cleaned(content)
    return str(caught.value)


def photo():
    """Return a small JPEG."""
    out = io.BytesIO()
    Image.effect_noise((90, 90), 40).save(out, "JPEG")
    return out.getvalue()
