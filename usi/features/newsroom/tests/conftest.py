"""What several tests of the newsroom need."""

import pytest

from usi.spine.organisations.tests import factories


@pytest.fixture
def desk(signed_in):
    """Return a verified union, an editor of it and their browser."""
    union = factories.organisation(name="Dockers of Piraeus")
    editor = factories.member(union, role="editor")
    return union, editor, signed_in(editor)
