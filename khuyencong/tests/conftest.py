"""The world of the programme's tests, for pages of the roof."""

from programs.tests.conftest import *  # noqa: F403
