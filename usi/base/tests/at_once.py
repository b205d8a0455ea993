"""Runs functions at the same moment, each on a database connection of its own."""

import sqlite3
import threading
from contextlib import closing

import pytest
from django.db import connection, connections


def run(jobs):
    errors = []

    def work(job):
        try:
            job()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.fixture
def threads(transactional_db, tmp_path):
    """Run functions at the same moment, each on a connection of its own; a database in memory is put into a file for this."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield run
        return
    memory, name = connections["default"], connections["default"].settings_dict["NAME"]
    memory.ensure_connection()
    with closing(sqlite3.connect(tmp_path / "threads.sqlite3")) as file:
        memory.connection.backup(file)
    memory.settings_dict["NAME"] = str(tmp_path / "threads.sqlite3")
    connections["default"] = memory.copy()
    yield run
    connections["default"].close()
    connections["default"], memory.settings_dict["NAME"] = memory, name
