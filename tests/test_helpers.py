"""The helpers that other tests stand on."""

import socket

import pytest

from tests.helpers.network import NetworkBlockedError
from tests.helpers.skips import category, is_failure


@pytest.mark.parametrize(
    ("reason", "want"),
    [
        ("Skipped: want of root: needs root's rights", "root"),
        ("want of test data: needs the test data", "test data"),
        ("could not import 'torch'", "no stated want"),
    ],
)
def test_the_category_is_read_from_the_reason(reason: str, want: str) -> None:
    assert category(reason) == want


def test_in_ci_only_what_cannot_be_installed_may_be_skipped() -> None:
    assert is_failure("want of tool: xdotool is not installed", in_ci=True)
    assert is_failure("no reason", in_ci=True)
    assert not is_failure("want of tool: xdotool is not installed", in_ci=False)
    assert not is_failure("want of root: needs root's rights", in_ci=True)
    assert not is_failure("want of test data: needs the test data", in_ci=True)


def test_other_machines_cannot_be_reached() -> None:
    with pytest.raises(NetworkBlockedError), socket.socket() as client:
        client.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkBlockedError):
        socket.create_connection(("example.com", 80))


def test_loopback_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass
