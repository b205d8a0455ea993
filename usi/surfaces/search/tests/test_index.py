"""The index is built beside what is read, and follows everything that happens."""

import io

import pytest
from django.core.management import call_command
from django.db import connection

from usi.base.access import ANONYMOUS
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories
from usi.spine.publications import actions as publications
from usi.spine.publications import kinds
from usi.spine.publications.models import Publication, Translation
from usi.spine.publications.tests.factories import publication
from usi.spine.taxonomy import queries as taxonomy_queries
from usi.surfaces.search import actions, engine, queries, tasks
from usi.surfaces.search.actions import renewing
from usi.surfaces.search.models import Document, Index, NameWord
from usi.surfaces.search.queries import Near, Question

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def now(q):
    question = Question.read({"q": q}, language="en")
    return [row.title for row in queries.listing(question, reader=ANONYMOUS, close=Near()).items]


def test_a_rebuild_finds_the_same_and_what_is_read_meanwhile_is_whole(react, union):
    made = [publication(author=union, kind="toy", title=f"horse {n}") for n in range(5)]
    react()
    before, seen = now("horse"), []
    publications.move(publication(author=union, kind="toy", title="horse withdrawn"), to="withdrawn", by=union, reason="x")
    found = actions.rebuild(progress=lambda done, total: seen.append((done, total, now("horse"))))
    assert found == Document.objects.count() > len(made)
    assert all(shown == before for _, _, shown in seen)
    assert seen[-1][0] == seen[-1][1]
    assert now("horse") == before
    assert Document.objects.values_list("shelf", flat=True).distinct().get() == Index.objects.get().live == 1
    actions.rebuild()
    assert now("horse") == before


def test_after_a_rebuild_the_database_looks_words_up_and_does_not_read_everything(union):
    publication(author=union, kind="toy", title="horse")
    for _ in range(2):
        actions.rebuild()
        if engine.is_postgres():
            with connection.cursor() as cursor:
                cursor.execute("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'search_words_%_found'")
                assert f"search_words_{Index.objects.get().live}_found" in {row[0] for row in cursor.fetchall()}
        assert now("horse") == ["horse"]
    assert Index.objects.get().live == 0


def test_what_changes_during_a_rebuild_is_in_the_new_index(react, union):
    item = publication(author=union, kind="toy", title="horse")
    late = publication(author=union, kind="toy", title="mule")
    react()
    changed = []

    def change(done, total):
        if not changed:
            changed.append(publications.edit(item, by=union, version=item.version, title="donkey"))
            publications.moderate(late, to="hidden", by=None)
            actions.index("publication", [item.pk, late.pk])

    actions.rebuild(progress=change)
    assert now("donkey") == ["donkey"]
    assert now("horse") == now("mule") == []


def test_a_second_rebuild_takes_the_place_of_the_first(union):
    publication(author=union, kind="toy", title="horse")
    inner = []

    def again(done, total):
        if not inner:
            inner.append(1)
            actions.rebuild()

    with pytest.raises(actions.Superseded):
        actions.rebuild(progress=again)
    assert now("horse") == ["horse"]


def test_the_command_says_how_many_can_be_found(union):
    publication(author=union, kind="toy", title="horse")
    out, err = io.StringIO(), io.StringIO()
    call_command("search", "rebuild", stdout=out, stderr=err)
    assert f"{Document.objects.count()} organisations, people, subjects and publications can be found." in out.getvalue()
    assert "100 %" in err.getvalue()


def test_a_node_without_an_index_gets_one_and_a_changed_one_is_renewed_at_night(react, union):
    item = publication(author=union, kind="toy", title="horse")
    tasks.begin.call_local()
    assert now("horse") == ["horse"]
    assert actions.renew() is False
    publications.edit(item, by=union, version=item.version, title="donkey")
    react()
    assert Index.objects.get().left_over > 0
    tasks.renew.call_local()
    assert Index.objects.get().left_over == 0
    assert now("donkey") == ["donkey"]


def test_words_of_names_that_are_gone_go_with_the_next_rebuild(union):
    actions.rebuild()
    assert NameWord.objects.filter(word="piraeus").exists()
    union.name = "Other"
    union.save(update_fields=["name"])
    actions.rebuild()
    assert not NameWord.objects.filter(word="piraeus").exists()
    assert NameWord.objects.filter(word="other").exists()


