import tomllib
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from usi.spine.actors.models import Actor
from usi.spine.journal import chain
from usi.spine.journal.models import Entry
from usi.spine.organisations import actions
from usi.spine.organisations.importer import run
from usi.spine.organisations.models import ImportedRow, Organisation
from usi.spine.organisations.tests import factories
from usi.spine.organisations.tests.importing import EMPTY, bring, edges, page, results

pytestmark = [pytest.mark.django_db, pytest.mark.storage]


def test_a_row_becomes_an_unclaimed_page_with_its_source_date_and_untouched_row(tmp_path):
    row = {
        "id": "7",
        "name": "  Dockers’   Union ",
        "short": "DU",
        "type": "Bund",
        "country": "Greece",
        "members": "12,500",
        "more": ["=1+1", {"a": 1}],
    }
    bring(tmp_path, row)
    made = page("7")
    assert (made.actor.name, made.actor.handle, made.short_name, made.kind, made.country) == (
        "Dockers’ Union",
        "dockers_union",
        "DU",
        "federation",
        "GR",
    )
    assert (made.members, made.claimed, made.verified, made.country_unknown) == (12500, False, False, False)
    kept = ImportedRow.objects.get()
    assert (kept.source, kept.source_date, kept.row) == ("A list", date(2024, 1, 2), {**EMPTY, **row})
    fields = {name: getattr(made, name) for name in ("search_key", "sort_key", "likeness")}
    actions.refresh_search(made)
    assert fields == {name: getattr(made, name) for name in fields}


def test_a_second_run_finds_everything_the_same_and_a_changed_row_is_updated(tmp_path):
    rows = [{"id": "1", "name": "One", "parents": "Two"}, {"id": "2", "name": "Two"}]
    assert results(bring(tmp_path, *rows)) == {"1": "created", "2": "created"}
    again = bring(tmp_path, *rows)
    assert (results(again), again.edges) == ({"1": "same", "2": "same"}, {"same": 1})
    rows[0] |= {"name": "One and a half", "members": "5"}
    third = bring(tmp_path, *rows)
    assert results(third) == {"1": "updated", "2": "same"}
    assert third.by_key["1"]["why"] == "name, members"
    made = page("1")
    assert (made.actor.name, made.members, made.version, made.sort_key) == ("One and a half", 5, 2, "one and a half")
    assert ImportedRow.objects.get(source_key="1").row["members"] == "5"
    assert results(bring(tmp_path, *rows)) == {"1": "same", "2": "same"}


def test_what_people_edited_on_an_unclaimed_page_stays(tmp_path):
    bring(tmp_path, {"id": "1", "name": "One", "members": "5"})
    person = factories.person()
    actions.edit(page("1"), by=person.actor, version=1, members=9)
    lines = bring(tmp_path, {"id": "1", "name": "Uno", "members": "6"})
    assert lines.by_key["1"]["why"] == "name; edited here and kept: members"
    assert (page("1").actor.name, page("1").members) == ("Uno", 9)


def test_a_new_mapping_reads_old_rows_again(tmp_path):
    bring(tmp_path, {"id": "1", "name": "One", "type": "Congress"})
    lines = bring(tmp_path, {"id": "1", "name": "One", "type": "Congress"}, corrections={"1": {"kind": "movement"}})
    assert (lines.by_key["1"]["why"], page("1").kind) == ("kind", "movement")
    assert results(bring(tmp_path, {"id": "1", "name": "One", "type": "Congress"}, corrections={"1": {"kind": "movement"}})) == {
        "1": "same"
    }


def test_a_claimed_page_is_never_overwritten(tmp_path):
    bring(tmp_path, {"id": "1", "name": "One"}, {"id": "2", "name": "Two"})
    Organisation.objects.filter(imported_rows__source_key="1").update(claimed=True)
    lines = bring(tmp_path, {"id": "1", "name": "Other", "parents": "Two"}, {"id": "2", "name": "Two"})
    assert (lines.by_key["1"]["result"], lines.by_key["1"]["why"]) == ("refused", "its people keep its page themselves")
    assert (page("1").actor.name, ImportedRow.objects.get(source_key="1").row["name"], edges()) == ("One", "One", set())


