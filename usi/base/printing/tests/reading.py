"""Reads a PDF back as a printer would: which fonts it brings, which letters it shows, and whether any of them is a box."""

import io
import re

import pikepdf


class Read:
    """What a PDF shows. `text` holds the letters in the order they are drawn, without spaces; `boxes` counts `.notdef` glyphs."""

    def __init__(self, content: bytes, pages: slice = slice(None)) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.pages = len(self.pdf.pages)
        self.title = str(self.pdf.docinfo.get("/Title", ""))
        self.language = str(self.pdf.Root.get("/Lang", ""))
        self.fonts: set[str] = set()
        self.boxes = 0
        self.text = ""
        for page in self.pdf.pages[pages]:
            self._read(page.obj, page.obj.get("/Resources", {}))

    def _read(self, content, resources) -> None:
        fonts = {name: _Font(font) for name, font in resources.get("/Font", {}).items()}
        self.fonts |= {font.name for font in fonts.values()}
        font = None
        for operands, operator in pikepdf.parse_content_stream(content):
            if str(operator) == "Tf":
                font = fonts[str(operands[0])]
            elif str(operator) == "Do":
                drawn = resources["/XObject"][str(operands[0])]
                if drawn.get("/Subtype") == "/Form":
                    self._read(drawn, drawn.get("/Resources", {}))
            elif str(operator) in ("Tj", "TJ"):
                parts = operands[0] if str(operator) == "TJ" else [operands[0]]
                for part in parts:
                    if isinstance(part, pikepdf.String):
                        self._show(bytes(part), font)

    def _show(self, codes: bytes, font) -> None:
        for glyph in (int.from_bytes(codes[n : n + 2]) for n in range(0, len(codes), 2)):
            self.boxes += glyph == 0
            self.text += font.letters.get(glyph, "")


class _Font:
    def __init__(self, font) -> None:
        assert font["/Encoding"] == "/Identity-H"
        self.name = str(font["/BaseFont"]).partition("+")[2]
        self.letters = {}
        cmap = font["/ToUnicode"].read_bytes().decode()
        for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
            for code, letters in re.findall(r"<(\w+)>\s*<(\w+)>", block):
                self.letters[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be")
        assert "beginbfrange" not in cmap


def squeezed(text: str) -> str:
    """Return a text without spaces, to be found in what was read."""
    return "".join(text.split())
