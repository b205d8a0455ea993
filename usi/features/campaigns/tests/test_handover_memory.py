"""A list handed over in volumes takes the memory of one, however many there are."""

import itertools
import re
from pathlib import Path

import pytest

from usi.features.campaigns import actions
from usi.features.campaigns.actions import handover_make
from usi.features.campaigns.tests.test_handover_volumes import PEOPLE, crowd


@pytest.mark.django_db
@pytest.mark.slow
def test_many_volumes_need_no_more_memory_than_two(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(handover_make, "NAMES_IN_VOLUME", 4000)
    made, held = crowd(), []
    row = actions.ask_handover(made, by=made.author, language="en")
    (row,) = handover_make._claim(1)
    row.csv_sha256, row.named, row.volumes = "0" * 64, 20_000, [{"names": 4000, "bytes": 0} for _ in range(5)]
    hold = handover_make._hold

    def measured(row):
        held.append(int(re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())[1]) // 1024)
        hold(row)

    monkeypatch.setattr(handover_make, "_hold", measured)
    people = [name for name, _country in PEOPLE]
    handover_make._print(row, (("GR", f"{people[n % 7]} {n}") for n in itertools.count()), [("Greece", 20_000)])
    assert len(held) == 5
    # Each would leave some twenty megabytes.
    assert held[4] - held[1] < 40, held
