"""What several tests of campaigns need."""

from datetime import UTC, date, datetime, timedelta

import pytest

from usi.base import time
from usi.features.campaigns import actions
from usi.features.campaigns.tests import factories as campaigns
from usi.features.campaigns.tests.moment_helpers import NOW
from usi.spine.organisations.tests import factories


@pytest.fixture
def set_clock(monkeypatch):
    """Return a function that sets the clock; it stands at `NOW` first."""

    def stand(moment):
        monkeypatch.setattr(time, "now", lambda: moment)

    stand(NOW)
    return stand


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that tests move; it starts on a Wednesday at ten o'clock in Athens."""

    class Clock:
        now = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)

        def forward(self, **by):
            self.now += timedelta(**by)

    made = Clock()
    monkeypatch.setattr(time, "now", lambda: made.now)
    return made


@pytest.fixture
def desk(signed_in):
    """Return a verified union and the browser of an editor of it."""
    union = factories.organisation(name="Garment Workers of Karsa")
    return union, signed_in(factories.member(union, role="editor"))


@pytest.fixture
def waiting():
    """Return a campaign that waits for endorsement."""
    made = campaigns.campaign(out=False)
    return actions.move(made, to="published", by=made.author)


@pytest.fixture
def friend(signed_in):
    """Return another verified union, which has members, and the browser of an editor of it."""
    union = factories.organisation(name="Dockers of Piraeus", members=4000, members_as_of=date(2026, 1, 1))
    return union, signed_in(factories.member(union, role="editor"))
