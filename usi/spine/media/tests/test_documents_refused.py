import os
import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from usi.spine.media import documents, scrub
from usi.spine.media.tests.papers import ACTION, cleaned, everything, pdf, refusal


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
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert refusal(lying)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < 3


def test_a_bomb_inside_a_page_is_never_unpacked(settings):
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1_000_000)) for _ in range(300)) + packer.flush()

    def loaded(made):
        made.pages[0].Resources.XObject = ACTION(Im0=made.make_stream(bomb, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=17000, Height=17000, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceGray, Filter=pikepdf.Name.FlateDecode))

    content = pdf(loaded, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert len(cleaned(content).content) < 2_000_000


def _object_stream_bomb(megabytes):
    """A PDF whose table of objects is packed and unpacks to so many megabytes."""
    packer = zlib.compressobj(9)
    table = b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()
    body = b"%PDF-1.5\n"
    rows = megabytes * 1_000_000 // 5
    head = f"1 0 obj\n<</Type /XRef /Size {rows} /W [1 3 1] /Root 2 0 R /Filter /FlateDecode /Length {len(table)}>>\nstream\n".encode()
    return body + head + table + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.slow
def test_a_bomb_in_the_table_of_objects_ends_in_a_refusal():
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    assert refusal(_object_stream_bomb(2000))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before < scrub.CPU_SECONDS + 3


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


@pytest.mark.parametrize("greed", ["bytearray(2**31)", "exec('while True: pass')"])
def test_a_reader_that_takes_too_much_memory_or_time_is_stopped(monkeypatch, tmp_path, greed):
    program = tmp_path / "scrub.py"
    text = Path(scrub.__file__).read_text().replace(f"CPU_SECONDS = {scrub.CPU_SECONDS}", "CPU_SECONDS = 2")
    program.write_text(text.replace("        pages, clean = scrub(content)\n", f"        {greed}\n        pages, clean = scrub(content)\n"))
    monkeypatch.setattr(documents, "_SCRUB", program)
    assert "too involved" in refusal(pdf())


def test_the_exit_codes_of_both_sides_are_the_same():
    assert (documents.LOCKED, documents.BROKEN, documents.TOO_MUCH, documents.EMPTY) == (scrub.LOCKED, scrub.BROKEN, scrub.TOO_MUCH, scrub.EMPTY)


def test_no_reader_of_pdfs_runs_inside_the_node():
    code = "import os; os.environ['DJANGO_SETTINGS_MODULE']='usi.config.settings'; import django; django.setup(); import usi.config.urls, sys; print('pikepdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"
