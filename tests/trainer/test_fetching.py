"""What fetching asks of the system around it; downloads themselves are tested with those who use them."""

import ssl
from pathlib import Path

import pytest

from trainer import fetching
from trainer.fetching import free_bytes


def paths(cafile: Path | None, capath: Path | None) -> ssl.DefaultVerifyPaths:
    return ssl.DefaultVerifyPaths(cafile, capath, "", "", "", "")


@pytest.mark.parametrize("found", ["nothing", "an empty folder"])
def test_without_certificates_of_the_system_those_of_certifi_are_trusted(monkeypatch, tmp_path, found):
    folder = tmp_path if found == "an empty folder" else None
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths(None, folder))
    assert fetching.trusted_certificates().cert_store_stats()["x509_ca"] > 50


def test_the_certificates_of_the_system_come_first(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths(None, tmp_path))
    monkeypatch.setattr(ssl, "create_default_context", lambda **options: options)
    assert fetching.trusted_certificates() == {}


def test_room_is_that_of_the_disk_a_folder_will_lie_on(tmp_path):
    assert free_bytes(tmp_path / "not" / "there") > 0
