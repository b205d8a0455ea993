import io

import pikepdf
import pytest
from PIL import Image

from usi.spine.media.tests.papers import ACTION, cleaned, everything, pdf


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
