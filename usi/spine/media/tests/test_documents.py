import hashlib
import io
import os
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pikepdf
import pytest
import typst
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from PIL import Image

from usi.base.forms import Form
from usi.spine.media import actions, documents, forms, images, scrub
from usi.spine.media.models import Document

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


def test_a_document_keeps_its_pages():
    made = cleaned(pdf(pages=3))
    assert (made.format, made.pages) == ("pdf", 3)
    with pikepdf.open(io.BytesIO(made.content)) as read:
        assert len(read.pages) == 3
        assert any(str(op) in ("Tj", "TJ") for _operands, op in pikepdf.parse_content_stream(read.pages[0]))


def test_author_title_and_times_are_gone():
    content = pdf()
    assert b"CANARY-AUTHOR" in everything(content)
    with pikepdf.open(io.BytesIO(content)) as made:
        before = bytes(made.trailer.ID[0])
    clean = cleaned(content).content
    assert b"CANARY" not in everything(clean)
    with pikepdf.open(io.BytesIO(clean)) as made:
        assert "/Info" not in made.trailer
        assert "/Metadata" not in made.Root
        assert bytes(made.trailer.ID[0]) != before


def _script(made):
    action = ACTION(Type=pikepdf.Name.Action, S=pikepdf.Name.JavaScript, JS="app.alert('CANARY')")
    made.Root.OpenAction = action
    made.Root.Names = ACTION(JavaScript=ACTION(Names=["run", made.make_indirect(action)]))
    made.Root.AA = ACTION(WC=action)
    made.pages[0].AA = ACTION(O=action)


def _launch(made):
    made.pages[0].Annots = [ACTION(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=ACTION(S=pikepdf.Name.Launch, F="CANARY.exe"))]


def _hidden_behind_another(made):
    script = made.make_indirect(ACTION(S=pikepdf.Name.JavaScript, JS="CANARY()"))
    good = ACTION(S=pikepdf.Name.URI, URI="https://example.org", Next=[script])
    made.pages[0].Annots = [ACTION(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=good)]


def _script_address(made):
    made.pages[0].Annots = [ACTION(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=ACTION(S=pikepdf.Name.URI, URI="javascript:CANARY"))]


def _attached(made):
    made.attachments["CANARY.exe"] = pikepdf.AttachedFileSpec(made, b"MZ CANARY", filename="CANARY.exe")


def _note(made):
    made.pages[0].Annots = [ACTION(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T="CANARY-REVIEWER", Contents="CANARY")]


def _form(made):
    field = made.make_indirect(ACTION(FT=pikepdf.Name.Tx, T="CANARY", Subtype=pikepdf.Name.Widget, Rect=[0, 0, 9, 9], AA=ACTION(K=ACTION(S=pikepdf.Name.JavaScript, JS="CANARY()"))))
    made.Root.AcroForm = ACTION(Fields=[field], XFA="CANARY")
    made.pages[0].Annots = [field]


def _submitted(made):
    made.Root.Outlines = made.make_indirect(ACTION(First=ACTION(Title="x", A=ACTION(S=pikepdf.Name.SubmitForm, F="https://CANARY.example"))))


def _piece(made):
    made.pages[0].PieceInfo = ACTION(Illustrator=ACTION(Private="CANARY"))
    made.pages[0].LastModified = "CANARY"


def _behind_a_font(made):
    action = made.make_indirect(ACTION(Type=pikepdf.Name.Font, S=pikepdf.Name.JavaScript, JS="CANARY()"))
    made.pages[0].AA = ACTION(Type=pikepdf.Name.Font, O=action)
    made.Root.OpenAction = action


@pytest.mark.parametrize("change", [_script, _launch, _hidden_behind_another, _script_address, _attached, _note, _form, _submitted, _piece, _behind_a_font])
def test_what_runs_calls_out_or_names_people_is_gone(change):
    content = pdf(change)
    assert b"CANARY" in everything(content)
    said = everything(cleaned(content).content)
    assert b"CANARY" not in said
    assert b"JavaScript" not in said


