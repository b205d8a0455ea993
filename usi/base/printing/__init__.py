"""Paper: PDF in every script from templates of the rooms, and QR codes. Knows nothing of what is printed."""

from usi.base.printing.codes import qr
from usi.base.printing.coverage import unprintable
from usi.base.printing.sheets import NotPrintable, forget, pdf

__all__ = ["NotPrintable", "forget", "pdf", "qr", "unprintable"]
