"""Form fields for pictures and documents; what is wrong with a file stands with its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from usi.spine.media import documents, images

_PICTURES = "image/jpeg,image/png,image/webp,image/gif"
_DOCUMENTS = "application/pdf"
Checked = documents.Cleaned | images.Drawn


class _MediaField(forms.FileField):
    """A file that is checked by content while the form is; gives what is to be stored, or None."""

    accept = ""
    default_help: Any = ""
    check: Callable[[IO[bytes]], Checked]

    def __init__(self, **kwargs: Any) -> None:
        """Let the browser offer files of the right kinds."""
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": self.accept}))
        kwargs.setdefault("help_text", self.default_help)
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return what is to be stored."""
        upload = super().clean(data, initial)
        if not isinstance(upload, UploadedFile):
            return None
        try:
            return self.check(cast(IO[bytes], upload))
        except (documents.DocumentRefused, images.PictureRefused) as refused:
            raise ValidationError(str(refused)) from refused


class PictureField(_MediaField):
    """A picture, drawn anew (`images.Drawn`, for `media.actions.store`)."""

    accept = _PICTURES
    default_help = _("JPEG, PNG, WebP or GIF. Place and camera data are removed.")
    check = staticmethod(images.redraw)


class DocumentField(_MediaField):
    """A PDF, made anew (`documents.Cleaned`, for `media.actions.take_document`)."""

    accept = _DOCUMENTS
    default_help = _("PDF. Author, notes, scripts and attached files are removed.")
    check = staticmethod(documents.clean)


class PictureOrDocumentField(_MediaField):
    """A picture or a PDF; gives `images.Drawn` or `documents.Cleaned`. A picture needs a description from another field."""

    accept = f"{_PICTURES},{_DOCUMENTS}"
    default_help = _("PDF, JPEG, PNG, WebP or GIF. Who made it, where and with what is removed.")

    @staticmethod
    def check(upload: IO[bytes]) -> Checked:
        """Check whichever it is, by its first bytes."""
        head = upload.read(5)
        upload.seek(0)
        return documents.clean(upload) if documents.is_pdf(head) else images.redraw(upload)
