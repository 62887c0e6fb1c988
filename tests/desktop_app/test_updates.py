"""Asking for a newer version: what is asked, what is believed, what is refused."""

import http.server
import json
import sys
import threading
from pathlib import Path

import pytest

from desktop_app.updates import is_https, newer_release, read_address, release_address
from tests.helpers.file_server import FileServer, serving
from trainer.contract.errors import WorkshopError

PAGE = "https://example.org/model-workshop"


def is_local(address: str) -> bool:
    """What these tests may ask instead of https."""
    return address.startswith("http://127.0.0.1:")


def document(version: object, page: object = PAGE) -> bytes:
    return json.dumps({"version": version, "page": page}).encode()


def ask(answer: bytes, status: int = 200):
    """Asks a server that answers so."""
    with serving(FileServer({"newest.json": answer}, status=status)) as server:
        try:
            return newer_release(f"{server.address}newest.json", "0.9.1", is_local)
        finally:
            assert [path for path, _ in server.requested] == ["/newest.json"]


@pytest.mark.parametrize("version", ["0.9.2", "0.10.0", "1", "0.9.1.1"])
def test_a_newer_version_is_told_with_its_page(version):
    release = ask(document(version))
    assert release is not None
    assert (release.version, release.page) == (version, PAGE)


@pytest.mark.parametrize("version", ["0.9.1", "0.9.1.0", "0.9", "0.8.20"])
def test_the_same_or_an_older_version_is_no_news(version):
    assert ask(document(version)) is None


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"<html>Sign in</html>", "not JSON"),
        (b"\xff\xfe\x00", "not JSON"),
        (b"[" * 60_000, "not JSON"),
        (b'["0.9.2"]', "no version"),
        (document("newest"), "no version"),
        (document("0.9.2\n"), "no version"),
        (document("9" * 5000), "no version"),
        (document(0.9), "no version"),
        (document("0.9.2", "http://example.org/"), "no page"),
        (document("0.9.2", "file:///etc/passwd"), "no page"),
        (document("0.9.2", None), "no page"),
        (b" " * 70_000 + document("0.9.2"), "too long"),
    ],
)
def test_an_answer_that_is_none_is_refused(answer, why):
    with pytest.raises(WorkshopError, match=why) as caught:
        ask(answer)
    assert "127.0.0.1" in caught.value.message.zh
    assert caught.value.hint.zh


def test_an_address_that_has_moved_is_told():
    with pytest.raises(WorkshopError, match="404 Not Found"):
        ask(b"", status=404)


def test_without_an_answer_the_connection_is_named():
    with serving(FileServer({})) as server:
        address = server.address
    with pytest.raises(WorkshopError, match=r"does not answer: .*refused") as caught:
        newer_release(address, "0.9.1", is_local)
    assert "connection" in caught.value.hint.en


class Answers(http.server.BaseHTTPRequestHandler):
    """`/slow` never ends its answer, `/drip` does so byte by byte, anything else leads to the server's `target`."""

    def do_GET(self) -> None:
        if self.path in ("/slow", "/drip"):
            self.send_response(200)
            self.end_headers()
            while not self.server.closing.wait(0.05):
                if self.path == "/drip" and not self._send_byte():
                    return
            return
        self.send_response(302)
        self.send_header("Location", self.server.target)
        self.end_headers()

    def _send_byte(self) -> bool:
        try:
            self.wfile.write(b" ")
        except OSError:
            return False
        return True

    def log_message(self, *arguments: object) -> None:
        """Silent."""


@pytest.fixture
def server():
    """A server with `Answers`; its address is `url`."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        server.closing, server.target = threading.Event(), ""
        server.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.closing.set()
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["slow", "drip"])
def test_a_server_that_keeps_waiting_is_given_up(server, path):
    with pytest.raises(WorkshopError, match="timed out"):
        newer_release(f"{server.url}/{path}", "0.9.1", is_local, timeout=0.4)


def test_a_redirect_is_followed_where_the_target_may_be_asked(server):
    with serving(FileServer({"moved.json": document("0.9.2")})) as other:
        server.target = f"{other.address}moved.json"
        assert newer_release(f"{server.url}/newest.json", "0.9.1", is_local) is not None


def test_a_redirect_to_http_is_not_followed(server):
    with serving(FileServer({"moved.json": document("0.9.2")})) as other:
        server.target = f"{other.address}moved.json"
        with pytest.raises(WorkshopError, match="no https address"):
            newer_release(f"{server.url}/newest.json", "0.9.1", lambda address: address.startswith(server.url))
        assert other.requested == []


def test_a_plain_http_address_is_not_asked():
    with serving(FileServer({"newest.json": document("0.9.2")})) as server:
        with pytest.raises(WorkshopError, match="no https address"):
            newer_release(f"{server.address}newest.json", "0.9.1")
        assert server.requested == []


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://example.org/newest.json", True),
        ("https://example.org:8443/newest.json", True),
        ("http://example.org/newest.json", False),
        ("https://", False),
        ("https://example.org:port/", False),
        ("https://name:word@example.org/", False),
        ("https://example.org/a b", False),
        ("https://example.org/\n", False),
        ("https://[::1/", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_which_addresses_are_https(address, fits):
    assert is_https(address) is fits


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"updates": 1}', '{"updates": "http://example.org/"}'])
def test_a_file_without_an_address_means_none(tmp_path, content):
    (tmp_path / "release.json").write_text(content, encoding="utf-8")
    assert read_address(tmp_path / "release.json") is None


def test_only_a_packaged_program_has_an_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    address = "https://example.org/newest.json"
    (tmp_path / "release.json").write_text(json.dumps({"updates": address}), encoding="utf-8")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "model-workshop"))
    assert release_address() is None
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert release_address() == address
    (tmp_path / "release.json").unlink()
    assert release_address() is None