def test_a_suspended_page_is_not_updated(tmp_path):
    bring(tmp_path, {"id": "1", "name": "One"})
    Actor.objects.update(state=Actor.State.SUSPENDED)
    assert results(bring(tmp_path, {"id": "1", "name": "Uno"})) == {"1": "refused"}


@pytest.mark.parametrize("name", ["Dockers' Union", "DOCKERS UNION", "Dосkers Unіon", "Dóckers—Union"])
def test_a_row_that_looks_like_an_existing_organisation_waits_for_a_decision(tmp_path, name):
    there = actions.refresh_search(factories.organisation(name="Dockers’ Union", handle="dockers", country="GR"))
    lines = bring(tmp_path, {"id": "1", "name": name, "country": "GR"})
    assert results(lines) == {"1": "alike"}
    assert "@dockers (Dockers’ Union, GR)" in lines.by_key["1"]["why"]
    assert tomllib.loads(lines.by_key["1"]["decision"]) == {"1": "new"}
    assert Organisation.objects.get() == there


def test_a_name_in_another_language_is_a_likeness_too(tmp_path):
    there = factories.organisation(name="Σωματείο", handle="somateio", country="GR")
    actions.set_names(there, by=factories.person().actor, version=1, texts={"en": ("The Union", "")})
    assert results(bring(tmp_path, {"id": "1", "name": "The union", "country": "Greece"})) == {"1": "alike"}


def test_the_same_name_in_two_known_countries_is_two_organisations(tmp_path):
    assert results(bring(tmp_path, {"id": "1", "name": "One", "country": "MT"}, {"id": "2", "name": "One", "country": "NA"})) == {
        "1": "created",
        "2": "created",
    }
    assert [row.actor.handle for row in (page("1"), page("2"))] == ["one", "one_2"]


def test_the_same_name_twice_in_one_file_waits_and_the_same_key_is_refused(tmp_path):
    lines = bring(tmp_path, {"id": "1", "name": "One"}, {"id": "2", "name": "One"}, {"id": "1", "name": "Three"})
    assert [(line["key"], line["result"]) for line in lines.all] == [("1", "created"), ("2", "alike"), ("1", "refused")]
    assert "line 1" in lines.all[1]["why"]
    assert results(bring(tmp_path, {"id": "1", "name": "One"}, {"id": "2", "name": "One"})) == {"1": "same", "2": "alike"}


def test_decisions_make_a_look_alike_another_organisation_or_the_same(tmp_path):
    there = actions.refresh_search(factories.organisation(name="Two", handle="two", claimed=False, members=3, country=""))
    rows = [
        {"id": "1", "name": "One", "parents": "P"},
        {"id": "1b", "name": "One", "members": "8", "parents": "Q"},
        {"id": "1c", "name": "One"},
        {"id": "2", "name": "TWO", "members": "4", "country": "GR"},
        {"id": "P", "name": "Pe"},
        {"id": "Q", "name": "Qu"},
    ]
    decisions = {"1b": {"row": "1"}, "1c": "new", "2": "@two", "none": "new"}
    assert bring(tmp_path, *rows, dry=True, decisions=decisions).counts == {"created": 4, "updated": 2}
    lines = bring(tmp_path, *rows, decisions=decisions)
    assert results(lines) == {"1": "created", "1b": "updated", "1c": "created", "2": "updated", "P": "created", "Q": "created"}
    assert (page("1"), page("1").members) == (page("1b"), 8)
    there.refresh_from_db()
    assert (page("2"), there.members, there.country) == (there, 3, "")
    assert {("One", "Pe"), ("One", "Qu")} == edges()
    assert set(results(bring(tmp_path, *rows, decisions=decisions)).values()) == {"same"}


def test_a_decision_for_a_claimed_page_changes_nothing_on_it(tmp_path):
    there = actions.refresh_search(factories.organisation(name="Two", handle="two", claimed=True))
    lines = bring(
        tmp_path,
        {"id": "2", "name": "Two", "members": "4", "parents": "P"},
        {"id": "P", "name": "Pe", "parents": "2"},
        decisions={"2": "two"},
    )
    there.refresh_from_db()
    assert (there.members, there.version, edges()) == (None, 1, {("Pe", "Two")})
    assert "its people keep that page" in lines.by_key["2"]["why"]


