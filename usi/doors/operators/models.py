"""The worker's sign of life."""

from __future__ import annotations

from django.db import models


class Heartbeat(models.Model):
    """When a worker last said that it runs; one row, whichever worker writes it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        """One row only."""

        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="operators_one_heartbeat")]

    def __str__(self) -> str:
        """Return the moment."""
        return f"heartbeat at {self.at:%Y-%m-%d %H:%M:%S}"
