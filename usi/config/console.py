"""The `usi` command: Django's commands and our own."""

import os
import sys


def main() -> None:
    """Run a command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "usi.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
