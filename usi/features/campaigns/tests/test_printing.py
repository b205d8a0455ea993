import datetime
import hashlib
import subprocess
import sys

import pytest

from usi.base.printing.tests.reading import Read, squeezed
from usi.features.campaigns import printing

CAUSE = printing.Cause(
    title="400 sacked for forming a union. Put them back to work.",
    language="en",
    asked_by="Karsa Garment Workers’ Union",
    target="Meridian Apparel",
    url="https://usi.example/en/campaigns/1842/",
    demands=("Take back all 400, with pay for every day lost.", "Recognise the union and start talks within 14 days."),
    summary="Meridian Apparel locked the gates the day after its workers registered their union.",
)
GREEK = printing.Cause(
    title="Να γυρίσουν στη δουλειά", language="el", asked_by="Σωματείο Ιματισμού", target="Meridian", url="https://usi.example/el/campaigns/1/",
    demands=("Επαναπρόσληψη όλων",), summary="Έκλεισαν τις πύλες.",
)
ARABIC = printing.Cause(
    title="أعيدوهم إلى العمل", language="ar", asked_by="نقابة عمال الملابس", target="ميريديان", url="https://usi.example/ar/campaigns/1/",
    demands=("إعادة جميع العمال",), summary="أغلقت الشركة البوابات.",
)
SUM = hashlib.sha256(b"names").hexdigest()


def tally(names, confirmed=1500, **volume):
    return printing.Tally(
        confirmed=confirmed, as_of=datetime.date(2026, 11, 23), countries=[(country, len(part)) for country, part in names], names=names, csv_sha256=SUM,
        **({"named": sum(len(part) for _country, part in names)} | volume),
    )  # fmt: skip


def has(read, *texts):
    shown = squeezed(read.text).replace("\u200b", "")
    return all(squeezed(text) in shown for text in texts)


def test_the_sheet_says_who_asks_whom_for_what_and_where_to_sign():
    read = Read(printing.sheet(CAUSE, language="en"))
    assert read.pages == 1
    assert has(read, CAUSE.title, CAUSE.asked_by, CAUSE.target, *CAUSE.demands, "usi.example/en/campaigns/1842")
    assert has(read, "Name", "Place or union", "Country", "Signature", "Collected by", "Where", "Date", "destroy it 60 days after")
    assert has(read, *(str(n) for n in range(1, 13)))
    assert read.title == f"Signature sheet: {CAUSE.title}"
    assert read.language == "en"


@pytest.mark.parametrize("cause", [GREEK, ARABIC])
@pytest.mark.parametrize("language", ["en", "el", "ar"])
@pytest.mark.parametrize("made", [printing.sheet, printing.poster])
def test_a_sheet_in_any_language_of_a_campaign_in_any_other_has_no_boxes(cause, language, made):
    read = Read(made(cause, language=language))
    assert (read.pages, read.boxes, read.language) == (1, 0, language)
    assert set(squeezed(cause.title)) <= set(read.text)


def test_long_demands_stand_whole_on_the_sheet():
    demands = [f"{n}: " + "a demand that takes its time to say what it wants " * 6 for n in range(10)]
    read = Read(printing.sheet(printing.Cause(**(vars(CAUSE) | {"demands": demands})), language="en"))
    assert has(read, *demands, "Collected by")
    assert read.pages == 2


def test_the_poster_carries_the_title_the_address_and_the_code():
    read = Read(printing.poster(CAUSE, language="en"))
    assert read.pages == 1
    assert has(read, CAUSE.title, CAUSE.summary, CAUSE.asked_by, "usi.example/en/campaigns/1842", "Add your name")
    assert {"SofiaSansExtraCondensed-ExtraBold"} <= read.fonts


@pytest.mark.parametrize("title", ["x", "W" * 300, "Arbeiterunfallversicherungsgesetz " * 9, "组织工会" * 60])
def test_a_title_of_any_length_leaves_the_poster_one_page(title):
    assert Read(printing.poster(printing.Cause(**(vars(CAUSE) | {"title": title})), language="en")).pages == 1


def test_the_hand_over_names_only_what_it_was_given_and_says_the_sum_of_the_file():
    names = [("Greece", ["Μαρία Παπαδοπούλου", "Γιώργος"]), ("Brazil", ["Ana Souza"]), ("China", ["李伟"])]
    read = Read(printing.handover(CAUSE, tally(names), language="en"))
    assert has(read, CAUSE.title, CAUSE.target, *CAUSE.demands, "1,500", "Μαρία Παπαδοπούλου", "Ana Souza", "李伟", SUM)
    assert has(read, "November 23, 2026", "Greece", "4 people")
    assert read.boxes == 0


def test_a_hand_over_without_names_has_no_list():
    read = Read(printing.handover(CAUSE, tally([]), language="en"))
    assert not has(read, "Who has signed")
    assert read.pages == 1


def test_a_name_in_a_script_without_a_font_says_so():
    read = Read(printing.handover(CAUSE, tally([("X", ["Ana ᚠ"])]), language="en"))
    assert has(read, "Ana \ufffd")
    assert read.boxes == 0


_MANY = """
import datetime, os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "usi.config.settings"
import django; django.setup()
from usi.features.campaigns import printing
from usi.features.campaigns.tests import test_printing as t
people = ["Μαρία Παπαδοπούλου", "Ana Souza", "أحمد الخطيب", "李伟", "Олег Иванов", "שרה כהן", "संजय कुमार", "Łukasz Wójcik"]
names = [(f"Country {n}", [f"{people[(n + k) % 8]} {k}" for k in range(1000)]) for n in range(10)]
sys.stdout.buffer.write(printing.handover(t.CAUSE, t.tally(names, 10_000), language="en"))
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1], file=sys.stderr)
"""


@pytest.mark.slow
def test_ten_thousand_names_are_printed_in_bounded_memory():
    made = subprocess.run([sys.executable, "-c", _MANY], capture_output=True, check=True, timeout=500)
    # What rusage calls the largest is inherited from whoever started the process.
    assert int(made.stderr.split()[-1]) < 400 * 1024
    read = Read(made.stdout, slice(0, 4))
    assert read.pages > 25
    assert read.boxes == 0
    assert has(read, "Souza 1", "10,000")
    assert len(made.stdout) < 2_000_000
