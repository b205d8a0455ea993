"""Writes docs/settings.md from the one list of settings. With --check it only says whether the page is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from usi.config import env  # noqa: E402

PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

A node needs no other file than its environment: every setting is a variable of the table below. This page is made from the list in
`usi/config/env.py` by `python scripts/settings_page.py`, and a test keeps the two equal.

An empty variable counts as unset. A flag is `on` or `off` (also yes/no, true/false, 1/0). A secret has at least 50 characters;
make one with

```sh
python3 -c "import secrets; print(secrets.token_urlsafe(48))"
```

`usi doctor` says which setting is wrong and how to mend it. A secret that is missing outside the demonstration stops the start with
its name.

| variable | kind | default | meaning |
|---|---|---|---|
"""


def page() -> str:
    """Return the page."""
    rows = []
    for setting in env.SETTINGS:
        default = f"`{setting.default}`" if setting.default else "–"
        meaning = setting.meaning.replace("|", "\\|")
        rows.append(f"| `{setting.name}` | {setting.kind} | {default} | {meaning} |\n")
    return HEAD + "".join(rows)


def main() -> int:
    """Write or check the page."""
    if "--check" not in sys.argv[1:]:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(page(), "utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text("utf-8") == page():
        return 0
    print("docs/settings.md is not up to date. Run: python scripts/settings_page.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
