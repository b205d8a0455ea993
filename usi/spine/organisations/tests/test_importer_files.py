import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from usi.spine.organisations.importer import mapping, reading, report, run
from usi.spine.organisations.importer.problems import Problem
from usi.spine.organisations.models import Organisation

pytestmark = pytest.mark.django_db
MAP = {
    "source": "A list",
    "source_date": date(2024, 1, 2),
    "language": "en",
    "key": "id",
    "columns": {"name": "name"},
    "constants": {"kind": "union"},
}


def bring(tmp_path, content, name="list.csv", **more):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with report.Report(tmp_path / "report.json") as lines:
        run.run(path, mapping.parse({**MAP, **more}), lines)
    return json.loads((tmp_path / "report.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "line 1"),
        (b"\xef\xbb\xbf \n", "line 1"),
        ("id,name\n1,Μία\n".encode("utf-16"), "UTF-16"),
        (b"id,name\n1,One\n2," + "Δύο".encode("iso-8859-7") + b"\n", "Line 3 of list.csv is not UTF-8"),
        (b"id,name\n1,One\n2,\xed\xa0\x80\n", "Line 3 of list.csv is not UTF-8"),
        (b"id,name\n1,One\n2,T\0wo\n", "Line 3 of list.csv holds a NUL"),
        (b"PK\x03\x04 and more", "spreadsheet"),
        (b"%PDF-1.7", "Line 1 of list.csv shows that the file is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "Line 1 of list.csv is not UTF-8"),
        (b"<!doctype html><p>", "HTML"),
        (b"one,two\n1,2\n", "has no column 'id'"),
        (b"id,name,name\n", "has the column 'name' twice"),
        (b"id,name" + b"," * 2000 + b"\n", "2002 columns"),
        (b'id,name\n1,One\n2,"Two\n3,Three\n', "The row that begins in line 3 of list.csv is not CSV: a quotation mark is never closed"),
        (b'id,name\n1,"One" or so\n', "line 2"),
        (b"id,name\n1,One\n2," + b"x" * 140_000 + b"\n", "The row that begins in line 3 of list.csv is not CSV: a cell is longer"),
    ],
)
def test_a_file_that_is_no_csv_gives_one_clear_sentence_and_writes_nothing(tmp_path, content, said):
    with pytest.raises(Problem) as problem:
        bring(tmp_path, content)
    assert said in str(problem.value)
    assert str(problem.value).count("\n") == 0
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"id": 1, "name": "One"}', "Line 1 of list.json does not begin a JSON list"),
        ("id,name\n1,One\n", "Line 1"),
        ('\n\n[{"id": 1, "name": "One"},\n{"id": 2, "name": }]', "Line 4 of list.json is not JSON: expecting value"),
        ('[{"id": 1, "name": "One"}\n\n{"id": 2}]', "Line 3 of list.json is not JSON: a comma or the end of the list is missing"),
        ('[{"id": 1, "name": "One"},\n', "Line 2"),
        ('[{"id": 1, "name": "One"}', "is missing"),
        ('[{"id": 1, "name": "One"}]\n[]', "Line 2 of list.json goes on after the end"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"id": 1' + "0" * 5000 + "}]", "too long"),
        ('[{"id": 1, "name": "' + "x" * 1_400_000 + '\n"}]', "longer than"),
        ('[{"id": 1, "nom": "One"}]', "No row of list.json has 'name'"),
    ],
)
def test_a_file_that_is_no_json_gives_one_clear_sentence_and_writes_nothing(tmp_path, content, said):
    with pytest.raises(Problem) as problem:
        bring(tmp_path, content, "list.json")
    assert said in str(problem.value)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('{"id": 2, "name": "T\\u0000wo"}', "a NUL character"),
        ('{"id": 2, "name": "Two", "more": {"deep": ["\\u0000"]}}', "a NUL character"),
        ('{"id": 2, "name": "T\\ud800wo"}', "lone surrogate"),
        ('{"id": 2, "name": "Two", "more\\udfff": 1}', "lone surrogate"),
        ('{"id": 2, "name": "Two", "more": NaN}', "infinite or none at all"),
        ('{"id": 2, "name": "Two", "more": 1e999}', "infinite"),
        ('{"id": 2, "name": "' + "x" * 201 + '"}', "'name' is 201 characters long, at most 200 fit"),
        ('{"id": "' + "x" * 201 + '", "name": "Two"}', "'key' is 201 characters long"),
        ('{"id": 2, "name": "Two", "more": "' + "x" * 300_000 + '"}', "characters long, more than the 200000"),
        ('{"id": 2, "name": ["Two"]}', "'name' is not a text but a list"),
        ('{"id": 2, "name": {"en": "Two"}}', "not a text"),
        ('{"id": 2, "name": true}', "not a text"),
        ('{"id": 2, "name": "\\u202e \\u200b"}', ""),
        ('{"id": 2, "name": " "}', "it has no name"),
        ('{"id": null, "name": "Two"}', "it has no key"),
        ('["Two"]', "not an object"),
        ("12", "not an object"),
        ("null", "not an object"),
    ],
)
def test_a_row_that_cannot_come_in_is_refused_with_its_line_and_the_others_come_in(tmp_path, row, said):
    lines = bring(tmp_path, f'[{{"id": 1, "name": "One"}},\n{row},\n{{"id": 3, "name": "Three"}}]', "list.json")
    if said:
        assert [(line["line"], line["result"]) for line in lines] == [(1, "created"), (2, "refused"), (3, "created")]
        assert said in lines[1]["why"]
    assert {line["result"] for line in lines} <= {"created", "refused"}


def test_a_name_is_cleaned_of_direction_tricks(tmp_path):
    bring(tmp_path, '[{"id": 1, "name": "Good\\u202e noinU\\n<b>x</b>"}]', "list.json")
    assert Organisation.objects.get().actor.name == "Good noinU <b>x</b>"


