"""The folders that tests work on."""

import os
from pathlib import Path

import pytest

from tests.helpers.skips import skip_for_want_of


@pytest.fixture(scope="session")
def test_data() -> Path:
    """The folder of real data, laid out as its own README says; skips where there is none."""
    place = os.environ.get("MODEL_WORKSHOP_TEST_DATA")
    if not place:
        skip_for_want_of("test data", "needs the test data; MODEL_WORKSHOP_TEST_DATA names no folder")
    folder = Path(place)
    if not folder.is_dir():
        pytest.fail(f"MODEL_WORKSHOP_TEST_DATA names {folder}, which is no folder")
    return folder


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder of the program, with a space and Chinese in its name; the environment names it too."""
    folder = tmp_path / "my data 数据"
    folder.mkdir()
    monkeypatch.setenv("MODEL_WORKSHOP_DATA_DIR", str(folder))
    return folder