def test_earlier_versions_inside_the_file_are_gone():
    first = pdf(lambda made: setattr(made.Root, "Lang", "CANARY"))
    start = int(first.rpartition(b"startxref")[2].split()[0])
    with pikepdf.open(io.BytesIO(first)) as made:
        number, size, pages = made.Root.objgen[0], int(made.trailer.Size), made.Root.Pages.objgen[0]
    body = f"\n{number} 0 obj\n<</Type /Catalog /Pages {pages} 0 R>>\nendobj\n".encode()
    at = len(first) + len(body)
    table = f"xref\n{number} 1\n{len(first) + 1:010} 00000 n \ntrailer\n<</Size {size} /Root {number} 0 R /Prev {start}>>\nstartxref\n{at}\n%%EOF\n"
    content = first + body + table.encode()
    assert b"CANARY" in content
    assert b"CANARY" not in everything(cleaned(content).content)


def test_links_to_pages_on_the_web_stay():
    def link(made):
        made.pages[0].Annots = [ACTION(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=ACTION(S=pikepdf.Name.URI, URI="https://example.org/x"))]

    assert b"https://example.org/x" in everything(cleaned(pdf(link)).content)


def test_what_was_filled_into_a_form_stays_on_the_page():
    def filled(made):
        shape = made.make_stream(b"BT /F 9 Tf (FILLED-IN) Tj ET", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 99, 9])
        field = made.make_indirect(ACTION(FT=pikepdf.Name.Tx, T="a", V="FILLED-IN", Subtype=pikepdf.Name.Widget, Rect=[0, 0, 99, 9], F=4, AP=ACTION(N=shape)))
        made.Root.AcroForm = ACTION(Fields=[field])
        made.pages[0].Annots = [field]

    said = everything(cleaned(pdf(filled)).content)
    assert b"FILLED-IN" in said
    assert b"AcroForm" not in said


def test_place_and_camera_of_a_photograph_inside_are_gone_and_its_pixels_are_not():
    exif = Image.Exif()
    exif[0x010F] = "CANARY-CAMERA"
    photo = io.BytesIO()
    Image.effect_noise((80, 60), 40).convert("RGB").save(photo, "JPEG", exif=exif, comment=b"CANARY-COMMENT")

    def with_photo(made):
        image = made.make_stream(photo.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=80, Height=60, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.DCTDecode)
        made.pages[0].Resources.XObject = ACTION(Im0=image)

    content = cleaned(pdf(with_photo)).content
    assert b"CANARY" not in everything(content)
    with pikepdf.open(io.BytesIO(content)) as made:
        kept = Image.open(io.BytesIO(made.pages[0].Resources.XObject.Im0.read_raw_bytes()))
        assert kept.tobytes() == Image.open(io.BytesIO(photo.getvalue())).tobytes()


def test_a_font_that_is_called_like_something_unwanted_stays():
    def named(made):
        made.pages[0].Resources.Font["/AA"] = made.make_indirect(ACTION(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica))

    assert b"Helvetica" in everything(cleaned(pdf(named)).content)


def test_a_page_of_html_is_refused():
    assert "not a PDF" in refusal(b"<!doctype html><title>x</title><p>%PDF-1.7")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n<html><script>alert(1)</script>\n" + pdf(), pdf() + b"PK\x05\x06" + b"\0" * 18, pdf() + b"<script>alert(1)</script>"])
def test_a_pdf_that_is_something_else_as_well_is_refused(content):
    assert "something else" in refusal(content)


def test_a_pdf_behind_a_page_of_html_is_refused():
    assert "not a PDF" in refusal(b"<html>" + pdf())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_pdf_that_was_cut_off_is_refused(share):
    content = pdf()
    assert "cut off" in refusal(content[: int(len(content) * share)])


def test_noise_after_the_first_bytes_is_refused():
    assert "damaged" in refusal(b"%PDF-1.7\n" + os.urandom(5000))


@pytest.mark.parametrize("passwords", [{"user": "a", "owner": "b"}, {"user": "", "owner": "b"}])
def test_a_locked_pdf_is_refused(passwords):
    assert "password" in refusal(pdf(encryption=pikepdf.Encryption(**passwords)))


def test_an_empty_file_is_refused():
    assert "empty" in refusal(b"")


def test_a_file_over_the_limit_is_refused(settings):
    settings.MAX_UPLOAD_BYTES = 1000
    assert "larger" in refusal(pdf())


