import email
import os
import shutil
import signal
import subprocess
import sys
from email import policy
from pathlib import Path

import pytest

from usi.spine.mail.tests import servers

# What dies, and where: a letter is made into one mail, and the mail goes out under one Message-ID.
ROOT = Path(__file__).resolve().parents[4]
PREPARE = """
from django.core.management import call_command; call_command('migrate', verbosity=0)
from usi.features.campaigns.tests import letter_factories as letters
made, found = letters.campaign()
letters.sent(made, found)
"""
WORK = """
from usi.features.campaigns import actions
from usi.spine.mail import actions as mail
while any([actions.post_letters(), mail.deliver_due(), actions.settle_letters()]):
    pass
from usi.features.campaigns.models import TargetLetter
from usi.spine.mail.models import Mail
print("answered", TargetLetter.objects.get().state, Mail.objects.count())
"""


def run(data, code, url="folder:", point=""):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("USI_")}
    own = {"USI_TESTING": "on", "USI_DATA": str(data), "USI_MAIL_URL": url, "USI_KILL_POINT": point, "DJANGO_SETTINGS_MODULE": "usi.config.settings"}
    start = "import django; django.setup()\n"
    return subprocess.run([sys.executable, "-c", start + code], env=kept | own, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    data = tmp_path_factory.mktemp("letters") / "data"
    done = run(data, PREPARE)
    assert done.returncode == 0, done.stderr
    return data


@pytest.mark.slow
@pytest.mark.parametrize("transport", ["folder", "smtp"])
@pytest.mark.parametrize("point", ["letters.handed", "mail.sent"])
def test_a_worker_that_dies_doubles_no_letter(prepared, tmp_path, settings, transport, point):
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    with servers.running(settings) as server:
        url = "folder:" if transport == "folder" else settings.MAIL_URL
        assert run(data, WORK, url, point).returncode == -signal.SIGKILL
        done = run(data, WORK, url)
        assert done.stdout.split() == ["answered", "accepted", "1"], done.stderr
        if transport == "folder":
            assert len(list((data / "outbox").glob("*.eml"))) == 1
        else:
            messages = [email.message_from_bytes(content, policy=policy.default) for _, content in server.messages]
            assert len({message["Message-ID"] for message in messages}) == 1
            assert len(server.messages) == (2 if point == "mail.sent" else 1)
