"""Imports rows for tests, and tells what came of them."""

import json
from datetime import date

from usi.spine.organisations.importer import mapping, report, run
from usi.spine.organisations.models import Affiliation, Organisation

MAP = {
    "source": "A list", "source_date": date(2024, 1, 2), "language": "en", "key": "id",
    "columns": {"name": "name", "short_name": "short", "kind": "type", "country": "country", "members": "members", "parents": "parents"},
    "values": {"kind": {"*": "union", "Bund": "federation"}},
}  # fmt: skip
EMPTY = {"id": "", "name": "", "short": "", "type": "", "country": "", "members": "", "parents": ""}


def bring(folder, *rows, dry=False, **more):
    """Import rows, one in a line of a JSON file; returns the report with its lines, also by key."""
    path, target = folder / "rows.json", folder / "report.json"
    path.write_text("[" + ",\n".join(json.dumps({**EMPTY, **row}) for row in rows) + "]", "utf-8")
    with report.Report(target) as lines:
        run.run(path, mapping.parse({**MAP, **more}), lines, dry=dry)
    lines.all = json.loads(target.read_text("utf-8"))
    lines.by_key = {line["key"]: line for line in lines.all if line["result"] != "parent"}
    return lines


def results(lines):
    """Return the result of each row by key."""
    return {key: line["result"] for key, line in lines.by_key.items()}


def page(key):
    """Return the organisation made from the row of a key."""
    return Organisation.objects.select_related("actor").get(imported_rows__source_key=key)


def edges():
    """Return who belongs to whom, by name."""
    return set(Affiliation.objects.values_list("member__actor__name", "parent__actor__name"))
