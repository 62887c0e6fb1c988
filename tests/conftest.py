"""What every test gets: no screen, no network, no one's own data folder."""

import os
import tempfile

import pytest

# Before Qt, numpy and torch are imported by anything.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")
_home = tempfile.TemporaryDirectory(prefix="model-workshop-tests-")
os.environ["MODEL_WORKSHOP_DATA_DIR"] = _home.name

pytest_plugins = [
    "tests.helpers.skips",  # first: others import it
    "tests.helpers.folders",
    "tests.helpers.leaks",
    "tests.helpers.network",
    "tests.helpers.screen",
    "tests.helpers.window",
]


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> object:
    """pytest-qt's, with more patience."""
    from tests.helpers.patience import PatientQtBot  # brings Qt

    return PatientQtBot(request)


def pytest_unconfigure() -> None:
    """Remove the data folder that stood in for the person's own."""
    _home.cleanup()
