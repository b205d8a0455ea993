"""The shell around it all: what it says where something is missing, and that a second start does nothing."""

import os
import shutil
import subprocess
import sys

import pytest

from usi.doors.operators.tests.processes import ROOT

TOOLS = ("sh", "dirname", "sed", "cksum", "mkdir", "rm", "mv", "tail", "cut", "pwd", "env", "cat")
NAMES = ("python3.13", "python3.12", "python3.11", "python3", "python3.14")


@pytest.fixture
def checkout(tmp_path):
    """Return a folder with the scripts and nothing else, and a folder of programs to be found."""
    folder, programs = tmp_path / "usi", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    shutil.copytree(ROOT / "scripts", folder / "scripts")
    for name in ("uv.lock", "pyproject.toml", "Makefile"):
        shutil.copy(ROOT / name, folder)
    for name in TOOLS:
        found = shutil.which(name)
        if found:
            (programs / name).symlink_to(found)
    return folder, programs


def fake(programs, body):
    for name in NAMES:
        path = programs / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)


def prepare(folder, programs, want="run"):
    return subprocess.run(
        ["sh", "scripts/environment.sh", want], cwd=folder, env={"PATH": str(programs)}, capture_output=True, text=True, check=False
    )


def sentence(done):
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("USI: ")
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_no_python_at_all(checkout):
    assert "install Python 3.11 or newer" in sentence(prepare(*checkout))


def test_a_python_that_is_too_old(checkout):
    fake(checkout[1], "echo '3.9 0'")
    assert "Python 3.9 is too old" in sentence(prepare(*checkout))


def test_a_python_without_venv(checkout):
    fake(checkout[1], "case $2 in *ensurepip*) exit 1;; *) echo '3.11 1';; esac")
    assert "python3-venv" in sentence(prepare(*checkout))


def test_a_folder_that_cannot_be_written(checkout):
    fake(checkout[1], "case $2 in *executable*) echo /none;; *) echo '3.11 1';; esac")
    (checkout[0] / ".venv").write_text("in the way")
    assert "cannot be written" in sentence(prepare(*checkout))


def test_an_environment_that_is_current_is_left_alone(checkout):
    folder, programs = checkout
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    usi = folder / ".venv" / "bin" / "usi"
    usi.write_text("#!/bin/sh\n")
    usi.chmod(0o755)
    sums = subprocess.run(
        ["cksum", "uv.lock", "pyproject.toml", "scripts/uv.txt"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    (folder / ".venv" / ".usi-stamp").write_text(f"dev\n{folder}\n{sums}{sys.version}\n")
    # There is no Python to be found: it would fail if it tried anything.
    assert prepare(folder, programs, "dev").returncode == 0
    assert prepare(folder, programs, "run").returncode == 0
    with (folder / "uv.lock").open("a") as lock:
        lock.write("\n# changed\n")
    assert prepare(folder, programs).returncode == 1


@pytest.mark.parametrize("script", sorted(path.name for path in (ROOT / "scripts").glob("*.sh")))
def test_every_script_is_understood_by_a_plain_shell(script):
    shell = shutil.which("dash") or shutil.which("sh")
    assert subprocess.run([shell, "-n", ROOT / "scripts" / script], check=False).returncode == 0


def test_the_build_calls_the_tests_strictly():
    text = (ROOT / ".ci" / "run").read_text()
    assert "USI_TEST_STRICT=1" in text
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
