import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from usi.base import time
from usi.features.campaigns import actions, paper_csv, queries, sealing
from usi.features.campaigns.actions import paper_import
from usi.features.campaigns.actions.paper import Sheet
from usi.features.campaigns.models import Campaign, PaperBatch, PaperRow
from usi.features.campaigns.tests import factories
from usi.spine.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.storage]

LIST = "name,place,country,e-mail\nRosa Maria,Dockers Piraeus,GR,\nΝίκος Παππάς,Πάτρα,Greece,nikos@example.org\nأحمد,عدن,YE,\n"


def bring(made, content, **more):
    """Count a list given as text or bytes."""
    content = content.encode() if isinstance(content, str) else content
    return actions.import_paper(made, io.BytesIO(content), by=made.author, sheet=Sheet("Rosa"), **more)


def total(made):
    return Campaign.objects.get(pk=made.pk).on_paper


def test_a_list_counts_each_row_once_and_the_same_file_nothing_more():
    made = factories.campaign()
    first, again = bring(made, LIST), bring(made, LIST)
    assert (dict(first.counts), dict(again.counts)) == ({"created": 3}, {"same": 3})
    assert again.batch is None
    assert Campaign.objects.get(pk=made.pk).paper == {"GR": 2, "YE": 1}
    assert queries.paper_is_right(made.pk)
    assert queries.tally(made.pk, language="en").confirmed == 0


def test_the_same_name_written_otherwise_counts_once_and_elsewhere_counts_again():
    made = factories.campaign()
    bring(made, LIST)
    again = bring(made, "Country;Name;Place\nGR;ROSA   María;dockers, piraeus\nIT;Rosa Maria;Dockers Piraeus\nGR;Rosa Maria;Volos\n")
    assert dict(again.counts) == {"same": 1, "created": 2}
    other = factories.campaign()
    assert bring(other, LIST).counts["created"] == 3


def test_no_name_and_no_address_is_kept():
    made = factories.campaign()
    bring(made, LIST)
    row = PaperRow.objects.first()
    assert len(bytes(row.key)) == 16
    said = str(list(PaperBatch.objects.values())) + str(list(PaperRow.objects.values("id", "campaign_id", "batch_id")))
    said += str(list(Entry.objects.filter(verb__startswith="campaign.paper").values_list("data", flat=True)))
    assert not any(word in said for word in ("Maria", "Piraeus", "nikos", "Νίκος"))


def test_keys_of_names_in_indian_scripts_keep_their_vowels():
    keys = {sealing.paper_key(1, name=name, place="", country="IN") for name in ("की", "का", "कि")}
    assert len(keys) == 3


@pytest.mark.parametrize(
    "content",
    [
        LIST.encode("utf-8-sig"), LIST.encode("utf-16"), "\ufeff".encode("utf-16-be") + LIST.encode("utf-16-be"),
        LIST.replace(",", ";").encode(), LIST.replace(",", "\t").replace("\n", "\r\n").encode(), ("sep=;\r\n" + LIST.replace(",", ";")).encode(),
        LIST.replace("\n", "\r").encode(), LIST.replace("name,place", '"Name","Place or union"').encode(),
        LIST.replace("name,place,country,e-mail", "الاسم الكامل,المكان,البلد,email").encode(), LIST.replace("\n", "\n\n").encode(),
    ],
    ids=["bom", "utf-16", "utf-16-be", "semicolon", "tab", "sep", "old-mac", "quoted", "arabic-header", "blank-lines"],
)  # fmt: skip
def test_lists_come_as_spreadsheets_save_them(content):
    made = factories.campaign()
    assert dict(bring(made, content).counts) == {"created": 3}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"PK\x03\x04" + b"\0" * 40, "no CSV"),
        (b"%PDF-1.7\n", "no CSV"),
        ("name,country\nRosa,GR\n".encode("utf-16-le"), "no text has"),
        ("name,country\nJos\u00e9,ES\n".encode("latin-1"), "not UTF-8"),
        (b"name,place\nRosa,Volos\n", "lacks “country”"),
        (b"Rosa,Volos,GR\n", "lacks “name”"),
        (b"name,country,name\nRosa,GR,x\n", "twice"),
        (b"name,country\n\"Rosa,GR\nNikos,GR\n", "line 2 is not CSV"),
        (b"name,country\n" + b"x" * 1_200_000, "too long"),
        (b"," * 500 + b"\n", "too many columns"),
        (b"name,country\nRosa\0,GR\n", "no text has"),
    ],
)
def test_files_that_are_no_list_are_refused_whole(content, said):
    made = factories.campaign()
    with pytest.raises(paper_csv.Problem, match=said):
        bring(made, content)
    assert not PaperBatch.objects.exists()


def test_rows_that_cannot_count_are_named_with_their_reason_and_the_others_count():
    made = factories.campaign()
    rows = [
        "name,place,country,e-mail", '=HYPERLINK("http://x"),Volos,GR,', "Rosa,@SUM(1),GR,", ",Volos,GR,", "Rosa,Volos,Atlantis,", "Rosa,Volos",
        f"{'x' * 400},Volos,GR,", "123,Volos,GR,", "Rosa,-,GR,not an address", '"O\'Neill, Ana",Cork,IE,"a@b.example\r\nBcc: c@d.example"',
    ]  # fmt: skip
    outcome = bring(made, "\n".join(rows))
    assert {line.line: line.why for line in outcome.shown} == {
        2: "a cell begins like a formula", 3: "a cell begins like a formula", 4: "there is no name",
        5: "the country is not known; write its name or its code, such as GR", 6: "it has 2 cells and the first line 4",
        7: "a cell is too long", 8: "there is no name",
    }  # fmt: skip
    assert dict(outcome.counts) == {"refused": 7, "created": 2}


