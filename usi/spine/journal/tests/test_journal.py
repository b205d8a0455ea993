import pytest
from django.db import DatabaseError, connection, transaction

from usi.spine.journal import actions, chain, guards
from usi.spine.journal.models import Entry, Head
from usi.spine.publications.tests.factories import actor

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
ran = []


def note(entry):
    ran.append(entry.number)


def fail(entry):
    raise RuntimeError


REACTIONS = {"test.happened": (f"{__name__}.note",), "test.fails": (f"{__name__}.fail",)}


@pytest.fixture(autouse=True)
def _reactions(settings):
    settings.REACTIONS_MODULE = __name__
    ran.clear()


def entries(count=3, verb="test.happened"):
    subject = actor()
    return [actions.record(verb, subject, data={"n": n, "word": "λέξη"}) for n in range(count)]


def test_a_whole_chain_holds():
    entries()
    assert chain.verify().fault == ""


@pytest.mark.parametrize("change", [lambda e: Entry.objects.filter(pk=e.pk).update(verb="other"), lambda e: e.delete(), lambda e: Entry.objects.filter(pk=e.pk).update(digest="0" * 64)])
def test_the_database_refuses_change_and_deletion(change):
    made = entries()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(made[1])
    assert chain.verify().fault == ""


def test_no_row_is_replaced_and_the_table_is_not_emptied():
    made = entries()
    table, columns = Entry._meta.db_table, "number, " + ", ".join(f.column for f in Entry._meta.fields if f.column != "number")
    replace = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE number = {made[1].number}"
    statement = f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else replace
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.count() == 3


def test_only_the_dispatch_mark_may_move():
    made = entries()
    assert actions.react(made[0].number)
    assert Entry.objects.get(pk=made[0].pk).dispatched_at is not None


def _remove_guards():
    with connection.cursor() as cursor:
        for statement in guards._POSTGRES_OFF if connection.vendor == "postgresql" else guards._SQLITE_OFF:
            cursor.execute(statement)


@pytest.mark.parametrize(
    ("tamper", "finding"),
    [
        (lambda made: Entry.objects.filter(pk=made[1].pk).update(data={"n": 99}), "was changed"),
        (lambda made: Entry.objects.filter(pk=made[1].pk).delete(), "is missing"),
        (lambda made: Entry.objects.filter(pk=made[2].pk).delete(), "entries are missing"),
        (lambda made: Entry.objects.filter(pk=made[2].pk).update(previous=made[0].digest), "does not follow"),
    ],
)
def test_what_was_changed_taken_out_or_moved_is_found(tamper, finding):
    made = entries()
    _remove_guards()
    tamper(made)
    assert finding in chain.verify().fault


def test_what_was_lost_is_dispatched_again_by_the_sweep():
    made = entries()
    assert actions.sweep(older_than_seconds=-1) >= 3
    assert set(ran) >= {entry.number for entry in made}
    ran.clear()
    actions.sweep(older_than_seconds=-1)
    assert not set(ran) & {entry.number for entry in made}


def test_a_reaction_that_keeps_failing_is_left_for_the_operator():
    made = entries(1, verb="test.fails")[0]
    for _ in range(actions.MOST_ATTEMPTS + 2):
        actions.sweep(older_than_seconds=-1)
    entry = Entry.objects.get(pk=made.pk)
    assert entry.attempts == actions.MOST_ATTEMPTS
    assert entry.dispatched_at is None


def test_an_entry_of_a_transaction_that_fails_never_was():
    head = Head.objects.filter(id=1).values_list("number", flat=True).first()
    with pytest.raises(RuntimeError), transaction.atomic():
        entries()
        raise RuntimeError
    assert Head.objects.filter(id=1).values_list("number", flat=True).first() == head
