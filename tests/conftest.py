"""What the tests of the whole node share."""

import logging

import pytest
from django.db import transaction

from tests.node import Node
from usi.features.newsroom import actions as newsroom
from usi.spine.organisations.tests import factories
from usi.spine.taxonomy import actions as taxonomy


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """Return a running node with the demonstration network."""
    running = Node(tmp_path_factory.mktemp("node"), USI_PSEUDO="on")
    try:
        running.wait()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def quiet():
    """Keep thousands of expected refusals out of the report."""
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture(scope="module")
def network(quiet, django_db_setup, django_db_blocker):
    """Return what a sweep knows by name; made once, since looking through every page takes longer than most of what is sent."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _network()
        transaction.set_rollback(True)


def _network():
    taxonomy.install()
    ours = factories.organisation(handle="ours", name="Ours")
    officer = factories.member(ours, person_=factories.person(moderator=True, second_factor=True, email="officer@example.org"), role="owner")
    factories.member(ours, role="member")
    theirs = factories.member(factories.organisation(handle="theirs"), role="owner")
    article = newsroom.start(by=officer.actor, organisation=ours, language="en", title="A draft")
    return ours, officer, theirs, article
