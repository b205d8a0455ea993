"""An article's cover: described, really a picture, and stored whole or not at all."""

import io

import pytest
from django.urls import reverse
from PIL import Image

from usi.features.newsroom.tests.factories import start

pytestmark = pytest.mark.django_db


def red():
    """Return a picture to upload."""
    picture = io.BytesIO()
    Image.new("RGB", (900, 500), "red").save(picture, "PNG")
    picture.seek(0)
    picture.name = "a.png"
    return picture


def test_a_cover_needs_a_description(desk, ours):
    union, _, client = desk
    article = start(client, union, ours)
    picture = red()
    address = reverse("newsroom:cover", args=[article.pk])
    assert client.post(address, {"picture": picture, "alt": ""}, headers=ours).status_code == 200
    picture.seek(0)
    assert client.post(address, {"picture": picture, "alt": "A red wall"}, headers=ours).status_code == 302
    article.refresh_from_db()
    assert article.cover.alt == "A red wall"


def test_a_picture_that_lies_about_its_type_is_refused(desk, ours):
    union, _, client = desk
    article = start(client, union, ours)
    fake = io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    fake.name = "a.png"
    answer = client.post(reverse("newsroom:cover", args=[article.pk]), {"picture": fake, "alt": "x"}, headers=ours)
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_a_disk_that_is_full_leaves_no_half_picture(desk, ours, monkeypatch):
    import errno

    from django.core.files.storage import default_storage

    from usi.spine.media.models import Picture

    union, _, client = desk
    article = start(client, union, ours)
    picture = red()
    calls, save = [], default_storage.save

    def full(name, content, **options):
        calls.append(name)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return save(name, content, **options)

    monkeypatch.setattr(default_storage, "save", full)
    answer = client.post(reverse("newsroom:cover", args=[article.pk]), {"picture": picture, "alt": "A wall"}, headers=ours)
    assert answer.status_code == 503
    assert not Picture.objects.exists()
    assert not any(default_storage.exists(name) for name in calls)
