import shutil
import signal

import pytest

from usi.features.campaigns.tests.test_letter_deaths import run

PREPARE = """
from django.core.management import call_command; call_command('migrate', verbosity=0)
from usi.features.campaigns import actions
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.tests import factories
made = factories.campaign()
actions.load_signatures(made, [Row(f"Person {n}", f"{n}@example.net", "GR", show_name=True) for n in range(20)])
actions.ask_handover(made, by=made.author, language="en")
"""
MAKE = """
from datetime import timedelta
from pathlib import Path
from django.conf import settings
from django.db.models import F
from usi.features.campaigns import actions
from usi.features.campaigns.models import HandOver
HandOver.objects.filter(claimed_at__isnull=False).update(claimed_at=F("claimed_at") - timedelta(hours=1))
actions.make_handovers()
row = HandOver.objects.get()
print("answered", row.state, row.named, len([path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]))
"""
COUNT = """
import io
from usi.features.campaigns import actions, queries
from usi.features.campaigns.models import Campaign
made = Campaign.objects.select_related("publication").get().publication
content = "name,country\\n" + "".join(f"Person {n},GR\\n" for n in range(700))
outcome = actions.import_paper(made, io.BytesIO(content.encode()), by=None, sheet=actions.Sheet())
print("answered", outcome.counts["created"], Campaign.objects.get().on_paper, queries.paper_is_right(made.pk))
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    data = tmp_path_factory.mktemp("handover") / "data"
    done = run(data, PREPARE)
    assert done.returncode == 0, done.stderr
    return data


@pytest.mark.slow
def test_a_worker_that_dies_over_a_hand_over_leaves_no_file_with_names_that_nobody_knows_of(prepared, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    assert run(data, MAKE, point="handover.written").returncode == -signal.SIGKILL
    done = run(data, MAKE)
    assert done.stdout.split() == ["answered", "ready", "20", "2"], done.stderr


@pytest.mark.slow
def test_a_list_whose_reader_dies_is_finished_by_the_next_and_nothing_counts_twice(prepared, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    assert run(data, COUNT, point="paper.counted").returncode == -signal.SIGKILL
    done = run(data, COUNT)
    assert done.stdout.split() == ["answered", "700", "700", "True"], done.stderr
