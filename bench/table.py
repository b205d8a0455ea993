"""The table that is printed: what, measured, promised, kept or not."""

from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of what was measured."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, measured: float, promised: str, *, most: float | None = None, least: float | None = None, unit: str = "") -> None:
        """Add a figure and whether it keeps its budget."""
        kept = (most is None or measured <= most) and (least is None or measured >= least)
        verdict = "" if most is None and least is None else "kept" if kept else "BROKEN"
        self.take([what, f"{measured:,.1f}{unit}", promised, verdict])

    def miss(self, what: str, why: str) -> None:
        """Add a row for what could not be measured, and say why."""
        print(f"USI: {why}.", flush=True)
        self.take([what, "—", "", "NOT MEASURED"])

    def take(self, row: list[str]) -> None:
        """Add a row that is ready, and print it."""
        self.rows.append((row[0], row[1], row[2], row[3]))
        print("  ".join(self.rows[-1]), flush=True)

    def text(self) -> str:
        """Return the whole table."""
        head = ("what", "measured", "promised", "")
        widths = [max(len(row[n]) for row in [head, *self.rows]) for n in range(4)]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [head, *self.rows])

    @property
    def broken(self) -> bool:
        """Whether any budget is broken."""
        return any(row[3] == "BROKEN" for row in self.rows)
