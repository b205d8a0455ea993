"""The pages for operators say what is so."""

import re
import subprocess
import sys

from usi.config import env
from usi.doors.operators.tests.processes import ROOT


def test_the_settings_page_is_the_list_of_settings():
    done = subprocess.run([sys.executable, "scripts/settings_page.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert re.findall(r"^\| `(USI_\w+)`", page, re.M) == [setting.name for setting in env.SETTINGS]


def test_every_setting_that_the_operating_page_names_exists():
    names = set(re.findall(r"USI_[A-Z_]+[A-Z]", (ROOT / "docs" / "operating.md").read_text("utf-8")))
    assert names <= {setting.name for setting in env.SETTINGS}


def test_every_setting_that_the_settings_read_is_listed():
    text = (ROOT / "usi" / "config" / "settings.py").read_text("utf-8")
    assert set(re.findall(r"USI_[A-Z_]+[A-Z]", text)) <= {setting.name for setting in env.SETTINGS}


def test_every_command_that_the_operating_page_names_exists():
    from django.core.management import get_commands

    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    named = set(re.findall(r"`usi (\w+)", page)) | set(re.findall(r"^usi (\w+)", page, re.M))
    assert named <= set(get_commands())
