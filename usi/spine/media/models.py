"""Pictures and their renditions; documents."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import models
from django.db.models import functions, lookups

from usi.base import ids

WIDTHS = (480, 960, 1600)


class Picture(models.Model):
    """A picture as it is shown: three widths, WebP with JPEG beside it; the file that was brought is not kept."""

    id = ids.IdField()
    name = models.CharField(max_length=40, unique=True, help_text="Random; files are named after it.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=500, help_text="What the picture shows, for those who do not see it.")
    alt_language = models.CharField(max_length=20)
    credit = models.CharField(max_length=200, blank=True, default="")
    bytes_small = models.PositiveIntegerField(default=0, help_text="Size of the smallest WebP, in bytes.")
    uploaded_by = models.BigIntegerField(null=True, help_text="Actor id.")
    created_at = models.DateTimeField()

    class Meta:
        """A picture without a description is not stored."""

        constraints = [models.CheckConstraint(condition=~models.Q(alt=""), name="picture_alt")]

    def __str__(self) -> str:
        """Show the description."""
        return self.alt

    @property
    def widths(self) -> list[int]:
        """The widths it is kept in, in pixels, smallest first."""
        return [width for width in WIDTHS if width < self.width] + [min(self.width, WIDTHS[-1])]

    def file(self, width: int, format: str) -> str:
        """Return a rendition's name in the storage."""
        return f"pictures/{self.name[:2]}/{self.name}-{width}.{format}"

    def url(self, width: int = 0, format: str = "jpg") -> str:
        """Return a rendition's address; the smallest one where no width is given."""
        return default_storage.url(self.file(width or self.widths[0], format))

    @property
    def srcset_webp(self) -> str:
        """The WebP renditions, for a `source` element."""
        return self._srcset("webp")

    @property
    def srcset_jpeg(self) -> str:
        """The JPEG renditions, for an `img` element."""
        return self._srcset("jpg")

    @property
    def src(self) -> str:
        """The smallest JPEG."""
        return self.url()

    @property
    def shown_height(self) -> int:
        """Height in pixels of the smallest rendition, so that the page keeps its place free."""
        return max(1, round(self.height * self.widths[0] / self.width))

    def _srcset(self, format: str) -> str:
        return ", ".join(f"{self.url(width, format)} {width}w" for width in self.widths)


class Document(models.Model):
    """A document as it is given out, made anew from what was brought, which is not kept. What it is called says whoever shows it."""

    class Format(models.TextChoices):
        """What it is."""

        PDF = "pdf"

    id = ids.IdField()
    name = models.CharField(max_length=40, unique=True, help_text="Random; the file is named after it.")
    format = models.CharField(max_length=10, choices=Format.choices)
    bytes = models.PositiveIntegerField(help_text="Size of the file.")
    pages = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, help_text="Digest of the file as it is given out, in hexadecimal digits.")
    uploaded_by = models.BigIntegerField(null=True, help_text="Actor id.")
    created_at = models.DateTimeField()

    class Meta:
        """A document has pages, bytes and a digest."""

        constraints = [
            models.CheckConstraint(condition=models.Q(format__in=["pdf"]), name="document_format"),
            models.CheckConstraint(condition=models.Q(bytes__gt=0, pages__gt=0), name="document_not_empty"),
            models.CheckConstraint(condition=lookups.Exact(functions.Length("sha256"), 64), name="document_sha256"),
        ]

    def __str__(self) -> str:
        """Show what it is."""
        return f"{self.format}, {self.pages} pages, {self.bytes} bytes"

    @property
    def file(self) -> str:
        """The file's name in the storage."""
        return f"documents/{self.name[:2]}/{self.name}.{self.format}"

    @property
    def url(self) -> str:
        """The file's address, from which it is saved and not shown."""
        return default_storage.url(self.file)
