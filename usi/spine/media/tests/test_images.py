import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from PIL import Image, PngImagePlugin

from usi.spine.media import actions, images
from usi.spine.media.models import Picture


def picture(format="JPEG", size=(2000, 1000), **options):
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, format, **options)
    out.seek(0)
    return out


def huge_png(width, height):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b""))


def refusal(upload):
    with pytest.raises(images.PictureRefused) as caught:
        images.redraw(upload)
    return str(caught.value)


def test_a_picture_is_drawn_in_three_widths_as_webp_and_jpeg():
    drawn = images.redraw(picture())
    assert {(r.width, r.format) for r in drawn.renditions} == {(w, f) for w in (480, 960, 1600) for f in ("webp", "jpg")}
    for rendition in drawn.renditions:
        assert Image.open(io.BytesIO(rendition.content)).width == rendition.width


def test_a_small_picture_is_not_enlarged():
    assert {r.width for r in images.redraw(picture(size=(300, 200))).renditions} == {300}


def test_place_maker_and_notes_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "CANARY-MAKER"
    exif.get_ifd(0x8825)[1] = "N"
    drawn = images.redraw(picture(exif=exif, comment=b"CANARY-COMMENT", xmp=b"<x>CANARY-XMP</x>"))
    for rendition in drawn.renditions:
        assert b"CANARY" not in rendition.content
        shown = Image.open(io.BytesIO(rendition.content))
        assert not shown.getexif()
        assert "xmp" not in shown.info


def test_text_chunks_of_png_are_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "CANARY-NAME")
    assert all(b"CANARY" not in r.content for r in images.redraw(picture("PNG", (400, 300), pnginfo=info)).renditions)


def test_a_picture_of_900_million_pixels_is_refused_before_it_is_decoded():
    assert "too many pixels" in refusal(huge_png(30_000, 30_000))
    assert "7000" in refusal(huge_png(7_000, 7_000))


def test_a_file_that_lies_about_its_type_is_refused():
    assert "JPEG, PNG" in refusal(io.BytesIO(b"MZ\x90\0 not a picture"))
    assert "JPEG, PNG" in refusal(io.BytesIO(b"RIFF\x00\x00\x00\x00AVI LIST"))


@pytest.mark.parametrize("mark", [b"<script>alert(1)</script>", b"<?php echo 1;", b"%PDF-1.7"])
def test_a_picture_that_is_something_else_as_well_is_refused(mark):
    upload = picture("PNG", (50, 50), pnginfo=_comment(mark)) if mark[:1] != b"%" else io.BytesIO(b"%PDF-1.7\n" + picture(size=(50, 50)).read())
    assert refusal(upload)


def _comment(mark):
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", mark.decode())
    return info


def test_a_picture_cut_off_half_way_is_refused():
    content = picture("PNG", (800, 800)).read()
    assert "cut off" in refusal(io.BytesIO(content[: len(content) // 2]))


def test_a_file_over_the_limit_is_refused(settings):
    settings.MAX_UPLOAD_BYTES = 1000
    assert "larger" in refusal(picture())


@pytest.mark.django_db
def test_a_picture_needs_a_description(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with pytest.raises(images.PictureRefused):
        actions.store(picture(), alt="  ", language="en")
    assert Picture.objects.count() == 0


@pytest.mark.django_db
def test_a_stored_picture_has_a_random_name_and_is_served(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    stored = actions.store(picture(size=(600, 400)), alt="A crane at dawn", language="en", credit="Drawn by M.")
    again = actions.store(picture(size=(600, 400)), alt="A crane at dawn", language="en")
    assert stored.name != again.name
    response = client.get(stored.url(480, "webp"))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "image/webp"
    assert client.get("/media/../secrets/usi_secret_key").status_code == 404


@pytest.mark.django_db
def test_a_full_disk_leaves_no_half_picture(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    save, calls = default_storage.save, []

    def fails_at_the_third(name, content):
        calls.append(name)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", fails_at_the_third)
    with pytest.raises(OSError, match="No space"):
        actions.store(picture(), alt="A crane", language="en")
    assert Picture.objects.count() == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
