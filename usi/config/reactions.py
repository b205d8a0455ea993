"""What follows from what: verb of a journal entry → idempotent functions that take the entry. They run in the worker."""

REACTIONS: dict[str, tuple[str, ...]] = {
    "publication.published": ("usi.doors.website.node.share",),
}
