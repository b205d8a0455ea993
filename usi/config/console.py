"""The `usi` command: Django's commands and our own."""

from __future__ import annotations

import os
import sys

from usi.config import env


def main() -> None:
    """Run a command; a missing or unusable setting gives one sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usi.config.settings")
    _port_first(sys.argv)
    try:
        from django.conf import settings

        settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    except env.SettingError as error:
        sys.exit(f"USI: {error}" if sys.argv[1:2] != ["doctor"] else _all_faults())
    except OSError as error:
        sys.exit(
            f"USI: The folder {env.text('USI_DATA')} cannot be written ({error.strerror})."
            " Set USI_DATA to a folder that your user may write to."
        )
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def _port_first(arguments: list[str]) -> None:
    """Take `--port` of `usi run` before the settings are read: the address that mails and feeds name depends on it."""
    if arguments[1:2] == ["run"]:
        for place, word in enumerate(arguments):
            if word.startswith("--port="):
                os.environ["USI_PORT"] = word.removeprefix("--port=")
            elif word == "--port" and place + 1 < len(arguments):
                os.environ["USI_PORT"] = arguments[place + 1]
    if os.environ.get("USI_PORT") and not os.environ.get("USI_URL"):
        os.environ["USI_URL"] = f"http://localhost:{os.environ['USI_PORT'].strip()}"


def _all_faults() -> str:
    """Return one line for every setting that keeps the node from starting."""
    faults = []
    for setting in env.SETTINGS:
        try:
            if setting.kind == "flag":
                env.flag(setting.name)
            elif setting.kind == "number":
                env.number(setting.name)
            elif setting.kind == "address":
                env.address(setting.name)
            elif setting.kind == "secret":
                env.secret(setting.name)
        except env.SettingError as error:
            faults.append(f"wrong  settings: {error}")
    if not env.text("USI_MAIL_URL"):
        faults.append("wrong  settings: USI_MAIL_URL is not set. Give the mail server as smtp://user:password@host:587?tls=starttls.")
    return "\n".join(faults)
