"""`usi doctor`: looks at every part of the node and says what is wrong and how to mend it."""

from __future__ import annotations

import sys
from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand

from usi.doors.operators import examination


class Command(BaseCommand):
    """Examine the node."""

    help = "Check settings, secrets, database, mail, storage and worker; say what is wrong and how to mend it."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each part; the exit code is 1 if something is wrong."""
        faults = 0
        for finding in [*self._views(), *examination.examine()]:
            faults += bool(finding.wrong)
            self.stdout.write(_line(finding))
        if faults:
            sys.exit(1)

    @staticmethod
    def _views() -> list[examination.Finding]:
        errors = [message for message in checks.run_checks() if message.level >= checks.ERROR]
        return [examination.Finding("program", str(error.msg), str(error.hint or "")) for error in errors] or [
            examination.Finding("program", remark="its own checks pass")
        ]


def _line(finding: examination.Finding) -> str:
    if not finding.wrong:
        return f"ok     {finding.name}: {finding.remark}"
    return f"wrong  {finding.name}: {finding.wrong}." + (f" {finding.mend}." if finding.mend else "")
