"""Pictures and their renditions."""

from __future__ import annotations

from django.db import models

from usi.base import ids


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
