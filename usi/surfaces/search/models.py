"""What is indexed, which of its two shelves is read, the words of names, and the searches that people keep.

The words of a document lie in a table of the database's own making (`engine`): two shelves, of which one is read while the other is
filled anew. Documents are numbered in the order of their age, so that newest first is one walk backwards.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from usi.base import ids
from usi.spine.people.models import Person


class Index(models.Model):
    """Which shelf is read, which is being filled, and since when it stands. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    live = models.PositiveSmallIntegerField(default=0)
    building = models.PositiveSmallIntegerField(null=True, blank=True)
    run = models.CharField(max_length=32, blank=True, default="", help_text="Of the rebuild that fills the other shelf.")
    left_over = models.PositiveIntegerField(default=0, help_text="Documents that changed or went since; their words may still lie there.")
    built_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """There is one, and it reads one of two shelves."""

        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="search_one_index"),
            models.CheckConstraint(condition=Q(live__in=[0, 1]), name="search_live_shelf"),
        ]

    def __str__(self) -> str:
        """Show the shelf that is read."""
        return f"shelf {self.live}"


class Document(models.Model):
    """One subject on one shelf; its id holds shelf, group and age (see `engine`)."""

    class Subject(models.TextChoices):
        """What can be found."""

        ACTOR = "actor"
        PUBLICATION = "publication"

    id = models.BigIntegerField(primary_key=True)
    shelf = models.PositiveSmallIntegerField()
    subject_type = models.CharField(max_length=12, choices=Subject.choices)
    subject_id = models.BigIntegerField()
    position = models.BigIntegerField(help_text="When it came out, as the publication's position; an actor's id.")
    facets = models.TextField(blank=True, default="", help_text="What can be counted: a letter for the facet before each value.")

    class Meta:
        """Each subject once on a shelf."""

        constraints = [models.UniqueConstraint(fields=["shelf", "subject_type", "subject_id"], name="search_document_once")]

    def __str__(self) -> str:
        """Show what it stands for."""
        return f"{self.subject_type} {self.subject_id}"


class NameWord(models.Model):
    """A word that occurs in names, folded, and as it is written in one of them: what a misspelt name may have meant."""

    word = models.CharField(max_length=60, unique=True)
    shown = models.CharField(max_length=60)
    shelf = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        """Show the word."""
        return self.shown


class Spelling(models.Model):
    """A word of a name without one or two of its letters, as a number: two words with an equal one are alike."""

    key = models.BigIntegerField()
    word = models.ForeignKey(NameWord, models.CASCADE, related_name="spellings")

    class Meta:
        """Looked up by number."""

        constraints = [models.UniqueConstraint(fields=["key", "word"], name="search_spelling_once")]

    def __str__(self) -> str:
        """Show the number."""
        return str(self.key)


class SavedSearch(models.Model):
    """A search that a person keeps and is told about by mail when something new is found."""

    id = ids.IdField()
    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_searches")
    address = models.CharField(max_length=500, help_text="The query string, in one form.")
    language = models.CharField(max_length=20)
    seen = models.BigIntegerField(help_text="Number of the last journal entry that was looked at.")
    created_at = models.DateTimeField()

    class Meta:
        """Each search once for each person."""

        ordering: ClassVar[list[str]] = ["-id"]
        constraints = [models.UniqueConstraint(fields=["person", "address"], name="search_saved_once")]

    def __str__(self) -> str:
        """Show its number only: what somebody looks for is theirs."""
        return f"saved search {self.pk}"
