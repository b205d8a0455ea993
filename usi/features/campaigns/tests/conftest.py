"""What several tests of campaigns need."""

import pytest

from usi.base import time
from usi.features.campaigns.tests.moment_helpers import NOW


@pytest.fixture
def set_clock(monkeypatch):
    """Return a function that sets the clock; it stands at `NOW` first."""

    def stand(moment):
        monkeypatch.setattr(time, "now", lambda: moment)

    stand(NOW)
    return stand
