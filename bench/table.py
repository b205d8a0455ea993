"""The table that is printed: what, measured, promised, kept or not."""

from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of what was measured."""

    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, measured: float, promised: str, *, most: float | None = None, least: float | None = None, unit: str = "") -> None:
        """Add a figure and whether it keeps its budget."""
        kept = (most is None or measured <= most) and (least is None or measured >= least)
        self.rows.append((what, f"{measured:,.1f}{unit}", promised, "kept" if kept else "BROKEN"))
        print("  ".join(self.rows[-1]), flush=True)

    def text(self) -> str:
        """Return the whole table."""
        head = ("what", "measured", "promised", "")
        widths = [max(len(row[n]) for row in [head, *self.rows]) for n in range(4)]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *self.rows])

    @property
    def broken(self) -> bool:
        """Whether any budget is broken."""
        return any(row[3] == "BROKEN" for row in self.rows)
