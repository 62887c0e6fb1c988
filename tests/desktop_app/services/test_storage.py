"""Sizes of folders."""

import os

import pytest

from desktop_app.services.storage import folder_size, folder_sizes


def test_all_files_below_are_counted(tmp_path):
    (tmp_path / "a").write_bytes(bytes(100))
    (tmp_path / "b 数据").mkdir()
    (tmp_path / "b 数据" / "c").write_bytes(bytes(23))
    assert folder_size(tmp_path) == 123
    assert folder_sizes({"runs": tmp_path, "models": tmp_path / "gone"}) == {"runs": 123, "models": 0}


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_not_followed(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "loop").symlink_to(tmp_path)
    (tmp_path / "large").symlink_to("/dev/zero")
    assert folder_size(tmp_path) < 1000
