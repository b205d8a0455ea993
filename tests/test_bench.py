"""The parts of the bench that time databases still run, and measure what they promise: here at a size that takes seconds."""

import json
import os
import subprocess
import sys

import pytest

from tests.node import ROOT

pytestmark = pytest.mark.slow
# Part, what makes it small, how many rows it writes and one of them.
PARTS = [
    ("lists", "part.SMALL, part.LARGE, part.ROUNDS = 200, 600, 1", "part.run(lines)", 25, "home feed with 150 follows"),
    ("millions", "part.SMALL, part.LARGE = 20, 200", "part.run(lines)", 3, "names"),
    ("search", "part.BATCH = 100", "part.run(lines, count=240, grow=300)", 8, "a question, p95"),
]
_SCRIPT = """
import django
django.setup()
from bench import {name} as part
from bench.lists import Lines
{smaller}
lines = Lines()
{run}
"""


@pytest.mark.parametrize(("name", "smaller", "run", "rows", "what"), PARTS, ids=[part[0] for part in PARTS])
def test_a_part_of_the_bench_fills_measures_and_tells(tmp_path, name, smaller, run, rows, what):
    environment = {key: value for key, value in os.environ.items() if not key.startswith("USI_")}
    environment |= {"USI_DEMO": "on", "USI_DATA": str(tmp_path), "USI_PAGE_CACHE_SECONDS": "0", "DJANGO_SETTINGS_MODULE": "usi.config.settings"}
    script = _SCRIPT.format(name=name, smaller=smaller, run=run)
    for command in (["-m", "django", "migrate", "-v0"], ["-m", "django", "collectstatic", "--noinput", "-v0"], ["-c", script]):
        done = subprocess.run([sys.executable, *command], check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    assert len(told) == rows, told
    assert all(len(row) == 4 for row in told)
    assert any(what in row[0] for row in told)
