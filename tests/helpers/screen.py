"""A real X screen for the tests that need one."""

import os
import sys

import pytest

from tests.helpers.skips import need_tool, skip_for_want_of


@pytest.fixture
def screen() -> str:
    """The name of the X screen that this run has (`make test-all` starts one); skips where there is none."""
    if not sys.platform.startswith("linux"):
        skip_for_want_of("platform", "X screens are tested on Linux")
    for tool in ("xdotool", "scrot"):
        need_tool(tool)
    name = os.environ.get("DISPLAY")
    if not name or os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        skip_for_want_of("tool", "needs an X screen: run `make test-all`, which starts Xvfb")
    return name
