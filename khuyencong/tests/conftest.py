"""The world of the programme's tests, for pages of the roof; and the whole country in small, for tests of the whole."""

import pytest

from khuyencong.tests.scene import set_scene
from programs.conftest import *  # noqa: F403


@pytest.fixture(scope="module")
def scene(reference, django_db_blocker):
    """Made once a module, above the reference data and taken back with it; whoever changes it works on a savepoint."""
    with django_db_blocker.unblock():
        return set_scene()
