"""Database triggers by which the database itself refuses to change or delete entries."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_FROZEN = ("number", "at", "verb", "subject_type", "subject_id", "by_id", "data", "previous", "digest")
_TABLE = "journal_entry"

_SQLITE_ON = (
    f"CREATE TRIGGER journal_no_update BEFORE UPDATE OF {', '.join(_FROZEN)} ON {_TABLE}"
    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    f"CREATE TRIGGER journal_no_delete BEFORE DELETE ON {_TABLE} BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    # INSERT OR REPLACE takes the old row away without a word to the trigger above.
    f"CREATE TRIGGER journal_no_replace BEFORE INSERT ON {_TABLE} WHEN EXISTS"  # noqa: S608 - a name of ours
    f" (SELECT 1 FROM {_TABLE} WHERE number = NEW.number OR digest = NEW.digest)"
    " BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
)
_SQLITE_OFF = tuple(f"DROP TRIGGER IF EXISTS {name}" for name in ("journal_no_update", "journal_no_delete", "journal_no_replace"))
_POSTGRES_ON = (
    "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    f"CREATE TRIGGER journal_no_update BEFORE UPDATE OF {', '.join(_FROZEN)} ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
    f"CREATE TRIGGER journal_no_delete BEFORE DELETE ON {_TABLE} FOR EACH ROW EXECUTE FUNCTION journal_refuse()",
    f"CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON {_TABLE} FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()",
)
_POSTGRES_OFF = tuple(
    f"DROP TRIGGER IF EXISTS {name} ON {_TABLE}" for name in ("journal_no_update", "journal_no_delete", "journal_no_truncate")
)


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the journal append-only."""
    _run(schema_editor, _POSTGRES_ON if schema_editor.connection.vendor == "postgresql" else _SQLITE_ON)


def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away, before a migration that rebuilds the table."""
    _run(schema_editor, _POSTGRES_OFF if schema_editor.connection.vendor == "postgresql" else _SQLITE_OFF)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: tuple[str, ...]) -> None:
    for statement in statements:
        schema_editor.execute(statement)