def test_a_dry_run_says_the_same_and_writes_nothing():
    made = factories.campaign()
    outcome = bring(made, LIST + "Rosa Maria,Dockers Piraeus,GR,\n", dry=True)
    assert dict(outcome.counts) == {"created": 3, "same": 1}
    assert not PaperBatch.objects.exists()
    assert total(made) == 0


def test_a_list_taken_back_counts_no_more_and_comes_back_without_what_another_list_took_over():
    made = factories.campaign()
    wrong = bring(made, LIST + "Wrong,Volos,GR,\n").batch
    actions.take_back(wrong, by=made.author)
    assert total(made) == 0
    right = bring(made, LIST)
    assert right.counts["created"] == 3
    assert total(made) == 3
    actions.take_back(wrong, by=made.author, back=False)
    assert total(made) == 4
    actions.take_back(wrong, by=made.author, back=False)
    assert total(made) == 4
    assert queries.paper_is_right(made.pk)
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"campaign.paper_imported", "campaign.paper_taken_back", "campaign.paper_restored"} <= verbs


def test_rows_of_a_run_that_stopped_are_finished_by_the_next(monkeypatch):
    made = factories.campaign()
    content = "name,country\n" + "".join(f"Person {n} {'abcdefghij'[n % 10]},GR\n" for n in range(1200))
    real, calls = paper_import.takes_paper, []

    def stop(number):
        calls.append(number)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(number)

    monkeypatch.setattr(paper_import, "takes_paper", stop)
    with pytest.raises(KeyboardInterrupt):
        bring(made, content)
    assert total(made) == 500
    assert dict(bring(made, content).counts) == {"same": 500, "created": 700}
    assert total(made) == 1200
    assert queries.paper_is_right(made.pk)


def test_twenty_thousand_rows_come_in_with_a_bounded_number_of_queries(django_assert_max_num_queries):
    made = factories.campaign()
    content = "name,place,country\n" + "".join(f"Person {n},Place {n % 700},{('GR', 'IT', 'BR', 'TN')[n % 4]}\n" for n in range(20_000))
    with django_assert_max_num_queries(40 * 12):
        outcome = bring(made, content)
    assert dict(outcome.counts) == {"created": 20_000}
    assert dict(bring(made, content, dry=True).counts) == {"same": 20_000}
    assert queries.paper_is_right(made.pk)


def test_a_sheet_is_counted_and_the_same_sheet_asks_first():
    made = factories.campaign()
    sheet = Sheet("Rosa", "Gate 3", time.now().date())
    actions.enter_paper(made, by=made.author, countries={"GR": 12, "IT": 1}, sheet=sheet)
    with pytest.raises(actions.EnteredAlready):
        actions.enter_paper(made, by=made.author, countries={"GR": 12, "IT": 1}, sheet=sheet)
    actions.enter_paper(made, by=made.author, countries={"GR": 12, "IT": 1}, sheet=sheet, another=True)
    assert total(made) == 26
    for wrong in ({}, {"GR": 0}, {"XX": 3}, {"GR": 10**7}):
        with pytest.raises(ValueError, match="countries"):
            actions.enter_paper(made, by=made.author, countries=wrong, sheet=sheet)


def test_a_campaign_that_has_not_been_out_or_is_erased_takes_no_paper():
    draft, old = factories.campaign(out=False), factories.campaign()
    Campaign.objects.filter(pk=old.pk).update(erased_at=time.now())
    for made in (draft, old):
        with pytest.raises(actions.PaperRefused):
            bring(made, LIST)
        with pytest.raises(actions.PaperRefused):
            actions.enter_paper(made, by=made.author, countries={"GR": 1}, sheet=Sheet())


def test_names_on_paper_leave_no_code_after_sixty_days_and_the_count_stays():
    made = factories.campaign()
    bring(made, LIST)
    factories.close(made, days=-62)
    actions.erase()
    assert not PaperRow.objects.exists()
    assert total(made) == 3


def test_the_command_counts_reports_each_row_and_can_only_look(tmp_path, capsys):
    made = factories.campaign()
    path, report = tmp_path / "list.csv", tmp_path / "report.csv"
    path.write_text(LIST + "Nobody,Volos,Atlantis,\n")
    call_command("import", "signatures", str(path), "--campaign", str(made.pk), "--dry-run")
    assert "4 rows: 3 created, 0 same, 1 refused. Nothing was written" in capsys.readouterr().out
    assert total(made) == 0
    call_command("import", "signatures", str(path), campaign=made.pk, report=report, collected_by="Rosa")
    assert "4 rows: 3 created, 0 same, 1 refused." in capsys.readouterr().out
    assert Path(report).read_text().splitlines()[:2] == ["line,result,why", "2,created,"]
    assert total(made) == 3
    for wrong in ({"campaign": 1}, {"campaign": made.pk, "report": path}, {"campaign": made.pk, "on": "yesterday"}):
        with pytest.raises(CommandError):
            call_command("import", "signatures", str(path), **wrong)
    with pytest.raises(CommandError, match="No such file"):
        call_command("import", "signatures", str(tmp_path / "no.csv"), campaign=made.pk)


def test_the_same_list_brought_twice_at_once_counts_once(threads):
    made = factories.campaign()
    content = "name,place,country\n" + "".join(f"Person {n},Place {n % 7},GR\n" for n in range(1500))
    assert threads([lambda: bring(made, content)] * 3) == []
    assert (total(made), PaperRow.objects.count()) == (1500, 1500)
    assert queries.paper_is_right(made.pk)
