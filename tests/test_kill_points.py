"""A process that dies at any write step loses nothing it has answered for and leaves nothing half written."""

import json
import os
import shutil
import signal
import subprocess
import sys

import pytest

from tests.node import ROOT

pytestmark = pytest.mark.slow

PREPARE = """
from usi.features.campaigns.tests import factories
print(factories.campaign().pk)
"""
SIGN = """
from django.test import Client
from usi.features.campaigns.tests import factories
from usi.spine.publications.models import Publication
answer = factories.post(Client(), {"Origin": "http://testserver"}, Publication.objects.get(kind="campaign"))
print("answered", answer.status_code)
"""
CONFIRM = """
from django.test import Client
from usi.features.campaigns import queries, sealing
from usi.features.campaigns.models import Signature
from usi.features.campaigns.tests import factories
row = Signature.objects.get()
url = factories.url("confirm", sealing.token(row.pk))
answer = Client().post(url, {"seen": queries.mark_of(row)}, headers={"Origin": "http://testserver"})
print("answered", answer.status_code)
"""
WORK = """
from usi.features.campaigns import actions
from usi.spine.mail import actions as mail
while actions.send_due() or mail.deliver_due() or actions.fold():
    pass
print("answered")
"""
STATE = """
from django.conf import settings
from usi.features.campaigns import queries
from usi.features.campaigns.models import Change, Signature
from usi.spine.mail.models import Mail
from usi.spine.publications.models import Publication
number = Publication.objects.get(kind="campaign").pk
counts = queries.tally(number, language="en")
print(Signature.objects.count(), counts.confirmed, counts.waiting, queries.counts_are_right(), Change.objects.count(),
      Mail.objects.count(), len(list(settings.OUTBOX.glob("*.eml"))))
"""


DRIVER = """
import os, sys, json
import django
django.setup()
from django.conf import settings
from django.test.utils import setup_test_environment
setup_test_environment()
settings.EMAIL_BACKEND = "usi.spine.mail.backend.QueueBackend"
from usi.base import kill
for line in sys.stdin:
    step = json.loads(line)
    number = os.fork()
    if not number:
        # Each step is a process of its own, as quick to start as a fork.
        kill._POINT = step["point"]
        output = os.open(step["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        code = 1
        try:
            exec(step["code"])
            code = 0
        except BaseException:
            import traceback
            traceback.print_exc()
        sys.stdout.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(number, 0)[1]), flush=True)
"""


class Node:
    """Processes over one folder of data, each of which may be told where to die."""

    def __init__(self, data):
        self.data, self.count = data, 0
        environment = {name: value for name, value in os.environ.items() if not name.startswith("USI_")}
        environment |= {"USI_TESTING": "on", "USI_DATA": str(data), "USI_URL": "http://testserver", "DJANGO_SETTINGS_MODULE": "usi.config.settings"}
        self.driver = subprocess.Popen([sys.executable, "-c", DRIVER], env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, code, point=""):
        """Return exit code and output."""
        self.count += 1
        output = self.data / f"output{self.count}"
        self.driver.stdin.write(json.dumps({"code": code, "point": point, "output": str(output)}) + "\n")
        self.driver.stdin.flush()
        return int(self.driver.stdout.readline()), output.read_text()

    def end(self):
        self.driver.stdin.close()
        self.driver.wait(20)


def works(node, code):
    code, said = node.run(code)
    assert code == 0, said
    return said.strip().rpartition("\n")[2].split()


def state(node):
    signatures, confirmed, waiting, right, changes, mails, delivered = works(node, STATE)
    assert right == "True"
    return {"signatures": int(signatures), "confirmed": int(confirmed), "waiting": int(waiting), "changes": int(changes), "mails": int(mails), "delivered": int(delivered)}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    data = tmp_path_factory.mktemp("prepared") / "data"
    data.mkdir()
    node = Node(data)
    works(node, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    works(node, PREPARE)
    node.end()
    return data


@pytest.fixture
def node(prepared, tmp_path):
    shutil.copytree(prepared, tmp_path / "data")
    running = Node(tmp_path / "data")
    yield running
    running.end()


def dies(node, code, point):
    code, said = node.run(code, point)
    assert code == -signal.SIGKILL, said
    assert "answered" not in said


@pytest.mark.parametrize(("point", "kept"), [("sign.inserted", 0), ("sign.counted", 0), ("sign.committed", 1)])
def test_a_signature_is_there_whole_or_not_at_all_and_signing_again_makes_one(node, point, kept):
    dies(node, SIGN, point)
    assert state(node) == {"signatures": kept, "confirmed": 0, "waiting": kept, "changes": kept, "mails": 0, "delivered": 0}
    assert works(node, SIGN) == ["answered", "302"]
    works(node, WORK)
    assert state(node) == {"signatures": 1, "confirmed": 0, "waiting": 1, "changes": 0, "mails": 1, "delivered": 1}


@pytest.mark.parametrize("point", ["confirm.saved", "confirm.counted"])
def test_a_confirmation_counts_whole_or_not_at_all(node, point):
    works(node, SIGN)
    dies(node, CONFIRM, point)
    found = state(node)
    assert (found["confirmed"], found["waiting"]) == (0, 1)
    assert works(node, CONFIRM) == ["answered", "302"]
    assert works(node, CONFIRM) == ["answered", "302"]
    found = state(node)
    assert (found["signatures"], found["confirmed"], found["waiting"]) == (1, 1, 0)


@pytest.mark.parametrize("point", ["letters.queued", "mail.sent", "fold.added"])
def test_the_worker_goes_on_where_it_died_and_doubles_nothing(node, point):
    works(node, SIGN)
    dies(node, WORK, point)
    assert state(node)["waiting"] == 1
    works(node, WORK)
    assert state(node) == {"signatures": 1, "confirmed": 0, "waiting": 1, "changes": 0, "mails": 1, "delivered": 1}