def test_csv_is_read_with_and_without_mark_with_any_sign_between_cells_and_any_line_end(tmp_path):
    for number, (sign, end, start) in enumerate([(",", "\n", ""), (";", "\r\n", "\ufeff"), ("\t", "\r", ""), ("|", "\n", "\ufeff")]):
        lines = bring(tmp_path, f"{start}id{sign}name{end}{end}a{number}{sign}Ένα {number}{end}", source=f"List {number}")
        assert [(line["result"], line["name"]) for line in lines] == [("created", f"Ένα {number}")]


def test_a_row_with_too_many_or_too_few_cells_is_refused(tmp_path):
    lines = bring(tmp_path, 'id,name\n1,One,Uno\n2\n3,"Th\nree"\n4,Four\n')
    assert [(line["line"], line["result"]) for line in lines] == [(2, "refused"), (3, "refused"), (4, "created"), (6, "created")]
    assert lines[0]["why"] == "the row has 3 cells and the header 2"


def test_the_format_is_what_the_file_is_when_its_name_does_not_say(tmp_path):
    assert bring(tmp_path, ' [ {"id": 1, "name": "One"} ] ', "list")[0]["result"] == "created"
    assert bring(tmp_path, "id,name\n2,Two\n", "list.txt")[0]["result"] == "created"
    assert bring(tmp_path, "[]", "empty.json") == []


def test_json_is_read_in_pieces_with_the_right_lines(tmp_path, monkeypatch):
    path = tmp_path / "list.json"
    entries = [{"id": number, "name": "Ω" * (number % 50), "more": ["{", "]", '"', "\\"]} for number in range(300)]
    path.write_text(
        "\ufeff[\n" + " ,\n\n".join(json.dumps(entry, ensure_ascii=number % 2 == 0) for number, entry in enumerate(entries)) + "\n]\n",
        "utf-8",
    )
    monkeypatch.setattr(reading, "CHUNK", 64)
    rows = list(reading.rows(path, mapping.parse(MAP)))
    assert [row.cells for row in rows] == entries
    assert [row.line for row in rows] == [2 + 2 * number for number in range(300)]


def test_facts_that_are_not_certain_are_left_empty_and_reported(tmp_path):
    columns = {
        "name": "name",
        "founded": "y",
        "members": "m",
        "members_as_of": "d",
        "website": "w",
        "fediverse": "f",
        "languages": "l",
        "themes": "t",
    }
    row = {
        "id": 1,
        "name": "One",
        "y": "ca. 1900",
        "m": "1.234,56",
        "d": "2024",
        "w": "javascript:alert(1)",
        "f": "nobody",
        "l": "pt_BR;xx-yy-zz",
        "t": "none",
    }
    lines = bring(tmp_path, json.dumps([row]), "list.json", columns=columns)
    made = Organisation.objects.get()
    assert (made.founded, made.members, made.members_as_of, made.website, made.fediverse) == (None, None, None, "", "")
    assert list(made.languages.values_list("language", flat=True)) == ["pt-BR"]
    assert [note.split(" left")[0] for note in lines[0]["why"].split("; ")] == [
        "founded", "members", "members_as_of", "website", "fediverse", "languages", "themes"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "meant"),
    [("1,234,567", 1234567), ("1.234", 1234), ("1 234", 1234), (7, 7), (7.0, 7), ("-5", None), ("1e3", None), (2**40, None)],
)
def test_numbers_are_understood_where_they_are_certain(tmp_path, said, meant):
    bring(tmp_path, json.dumps([{"id": 1, "name": "One", "m": said}]), "list.json", columns={"name": "name", "members": "m"})
    assert Organisation.objects.get().members == meant


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda folder: None, "There is no file"),
        (lambda folder: (folder / "list.csv").write_text("id,name\n"), "There is no mapping file"),
        (lambda folder: [(folder / "list.csv").write_text("id\n"), (folder / "list.toml").write_text("[[[")], "is not TOML"),
        (lambda folder: [(folder / "list.csv").write_text("id\n"), (folder / "list.toml").write_bytes(b"\xff")], "is not UTF-8"),
        (lambda folder: [(folder / "list.csv").write_text("id\n"), (folder / "list.toml").write_text("")], "'source'"),
    ],
)
def test_the_command_says_in_one_sentence_what_is_missing(tmp_path, make, said):
    make(tmp_path)
    with pytest.raises(CommandError) as error:
        call_command("import", "organisations", str(tmp_path / "list.csv"))
    assert said in str(error.value)


def test_a_report_never_overwrites_what_is_imported(tmp_path):
    (tmp_path / "list.csv").write_text("id,name\n1,One\n")
    (tmp_path / "list.toml").write_text(
        'source = "x"\nsource_date = 2024-01-02\nlanguage = "en"\nkey = "id"\ncolumns.name = "name"\nconstants.kind = "union"\n'
    )
    with pytest.raises(CommandError, match="overwrite"):
        call_command("import", "organisations", str(tmp_path / "list.csv"), report=tmp_path / "list.csv")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("import", "organisations", str(tmp_path / "list.csv"), report=tmp_path / "no" / "report.csv")
    assert (tmp_path / "list.csv").read_text() == "id,name\n1,One\n"


def test_no_cell_of_the_report_is_a_formula(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text('id,name\n=1+1,"=HYPERLINK(""x"")"\n@a,\n')
    with report.Report(tmp_path / "report.csv") as lines:
        run.run(path, mapping.parse(MAP), lines)
    rows = (tmp_path / "report.csv").read_text("utf-8-sig").splitlines()[1:]
    assert [row.split(",")[1][:2] for row in rows] == ["'=", "'@"]
