"""Makes actors and publications for tests of any room."""

from itertools import count

from usi.spine.actors import actions as actors
from usi.spine.actors import types
from usi.spine.publications import actions, kinds

_numbers = count(1)


def actor(*, type="organisation", **fields):
    """Return a new local actor."""
    number = next(_numbers)
    fields.setdefault("handle", f"actor_{number}")
    fields.setdefault("name", f"Actor {number}")
    fields.setdefault("language", "en")
    return actors.create(type=type, **fields)


def publication(*, author=None, kind="article", state="published", subjects=(), **fields):
    """Return a new publication, brought to a state."""
    author = author or actor()
    fields.setdefault("title", f"Publication {next(_numbers)}")
    fields.setdefault("language", "en")
    made = actions.create(kind=kind, author=author, typed_by=fields.pop("typed_by", None), subjects=subjects, **fields)
    if state in ("published", "withdrawn"):
        made = actions.move(made, to="published", by=author)
    if state == "withdrawn":
        made = actions.move(made, to="withdrawn", by=author, reason="a reason")
    if state == "in_review":
        made = actions.move(made, to="in_review", by=author)
    return made


def toy_kind(name="toy"):
    """Register a kind that no room knows."""
    return kinds.register(kinds.Kind(name=name, label="Toy", label_plural="Toys", url_name="newsroom:page"))


__all__ = ["actor", "publication", "toy_kind", "types"]
