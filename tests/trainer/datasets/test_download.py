import dataclasses
import errno
import gzip
import hashlib
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.helpers.file_server import FileServer, serving
from trainer.contract.errors import Cancelled, WorkshopError
from trainer.contract.run_folder import RunLock
from trainer.contract.text import Text
from trainer.datasets.dataset import Origin
from trainer.datasets.download import download_dataset
from trainer.datasets.known import KnownDataset, KnownFile
from trainer.datasets.known_datasets import KNOWN_DATASETS

UNPACKED = {f"part{index}": hashlib.sha512(bytes([index])).digest() * 5_000 for index in (1, 2)}
PACKED = {f"{name}.gz": gzip.compress(content, compresslevel=0, mtime=0) for name, content in UNPACKED.items()}


@pytest.fixture
def serve():
    """Starts servers and gives back the data set that names them as mirrors."""
    with ExitStack() as stack:

        def start(*servers: FileServer) -> KnownDataset:
            return known(*(stack.enter_context(serving(server)).address for server in servers))

        yield start


def known(*mirrors: str) -> KnownDataset:
    files = tuple(
        KnownFile(f"{name}.gz", len(PACKED[f"{name}.gz"]), _digest("md5", content), _digest("sha256", content))
        for name, content in UNPACKED.items()
    )
    origin = Origin("small", "free", "free", "nowhere")
    return KnownDataset(origin, Text("Small", "小"), Text("", ""), {}, files, mirrors)


def _digest(name: str, content: bytes) -> str:
    return hashlib.new(name, content).hexdigest()


def arrived(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob(".*.part"))


def test_all_files_arrive_with_progress(serve, tmp_path):
    told = []
    download_dataset(serve(FileServer(PACKED)), tmp_path / "small", lambda *args: told.append(args) or True)
    assert arrived(tmp_path / "small") == PACKED
    assert not leftovers(tmp_path / "small")
    total = sum(map(len, PACKED.values()))
    assert told[-1] == (total, total)
    assert told == sorted(told)
    assert len(told) > 5


def test_what_is_there_is_not_fetched_again(serve, tmp_path):
    server = FileServer(PACKED)
    (tmp_path / "part1.gz").write_bytes(PACKED["part1.gz"])
    download_dataset(serve(server), tmp_path)
    assert server.requested == [("/part2.gz", None)]


def test_a_broken_connection_is_taken_up_where_it_ended(serve, tmp_path):
    server = FileServer(PACKED, break_off_after=130_000)
    download_dataset(serve(server), tmp_path)
    assert arrived(tmp_path) == PACKED
    assert [each for path, each in server.requested if path == "/part1.gz"] == [None, "bytes=130000-", "bytes=260000-"]


def test_a_server_without_ranges_starts_over(serve, tmp_path):
    server = FileServer(PACKED, knows_ranges=False)
    with pytest.raises(Cancelled):
        download_dataset(known_server := serve(server), tmp_path, lambda done, total: done < 100_000)
    download_dataset(known_server, tmp_path)
    assert arrived(tmp_path) == PACKED


def test_cancel_keeps_what_arrived_and_the_next_call_resumes(serve, tmp_path):
    server = FileServer(PACKED)
    dataset = serve(server)
    with pytest.raises(Cancelled):
        download_dataset(dataset, tmp_path, lambda done, total: done < 100_000)
    assert not arrived(tmp_path)
    kept = leftovers(tmp_path)[0].stat().st_size
    download_dataset(dataset, tmp_path)
    assert arrived(tmp_path) == PACKED
    assert server.requested[1] == ("/part1.gz", f"bytes={kept}-")


def test_a_wrong_leftover_is_fetched_again_from_the_start(serve, tmp_path):
    server = FileServer(PACKED)
    dataset = serve(server)
    with pytest.raises(Cancelled):
        download_dataset(dataset, tmp_path, lambda done, total: done < 100_000)
    leftover = leftovers(tmp_path)[0]
    leftover.write_bytes(b"\0" * leftover.stat().st_size)
    download_dataset(dataset, tmp_path)
    assert arrived(tmp_path) == PACKED


