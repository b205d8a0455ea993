"""The small commands, and what is compiled and collected at the start."""

import io
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from usi.doors.operators import catalogues, prepare, queries
from usi.spine.journal import actions as journal
from usi.spine.journal import guards
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories
from usi.spine.publications.models import Figure
from usi.spine.publications.tests.factories import publication


def said(*command):
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.mark.storage
@pytest.mark.django_db
def test_the_journal_is_verified_and_its_head_told():
    union = factories.organisation()
    last = journal.record("test.said", union.actor)
    assert last.digest in said("journal", "verify")


@pytest.mark.storage
@pytest.mark.django_db(transaction=True)
def test_a_changed_entry_is_found():
    union = factories.organisation()
    first = journal.record("test.said", union.actor)
    journal.record("test.said", union.actor)
    with connection.schema_editor() as editor:
        guards.remove(None, editor)
    Entry.objects.filter(pk=first.pk).update(verb="test.unsaid")
    with connection.schema_editor() as editor:
        guards.install(None, editor)
    with pytest.raises(CommandError, match=f"Entry {first.number} was changed"):
        said("journal", "verify")


@pytest.mark.storage
@pytest.mark.django_db
def test_recount_mends_wrong_figures():
    union = factories.organisation()
    publication(author=union.actor)
    right = list(Figure.objects.values_list("actor_id", "kind", "count").order_by("actor_id", "kind"))
    Figure.objects.update(count=99)
    said("recount")
    assert list(Figure.objects.values_list("actor_id", "kind", "count").order_by("actor_id", "kind")) == right


@pytest.mark.django_db
def test_a_node_with_people_is_not_empty():
    assert queries.is_empty()
    factories.person()
    assert not queries.is_empty()


PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Union"\nmsgstr "{}"\n'


def test_catalogues_are_compiled_when_they_changed_and_only_then(tmp_path):
    import gettext

    source = tmp_path / "el" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO.format("Σωματείο"), "utf-8")
    assert catalogues.compile_stale([tmp_path]) == 1
    assert catalogues.compile_stale([tmp_path]) == 0
    # A checkout of an older state brings an older time along.
    source.write_text(PO.format("Συνδικάτο"), "utf-8")
    os.utime(source, (1_000_000_000, 1_000_000_000))
    assert catalogues.compile_stale([tmp_path]) == 1
    with source.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Union") == "Συνδικάτο"
    assert sorted(path.name for path in source.parent.iterdir()) == ["django.mo", "django.po"]


def test_static_files_are_collected_when_they_changed_and_only_then(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    calls = []

    def collect(name, **options):
        calls.append(name)
        (tmp_path / "static").mkdir(exist_ok=True)
        (tmp_path / "static" / "staticfiles.json").write_text("{}")

    monkeypatch.setattr(prepare, "call_command", collect)
    digests = ["a", "a", "b", "b"]
    monkeypatch.setattr(prepare, "_static_digest", lambda: digests.pop(0))
    for _ in range(4):
        prepare._static(lambda text: None)
    assert calls == ["collectstatic", "collectstatic"]
    (tmp_path / "static" / "staticfiles.json").unlink()
    digests.append("b")
    prepare._static(lambda text: None)
    assert len(calls) == 3


def test_the_digest_of_static_files_is_of_their_content():
    assert prepare._static_digest() == prepare._static_digest()