def test_a_decision_that_names_nobody_is_refused(tmp_path):
    lines = bring(tmp_path, {"id": "2", "name": "Two"}, decisions={"2": "nobody"})
    assert (results(lines), Organisation.objects.count()) == ({"2": "refused"}, 0)


def test_a_country_is_never_guessed(tmp_path):
    rows = [
        {"id": "1", "name": "German Union"},
        {"id": "2", "name": "Two", "country": "Congo"},
        {"id": "3", "name": "Three", "country": "International"},
    ]
    lines = bring(tmp_path, *rows)
    assert [(page(key).country, page(key).country_unknown) for key in "123"] == [("", True), ("", True), ("", False)]
    assert "'Congo' is not certainly one country" in lines.by_key["2"]["why"]


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path):
    rows = [{"id": "1", "name": "One", "parents": "2"}, {"id": "2", "name": "Two"}, {"id": "3", "name": "two"}, {"id": "4"}]
    dry = bring(tmp_path, *rows, dry=True)
    assert (Organisation.objects.count(), Actor.objects.count(), Entry.objects.count()) == (0, 0, 0)
    wet = bring(tmp_path, *rows)
    assert (dry.all, dry.edges) == (wet.all, wet.edges)


def test_a_run_is_one_entry_of_the_journal_with_its_counts(tmp_path):
    bring(tmp_path, {"id": "1", "name": "One", "parents": "2"}, {"id": "2", "name": "Two"}, {"id": "3"})
    entry = Entry.objects.get()
    assert (entry.verb, entry.data["rows"], entry.data["affiliations"]["added"]) == (
        "organisations.imported",
        {"created": 2, "refused": 1},
        1,
    )
    assert entry.data["finished"] is True
    assert all(entry.data["since"] < number < entry.subject_id for number in Organisation.objects.values_list("pk", flat=True))
    assert chain.verify().fault == ""


def test_queries_do_not_grow_with_the_rows_of_a_batch(tmp_path):
    def count(rows):
        with CaptureQueriesContext(connection) as seen:
            bring(tmp_path, *rows)
        return len(seen)

    few = count([{"id": f"a{number}", "name": f"Few {number}", "parents": "a0"} for number in range(20)])
    assert count([{"id": f"b{number}", "name": f"Many {number}", "parents": "b0"} for number in range(400)]) <= few + 60


def test_a_run_that_broke_off_is_finished_by_the_next(tmp_path, monkeypatch):
    rows = [{"id": str(number), "name": f"Number {number}", "parents": "0" if number else ""} for number in range(10)]
    monkeypatch.setattr(run, "BATCH", 4)
    taken = run.Batches.take

    def breaks(self, batch):
        if batch[0].cells["id"] == "4":
            raise KeyboardInterrupt
        taken(self, batch)

    monkeypatch.setattr(run.Batches, "take", breaks)
    with pytest.raises(KeyboardInterrupt):
        bring(tmp_path, *rows)
    assert (Organisation.objects.count(), Entry.objects.get().data["finished"]) == (4, False)
    monkeypatch.setattr(run.Batches, "take", taken)
    assert (bring(tmp_path, *rows).counts, len(edges())) == ({"same": 4, "created": 6}, 9)


def test_the_command_imports_with_the_mapping_beside_the_file(tmp_path, capsys):
    (tmp_path / "list.csv").write_bytes('\ufeffid;name;short\r\n1;"Ένωση; μία";=1+1\r\n2;;\r\n'.encode())
    (tmp_path / "list.toml").write_text(
        'source = "A list"\nsource_date = 2024-01-02\nlanguage = "el"\nkey = "id"\n'
        '[columns]\nname = "name"\nshort_name = "short"\n[constants]\nkind = "union"\n',
        "utf-8",
    )
    call_command("import", "organisations", str(tmp_path / "list.csv"), report=tmp_path / "report.csv")
    said = capsys.readouterr().out
    assert "line 3, 2: refused: it has no name" in said
    assert "2 rows: 1 created, 0 updated, 0 same, 1 refused, 0 alike." in said
    assert (page("1").actor.name, page("1").short_name) == ("Ένωση; μία", "=1+1")
    assert (tmp_path / "report.csv").read_text("utf-8-sig").splitlines()[0] == "line,key,name,result,page,why,decision"
