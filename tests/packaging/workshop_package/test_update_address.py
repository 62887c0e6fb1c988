"""The address for updates that whoever packages the program gives."""

from pathlib import Path

import pytest
from workshop_package.problems import PackageError
from workshop_package.update_address import check_address, write_address

from desktop_app.updates import FILE, read_address

ADDRESS = "https://example.org/newest.json"


def test_the_program_reads_what_packaging_wrote(tmp_path: Path) -> None:
    assert write_address(tmp_path, ADDRESS) == ADDRESS
    assert read_address(tmp_path / FILE) == ADDRESS


def test_no_address_leaves_no_file(tmp_path: Path) -> None:
    write_address(tmp_path, ADDRESS)
    assert "will not offer" in write_address(tmp_path, "")
    assert not (tmp_path / FILE).exists()


@pytest.mark.parametrize("address", ["http://example.org/", "example.org", "https://", "https://a:b@example.org/"])
def test_another_address_than_https_stops_the_build(address: str) -> None:
    with pytest.raises(PackageError, match="https"):
        check_address(address)


def test_an_https_address_or_none_passes() -> None:
    check_address(ADDRESS)
    check_address("")