def test_a_complete_leftover_is_only_checked(serve, tmp_path):
    server = FileServer(PACKED)
    dataset = serve(server)
    with pytest.raises(Cancelled):
        download_dataset(dataset, tmp_path, lambda done, total: done < 100_000)
    leftovers(tmp_path)[0].write_bytes(PACKED["part1.gz"])
    download_dataset(dataset, tmp_path)
    assert arrived(tmp_path) == PACKED


def test_the_next_mirror_is_asked_when_one_lies_or_fails(serve, tmp_path):
    lying = FileServer({name: gzip.compress(b"other") for name in PACKED})
    endless = FileServer({name: content * 4 for name, content in PACKED.items()})
    broken, good = FileServer(PACKED, status=500), FileServer(PACKED)
    download_dataset(serve(lying, broken, endless, good), tmp_path)
    assert arrived(tmp_path) == PACKED
    assert len(good.requested) == 2
    assert not leftovers(tmp_path)


def test_no_mirror_left_is_an_error_that_names_them(serve, tmp_path):
    dataset = serve(FileServer({}), FileServer({name: content + b"x" for name, content in PACKED.items()}))
    with pytest.raises(WorkshopError) as caught:
        download_dataset(dataset, tmp_path)
    assert caught.value.kind == "download-failed"
    assert all(mirror in caught.value.message.en for mirror in dataset.mirrors)
    assert "checksum" in caught.value.message.en
    assert not arrived(tmp_path)


def test_nobody_there_is_an_error(tmp_path):
    with pytest.raises(WorkshopError) as caught:
        download_dataset(known("http://127.0.0.1:9/"), tmp_path)
    assert caught.value.kind == "download-failed"


def test_a_full_disk_is_said_before_anything_is_fetched(serve, tmp_path, monkeypatch):
    server = FileServer(PACKED)
    dataset = serve(server)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(WorkshopError) as caught:
        download_dataset(dataset, tmp_path / "deep" / "small")
    assert caught.value.kind == "no-space"
    assert not server.requested


def test_a_disk_that_fills_up_on_the_way_is_said(serve, tmp_path, monkeypatch):
    def full(path, mode="r", *args, **kwargs):
        if path.suffix == ".part":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_open(path, mode, *args, **kwargs)

    real_open = Path.open
    dataset = serve(FileServer(PACKED))
    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(WorkshopError) as caught:
        download_dataset(dataset, tmp_path)
    assert caught.value.kind == "no-space"


def test_two_downloads_at_once_are_refused(serve, tmp_path):
    lock = RunLock(tmp_path / ".download.lock")
    assert lock.acquire()
    try:
        with pytest.raises(WorkshopError) as caught:
            download_dataset(serve(FileServer(PACKED)), tmp_path)
        assert caught.value.kind == "busy"
    finally:
        lock.release()


def test_a_file_may_be_known_by_its_own_bytes(serve, tmp_path):
    """As an archive that everyone hands out packed in the same way."""
    content = PACKED["part1.gz"]
    file = KnownFile("part1.gz", len(content), _digest("md5", content), _digest("sha256", content), "file")
    repacked = FileServer({"part1.gz": gzip.compress(UNPACKED["part1"], mtime=1)})
    broken_off = FileServer(PACKED, break_off_after=130_000)
    dataset = dataclasses.replace(serve(repacked, broken_off), files=(file,))
    download_dataset(dataset, tmp_path)
    assert arrived(tmp_path) == {"part1.gz": content}
    assert len(repacked.requested) == 1
    assert len(broken_off.requested) == 3


def test_catalogued_files_have_whole_checksums():
    for dataset in KNOWN_DATASETS.values():
        for file in dataset.files:
            assert len(file.sha256) == 64
            assert len(file.md5) in (0, 32)  # not everybody publishes one
            assert {*file.md5, *file.sha256} <= set("0123456789abcdef")
        assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in dataset.mirrors)