def test_what_a_kind_keeps_beside_the_envelope_is_found(titles, union):
    kinds.register(
        kinds.Kind(name="toy", label="Toy", label_plural="Toys", url_name="newsroom:page", pieces=lambda ids: {n: {"colour": "painted red"} for n in ids})
    )
    publication(author=union, kind="toy", title="horse")
    assert titles("painted") == ["horse"]


def test_a_subject_set_after_publication_is_followed(react, titles, union):
    from usi.spine.taxonomy import actions as taxonomy

    taxonomy.install()
    item = publication(author=union, kind="toy", title="horse")
    assert titles("horse", theme="strikes") == []
    publications.place(item, subjects=taxonomy_queries.subjects(themes=["strikes"]))
    assert titles("horse", theme="strikes") == ["horse"]


def test_all_that_an_author_said_goes_and_comes_back_with_them(react, titles, union):
    from usi.spine.actors import actions as actors

    publication(author=union, kind="toy", title="horse")
    assert titles("horse") == ["horse"]
    actors.set_state(union, state="suspended", by=None)
    assert titles("horse") == []
    assert not Document.objects.filter(subject_type="publication").exists()
    actors.set_state(union, state="active", by=None)
    assert titles("horse") == ["horse"]


def test_an_organisation_that_is_brought_in_by_a_list_is_found(react):
    from usi.spine.journal import actions as journal

    made = factories.organisation(name="Listed dockers")
    assert now("listed") == []
    journal.record("organisations.imported", made.actor)
    react()
    assert now("listed") == ["Listed dockers"]


def test_what_a_machine_said_goes_with_the_permission(react, titles, union):
    from usi.spine.journal import actions as journal

    item = publication(author=union, kind="toy", title="horse")
    publications.translate(item, language="el", title="άλογο", state="machine")
    assert titles("αλογο") == ["άλογο"]
    Translation.objects.filter(publication=item).delete()
    journal.record("translation.machine_refused", union)
    assert titles("αλογο") == []
    assert titles("horse") == ["horse"]


def test_a_long_queue_of_changes_hides_nothing_from_the_counts(react, union):
    from usi.spine.journal import actions as journal

    made = [publication(author=union, kind="toy", title="horse") for _ in range(3)]
    react()
    publications.moderate(made[0], to="hidden", by=None)
    for _ in range(210):
        journal.record("publication.placed", made[1])
    question = Question.read({"q": "horse"}, language="en")
    assert queries.tallies(question, reader=ANONYMOUS)[""].total == 2


def test_a_gone_publication_of_the_database_is_no_result(union):
    item = publication(author=union, kind="toy", title="horse")
    actions.rebuild()
    Publication.objects.filter(pk=item.pk).delete()
    assert now("horse") == []
    assert renewing.built()


def test_themes_and_countries_are_found_after_the_start_and_those_of_a_newer_program_after_the_update(react, monkeypatch, tmp_path):
    from usi.spine.taxonomy import actions as taxonomy

    call_command("install_taxonomy", stdout=io.StringIO())
    react()
    assert now("strikes")[0] == "Strikes"
    assert now("ελλαδα") == ["Ελλάδα"]
    assert now("platypus") == []
    theme = '[[theme]]\nhandle = "platypuses"\nnames = { en = "Platypuses", el = "Πλατύποδες" }\nsummaries = { en = "Beaks" }\n'
    newer = taxonomy.THEMES.read_text("utf-8").replace('en = "Strikes",', 'en = "Walkouts",')
    (tmp_path / "themes.toml").write_text(f"{newer}\n{theme}", "utf-8")
    monkeypatch.setattr(taxonomy, "THEMES", tmp_path / "themes.toml")
    for _ in range(2):
        call_command("install_taxonomy", stdout=io.StringIO())
        react()
        assert now("platypuses") == ["Platypuses"]
        assert now("πλατυποδες") == ["Πλατύποδες"]
        assert now("walkouts") == ["Walkouts"]
        call_command("search", "rebuild", stdout=io.StringIO(), stderr=io.StringIO())
    changed = [entry.data["actors"] for entry in Entry.objects.filter(verb="taxonomy.installed").order_by("number")]
    assert [len(actors) for actors in changed[1:]] == [2]
