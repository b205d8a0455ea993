"""`usi import organisations FILE`: unclaimed pages from a list in CSV or JSON, as a mapping file explains it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from usi.spine.organisations.importer import mapping, report, run
from usi.spine.organisations.importer.problems import Problem

EXAMPLE = Path(mapping.__file__).parent / "examples" / "unions.toml"


class Command(BaseCommand):
    """Bring organisations in from a file, and say for each row what became of it."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take from which file, and how."""
        parser.add_argument("file", type=Path, help="A CSV or JSON file in UTF-8.")
        parser.add_argument("--mapping", type=Path, help="Which column says what, in TOML; without it, FILE with the ending .toml.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would become of each row, and write nothing.")
        parser.add_argument("--report", type=Path, help="Where the report on every row goes: CSV, or JSON if the name ends in .json.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and say how it went."""
        file, dry = options["file"], options["dry_run"]
        try:
            plan = self._plan(file, options["mapping"])
            self._not_over(options["report"], [file, options["mapping"] or file.with_suffix(".toml")])
            with report.Report(options["report"]) as lines:
                try:
                    unused = run.run(file, plan, lines, dry=dry, progress=self._progress if sys.stderr.isatty() else None)
                finally:
                    self._say(lines, dry=dry)
        except Problem as problem:
            raise CommandError(str(problem)) from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. What is in stays; the next run brings the rest.") from None
        for key in unused:
            self.stdout.write(f"The mapping decides on '{key}', and no row has that key.")

    def _plan(self, file: Path, chosen: Path | None) -> mapping.Plan:
        if not file.is_file():
            raise Problem(f"There is no file {file}.")
        path = chosen or file.with_suffix(".toml")
        if not path.is_file():
            raise Problem(f"There is no mapping file {path}; write one after {EXAMPLE} and name it with --mapping.")
        return mapping.load(path)

    def _not_over(self, path: Path | None, others: list[Path]) -> None:
        if path and path.resolve() in [other.resolve() for other in others]:
            raise Problem(f"The report would overwrite {path}; choose another name.")

    def _progress(self, rows: int) -> None:
        self.stderr.write(f"{rows} rows", ending="\r")

    def _say(self, lines: report.Report, *, dry: bool) -> None:
        if not lines.counts:
            return
        for line in lines.shown:
            self.stdout.write(str(line))
            if line.decision:
                self.stdout.write(f'    decide in the mapping, under [decisions]: {line.decision}   (or its handle instead of "new")')
        if lines.more:
            self.stdout.write(f"… and {lines.more} more rows with something to say; --report FILE lists all.")
        order = (report.CREATED, report.UPDATED, report.SAME, report.REFUSED, report.ALIKE)
        self.stdout.write(f"{sum(lines.counts.values())} rows: " + ", ".join(f"{lines.counts[name]} {name}" for name in order) + ".")
        edges = ", ".join(f"{lines.edges[name]} {name}" for name in ("added", "same", "removed", "unknown", "left out"))
        self.stdout.write(f"Affiliations: {edges}." + (" Nothing was written: this was a dry run." if dry else ""))