def test_a_stream_that_claims_a_hundred_megabytes_costs_nothing():
    content = pdf(lambda made: None, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    number = content.index(b"/Length ") + 8
    end = number + len(content[number : number + 12].split(b" ")[0].split(b">")[0].split(b"\n")[0])
    lying = content[:number] + b"104857600" + content[end:]
    started = time.perf_counter()
    assert refusal(lying)
    assert time.perf_counter() - started < 10


def test_a_bomb_inside_a_page_is_never_unpacked(settings):
    bomb = zlib.compress(b"\0" * 300_000_000, 9)

    def loaded(made):
        made.pages[0].Resources.XObject = ACTION(Im0=made.make_stream(bomb, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=17000, Height=17000, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray, Filter=pikepdf.Name.FlateDecode))

    content = pdf(loaded, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(cleaned(content).content) < 2_000_000


def _object_stream_bomb(megabytes):
    """A PDF whose table of objects is packed and unpacks to so many megabytes."""
    table = zlib.compress(b"\0" * (megabytes * 1_000_000), 9)
    body = b"%PDF-1.5\n"
    rows = megabytes * 1_000_000 // 5
    head = f"1 0 obj\n<</Type /XRef /Size {rows} /W [1 3 1] /Root 2 0 R /Filter /FlateDecode /Length {len(table)}>>\nstream\n".encode()
    return body + head + table + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.slow
def test_a_bomb_in_the_table_of_objects_ends_in_a_refusal():
    started = time.perf_counter()
    assert refusal(_object_stream_bomb(2000))
    assert time.perf_counter() - started < documents.SECONDS


def test_more_pages_than_a_document_has_are_refused():
    def many(made):
        for _ in range(scrub.MOST_PAGES):
            made.add_blank_page(page_size=(10, 10))

    assert "too involved" in refusal(pdf(many))


def test_dictionaries_inside_dictionaries_are_walked_without_recursion():
    def deep(made):
        value = ACTION(JS="CANARY")
        for _ in range(400):
            value = ACTION(A=value)
        made.Root.Deep = value

    assert b"CANARY" not in everything(cleaned(pdf(deep)).content)


def test_a_reader_that_never_ends_is_stopped(monkeypatch, tmp_path):
    program = tmp_path / "scrub.py"
    program.write_text("import time\ntime.sleep(60)")
    monkeypatch.setattr(documents, "_SCRUB", program)
    monkeypatch.setattr(documents, "SECONDS", 0.5)
    assert "too involved" in refusal(pdf())


def test_the_process_that_reads_a_file_sees_nothing_of_the_node_and_writes_no_files(monkeypatch, tmp_path):
    monkeypatch.setenv("USI_SECRET_KEY", "CANARY")
    program = tmp_path / "scrub.py"
    text = Path(scrub.__file__).read_text()
    program.write_text(text.replace("    content = sys.stdin.buffer.read()\n", "    content = sys.stdin.buffer.read()\n    _look()\n", 1).replace("def main()", _LOOK + "\n\ndef main()", 1))
    monkeypatch.setattr(documents, "_SCRUB", program)
    assert cleaned(pdf()).pages == 2


_LOOK = """
def _look() -> None:
    import os
    _bound(0)
    assert "CANARY" not in str(os.environ) and not any(name.startswith("usi") for name in sys.modules)
    import signal, tempfile
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with tempfile.TemporaryFile(buffering=0) as file:
            file.write(b"x")
    except OSError:
        return
    os._exit(9)
"""


def test_the_exit_codes_of_both_sides_are_the_same():
    assert (documents.LOCKED, documents.BROKEN, documents.TOO_MUCH, documents.EMPTY) == (scrub.LOCKED, scrub.BROKEN, scrub.TOO_MUCH, scrub.EMPTY)


def test_no_reader_of_pdfs_runs_inside_the_node():
    code = "import os; os.environ['DJANGO_SETTINGS_MODULE']='usi.config.settings'; import django; django.setup(); import usi.config.urls, sys; print('pikepdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


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


def photo():
    out = io.BytesIO()
    Image.effect_noise((90, 90), 40).save(out, "JPEG")
    return out.getvalue()


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
