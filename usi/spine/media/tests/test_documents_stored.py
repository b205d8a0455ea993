import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from usi.base.forms import Form
from usi.doors.operators import archive
from usi.spine.media import actions, documents, forms, images
from usi.spine.media.models import Document
from usi.spine.media.tests.papers import pdf, photo


@pytest.mark.django_db
def test_a_stored_document_is_saved_and_never_shown(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    stored = actions.take_document(io.BytesIO(pdf()), by=7)
    again = actions.take_document(io.BytesIO(pdf()))
    assert stored.name != again.name
    assert (stored.format, stored.pages, stored.uploaded_by) == ("pdf", 2, 7)
    answer = client.get(stored.url)
    content = b"".join(answer)
    assert answer.status_code == 200
    assert len(content) == stored.bytes
    assert hashlib.sha256(content).hexdigest() == stored.sha256
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert client.get(stored.url.replace(".pdf", ".html")).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_removed_document_is_gone_with_its_file(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    stored = actions.take_document(io.BytesIO(pdf()))
    url = stored.url
    actions.remove_document(stored, by=None)
    assert client.get(url).status_code == 404
    assert Document.objects.count() == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.storage
@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"pages": 0}, {"bytes": 0}, {"sha256": "abc"}, {"format": "exe"}])
def test_the_database_takes_no_document_that_is_none(settings, tmp_path, wrong):
    settings.MEDIA_ROOT = tmp_path
    stored = actions.take_document(io.BytesIO(pdf()))
    with pytest.raises(IntegrityError):
        Document.objects.filter(pk=stored.pk).update(**wrong)


@pytest.mark.django_db
def test_a_row_that_cannot_be_written_leaves_no_file(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path

    def fails(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(actions.journal, "record", fails)
    with pytest.raises(OSError, match="No space"):
        actions.take_document(io.BytesIO(pdf()))
    assert Document.objects.count() == 0
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


class Evidence(Form):
    file = forms.PictureOrDocumentField(required=False)
    paper = forms.DocumentField(required=False)
    picture = forms.PictureField(required=False)


def sent(**files):
    form = Evidence({}, {name: SimpleUploadedFile("../x.exe", content) for name, content in files.items()})
    form.is_valid()
    return form


def test_a_field_gives_what_is_to_be_stored_by_content_not_by_name():
    form = sent(file=pdf(), paper=pdf(), picture=photo())
    assert isinstance(form.cleaned_data["file"], documents.Cleaned)
    assert isinstance(form.cleaned_data["paper"], documents.Cleaned)
    assert isinstance(form.cleaned_data["picture"], images.Drawn)
    assert isinstance(sent(file=photo()).cleaned_data["file"], images.Drawn)


def test_what_is_wrong_with_a_file_stands_with_its_field():
    form = sent(file=b"a letter", paper=photo(), picture=pdf())
    assert "JPEG, PNG" in form.errors["file"][0]
    assert "not a PDF" in form.errors["paper"][0]
    assert form.errors["picture"]


def test_a_field_left_empty_gives_nothing():
    form = sent()
    assert form.cleaned_data == {"file": None, "paper": None, "picture": None}


@pytest.mark.django_db
def test_what_a_field_gave_is_stored(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    form = sent(paper=pdf(), picture=photo())
    assert default_storage.exists(actions.take_document(form.cleaned_data["paper"]).file)
    assert actions.store(form.cleaned_data["picture"], alt="A wall", language="en").width == 90


@pytest.mark.django_db
def test_a_backup_holds_documents_as_it_holds_pictures(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    stored = actions.take_document(io.BytesIO(pdf()))
    files = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [stored.file]
    assert archive.is_name(f"media/{stored.file}")
