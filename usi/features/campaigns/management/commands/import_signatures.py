"""`usi import signatures FILE --campaign N`: counts a list of signatures from paper, row by row, and keeps no name."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date

from usi.features.campaigns import actions, paper_csv
from usi.features.campaigns.actions.paper_import import Line
from usi.spine.publications.models import Publication


class Command(BaseCommand):
    """Count a list, and say for each row what became of it."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which file, for which campaign, and where it comes from."""
        parser.add_argument("file", type=Path, help="A CSV file: name, place, country, e-mail.")
        parser.add_argument("--campaign", type=int, required=True, metavar="N", help="The number in the address of the campaign's page.")
        parser.add_argument("--collected-by", default="", help="Who collected the names.")
        parser.add_argument("--place", default="", help="Where.")
        parser.add_argument("--on", default="", help="When, like 2030-05-31.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would become of each row, and write nothing.")
        parser.add_argument("--report", type=Path, help="Where the report on every row goes, as CSV.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count and say how it went."""
        path: Path = options["file"]
        campaign = Publication.objects.filter(pk=options["campaign"], kind="campaign").first()
        if campaign is None:
            raise CommandError(f"There is no campaign {options['campaign']}.")
        if options["report"] and options["report"].resolve() == path.resolve():
            raise CommandError("The report would overwrite the list; choose another name.")
        sheet = actions.Sheet(options["collected_by"], options["place"], self._day(options["on"]))
        try:
            with path.open("rb") as file, _report(options["report"]) as write:
                outcome = actions.import_paper(campaign, file, by=None, sheet=sheet, dry=options["dry_run"], write=write)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror or error}.") from None
        except paper_csv.Problem as problem:
            raise CommandError(str(problem)) from None
        except actions.PaperRefused:
            raise CommandError("The campaign takes nothing from paper: it has not been out, or its names are erased.") from None
        except KeyboardInterrupt:
            raise CommandError("Stopped. What is counted stays; the next run brings the rest.") from None
        for line in outcome.shown:
            self.stdout.write(f"line {line.line}: {line.result}: {line.why}")
        if outcome.more:
            self.stdout.write(f"… and {outcome.more} more rows that did not count; --report FILE lists all.")
        said = ", ".join(f"{outcome.counts[name]} {name}" for name in ("created", "same", "refused"))
        self.stdout.write(f"{outcome.rows} rows: {said}." + (" Nothing was written: this was a dry run." if options["dry_run"] else ""))

    def _day(self, value: str) -> Any:
        try:
            day = parse_date(value) if value else None
        except ValueError:
            day = None
        if value and day is None:
            raise CommandError("--on takes a day like 2030-05-31.")
        return day


@contextlib.contextmanager
def _report(path: Path | None) -> Iterator[Callable[[Line], None] | None]:
    if path is None:
        yield None
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["line", "result", "why"])
        yield lambda line: writer.writerow([line.line, line.result, line.why])
