"""Reads: whether database, worker and storage are there."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from usi.base import time
from usi.doors.operators.models import Heartbeat
from usi.spine.publications.models import Publication

SECONDS_WITHOUT_HEARTBEAT = 30
LEAST_FREE_BYTES = 50 * 1024 * 1024


def database_answers() -> bool:
    """Whether the database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def seconds_since_heartbeat() -> float | None:
    """Return how long ago a worker last said that it runs, or None if none ever did."""
    at = Heartbeat.objects.filter(id=1).values_list("at", flat=True).first()
    # A clock that was set back puts the last beat into the future; it is as old as it is far away.
    return None if at is None else abs((time.now() - at).total_seconds())


def worker_runs() -> bool:
    """Whether a worker has said so within the last half minute."""
    try:
        seconds = seconds_since_heartbeat()
    except DatabaseError:
        return False
    return seconds is not None and seconds <= SECONDS_WITHOUT_HEARTBEAT


def storage_takes_files() -> bool:
    """Whether uploads could be kept: the folder can be written and its disk is not full."""
    if not isinstance(default_storage, FileSystemStorage) and not hasattr(default_storage, "location"):
        return True
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return os.access(folder, os.W_OK | os.X_OK) and shutil.disk_usage(folder).free >= LEAST_FREE_BYTES
    except OSError:
        return False


def waiting_migrations() -> list[str]:
    """Return the migrations that the database still lacks."""
    executor = MigrationExecutor(connection)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def applied_migrations() -> list[str]:
    """Return the migrations that the database has."""
    return sorted(f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.applied_migrations)


def known_migrations() -> set[str]:
    """Return the migrations that this version of the software has."""
    return {f"{app}.{name}" for app, name in MigrationExecutor(connection).loader.disk_migrations}


def is_empty() -> bool:
    """Whether nobody has an account and nothing was written: a node that may be filled or replaced."""
    if "people_account" not in connection.introspection.table_names():
        return True
    return not get_user_model().objects.exists() and not Publication.objects.exists()
