import csv
import io
from pathlib import Path

import pytest

from usi.base.printing.tests.reading import Read, squeezed
from usi.features.campaigns import actions, receiving
from usi.features.campaigns.actions import handover_make
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.models import HandOver, Signature, Target
from usi.features.campaigns.tests import factories
from usi.features.campaigns.tests.factories import html, url
from usi.features.campaigns.tests.test_handover import content, officer, ready, signed
from usi.features.campaigns.tests.test_printing import has
from usi.spine.journal.models import Entry
from usi.spine.organisations.tests import factories as organisations

pytestmark = [pytest.mark.django_db, pytest.mark.storage]
PEOPLE = [
    ("Ana Souza", "BR"), ("李伟", "CN"), ("Γιώργος", "GR"), ("Μαρία Παπαδοπούλου", "GR"), ("שרה כהן", "IL"), ("संजय कुमार", "IN"), ("أحمد الخطيب", "LB"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def _small(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(handover_make, "NAMES_IN_VOLUME", 3)


def crowd(**more):
    made = factories.campaign(**more)
    actions.load_signatures(made, [Row(name, f"p{n}@example.net", country, show_name=True) for n, (name, country) in enumerate(PEOPLE)])
    return made


def volume(row, number):
    with row.open("pdf", number) as file:
        return Read(file.read())


def names_in(read, names):
    """Which of them it shows; of scripts whose letters are drawn in another order or shape than they are typed, all letters count."""
    return [name for name in names if has(read, name) or (name[0] >= "א" and set(squeezed(name)) <= set(read.text))]


def files(settings):
    return sorted(path.suffix for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def test_names_that_one_document_cannot_hold_fill_volumes_each_with_its_count_and_the_sum_of_the_list():
    row = ready(crowd())
    assert [part["names"] for part in row.volumes] == [3, 3, 1]
    names = [name for name, _country in PEOPLE]
    for number, here in ((1, names[:3]), (2, names[3:6]), (3, names[6:])):
        read = volume(row, number)
        assert has(read, f"Volume {number} of 3", f"This volume lists {len(here)} of them.", "7 people", row.csv_sha256)
        assert names_in(read, names) == here
        assert read.title.endswith(f"Volume {number} of 3")
        assert read.boxes == 0
    # A country that is torn apart is named in both.
    assert has(volume(row, 1), "Greece")
    assert has(volume(row, 2), "Greece")
    listed = csv.DictReader(io.StringIO(content(row, "csv").decode("utf-8-sig")))
    assert [line["name"] for line in listed] == names


def test_a_document_that_holds_all_says_nothing_of_volumes(monkeypatch):
    monkeypatch.setattr(handover_make, "NAMES_IN_VOLUME", 7)
    read = volume(ready(crowd()), 1)
    assert not has(read, "Volume")
    assert not has(read, "of them")
    assert len(names_in(read, [name for name, _country in PEOPLE])) == 7


def test_the_volumes_say_what_they_are_in_the_language_and_direction_of_the_document():
    row = ready(crowd(), language="ar")
    for number in (1, 2, 3):
        read = volume(row, number)
        assert (read.language, read.boxes) == ("ar", 0)


def test_whoever_withdraws_while_it_is_printed_stands_on_paper_as_in_the_file(monkeypatch):
    print_it = handover_make.printing.handover

    def meanwhile(*args, **kwargs):
        Signature.objects.filter(country="LB").update(show_name=False)
        return print_it(*args, **kwargs)

    monkeypatch.setattr(handover_make.printing, "handover", meanwhile)
    row = ready(crowd())
    assert "أحمد الخطيب" in content(row, "csv").decode()
    assert names_in(volume(row, 3), ["أحمد الخطيب"])


def test_a_volume_that_fails_leaves_none_of_those_before(monkeypatch, settings):
    made, print_it = crowd(), handover_make.printing.handover

    def broken(cause, tally, **kwargs):
        if tally.volume == 3:
            raise RuntimeError("Ana Souza")
        return print_it(cause, tally, **kwargs)

    monkeypatch.setattr(handover_make.printing, "handover", broken)
    actions.ask_handover(made, by=made.author, language="en")
    actions.make_handovers()
    assert files(settings) == []
    monkeypatch.setattr(handover_make.printing, "handover", print_it)
    actions.make_handovers()
    assert HandOver.objects.get().state == "ready"
    assert files(settings) == [".csv", ".pdf", ".pdf", ".pdf"]


def test_names_that_are_erased_while_it_is_printed_leave_no_file(monkeypatch, settings):
    made, print_it = crowd(), handover_make.printing.handover

    def meanwhile(cause, tally, **kwargs):
        if tally.volume == 2:
            actions.erase_papers(made.pk)
        return print_it(cause, tally, **kwargs)

    monkeypatch.setattr(handover_make.printing, "handover", meanwhile)
    actions.ask_handover(made, by=made.author, language="en")
    actions.make_handovers()
    assert HandOver.objects.get().state == "erased"
    assert files(settings) == []


def test_all_volumes_go_with_the_names(settings):
    made = crowd()
    ready(made)
    assert len(files(settings)) == 4
    factories.close(made, days=-62)
    actions.erase()
    assert files(settings) == []
    row = HandOver.objects.get()
    assert (row.state, row.name, len(row.volumes)) == ("erased", "", 3)
    assert Entry.objects.get(verb="campaign.handovers_erased").data == {"count": 1}


def test_officers_and_those_addressed_take_each_volume_and_each_copy_is_written_down(client, signed_in, ours):
    union = organisations.organisation()
    made = signed(union=union, to="minister@gov.example")
    actions.load_signatures(made, [Row("李伟", "z@example.net", "CN", show_name=True)])
    row, target = ready(made), Target.objects.get()
    pages = [("handover_file", made.pk, row.pk), ("received_file", target.pk, receiving.token(target), row.pk)]
    signed_in(officer(union))
    shown = [html(client.get(url("handover", made.pk))), html(client.get(url("received", target.pk, receiving.token(target))))]
    for (name, *place), page in zip(pages, shown, strict=True):
        for number in (1, 2):
            address = url(name, *place, "pdf", number)
            assert f'action="{address if number > 1 else url(name, *place, "pdf")}"' in page
            answer = client.post(address, headers=ours)
            assert b"".join(answer.streaming_content) == row.open("pdf", number).read()
            assert answer["Content-Disposition"].endswith(f'-{number}.pdf"')
        assert "Volume 2 of 2 · 1 name · " in page
        for wrong in (("pdf", 0), ("pdf", 3), ("csv", 2), ("exe", 1)):
            assert client.post(url(name, *place, *wrong), headers=ours).status_code == 404
    taken = [entry.data for entry in Entry.objects.filter(verb="campaign.handover_downloaded").order_by("pk")]
    assert [(data["volume"], data["names"], "target" in data) for data in taken] == [(1, 3, False), (2, 1, False), (1, 3, True), (2, 1, True)]
