"""A network with a kind that no room knows."""

import pytest

from usi.spine.publications import kinds
from usi.spine.publications.tests.factories import toy_kind
from usi.spine.taxonomy import actions as taxonomy


@pytest.fixture
def toys(db):
    taxonomy.install()
    yield toy_kind()
    kinds.unregister("toy")
