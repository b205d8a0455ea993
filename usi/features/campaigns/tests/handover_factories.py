"""Campaigns with names to hand over, and documents that the worker has made of them."""

from usi.features.campaigns import actions
from usi.features.campaigns.actions.load import Row
from usi.features.campaigns.tests import factories, letter_factories


def signed(*, to=None, **more):
    """Return an open campaign: three agreed to show their name, two did not, one has not confirmed. `to` is a target's address."""
    made = factories.campaign(**more)
    if to is not None:
        letter_factories.target(made, address=to)
    rows = [
        Row("Μαρία Παπαδοπούλου", "a@example.net", "GR", show_name=True), Row("Ana Souza", "b@example.net", "BR", show_name=True),
        Row("=cmd|x", "c@example.net", "GR", show_name=True), Row("Hidden One", "d@example.net", "IT"), Row("Hidden Two", "e@example.net", "GR"),
        Row("Waiting One", "f@example.net", "GR", show_name=True, confirmed=False),
    ]  # fmt: skip
    actions.load_signatures(made, rows)
    return made


def ready(made, language="en"):
    """Return documents that the worker has made."""
    row = actions.ask_handover(made, by=made.author, language=language)
    assert actions.make_handovers() == 1
    row.refresh_from_db()
    return row
