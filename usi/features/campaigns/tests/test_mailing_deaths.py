import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

# What dies in the middle of a mailing, and where: each reader gets one mail all the same.
ROOT = Path(__file__).resolve().parents[4]
PREPARE = """
from django.core.management import call_command; call_command('migrate', verbosity=0)
from usi.features.campaigns.tests import factories, news_helpers
made = factories.campaign()
for n in range(7):
    news_helpers.reader(made, address=f"r{n}@example.org")
news_helpers.released(made)
from usi.spine.mail.models import Mail
Mail.objects.all().delete()
"""
WORK = """
from usi.features.campaigns import actions
from usi.spine.mail import actions as mail
while any([actions.send_news(most=2), mail.deliver_due()]):
    pass
from usi.features.campaigns.models import Update
from usi.spine.mail.models import Mail
print("mailed", Update.objects.get().mailed_at is not None, Mail.objects.count())
"""


def run(data, code, point=""):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("USI_")}
    own = {"USI_TESTING": "on", "USI_DATA": str(data), "USI_MAIL_URL": "folder:", "USI_KILL_POINT": point, "DJANGO_SETTINGS_MODULE": "usi.config.settings"}
    start = "import django; django.setup()\n"
    return subprocess.run([sys.executable, "-c", start + code], env=kept | own, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    data = tmp_path_factory.mktemp("mailing") / "data"
    done = run(data, PREPARE)
    assert done.returncode == 0, done.stderr
    return data


@pytest.mark.slow
@pytest.mark.parametrize("point", ["news.queued", "mail.sent"])
def test_a_worker_that_dies_in_a_mailing_mails_nobody_twice(prepared, tmp_path, point):
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    for _ in range(2):
        assert run(data, WORK, point).returncode == -signal.SIGKILL
    done = run(data, WORK)
    assert done.stdout.split() == ["mailed", "True", "7"], done.stderr
    assert len(list((data / "outbox").glob("*.eml"))) == 7
