"""What the tests of the whole node share."""

import pytest

from tests.node import Node


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """Return a running node with the demonstration network."""
    running = Node(tmp_path_factory.mktemp("node"), USI_PSEUDO="on")
    try:
        running.wait()
        yield running
    finally:
        running.stop()
