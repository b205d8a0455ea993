"""What several tests of organisations need."""

import pytest

from usi.spine.organisations.tests import factories


@pytest.fixture
def union():
    """Return an organisation and the person who owns it."""
    made = factories.organisation(handle="ours", name="Our Union")
    return made, factories.member(made, role="owner", name="Olga Owner")


@pytest.fixture
def nadia():
    """Return somebody who reads Arabic and belongs to no organisation."""
    return factories.person(name="Nadia", language="ar")
