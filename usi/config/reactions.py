"""What follows from what: journal verb to idempotent reactions, each a function of the entry. The whole of it is this page."""

REACTIONS: dict[str, tuple[str, ...]] = {}
