"""The list of files of the GPU part, made with a pretended uv."""

import json
import stat
import sys
import textwrap
from pathlib import Path

import lock_gpu_part
import pytest
from lock_gpu_part import SYSTEMS, LockError, add_target, drop_unused, fitting_wheel, wheels_for

HASH = "a" * 64


def package(name: str, *wheels: str) -> str:
    """A package of a `pylock.toml`; the size of each wheel is its place in the list."""
    entry = "{{ url = 'https://host/{}', size = {}, hashes = {{ sha256 = '{}' }} }}"
    listed = ", ".join(entry.format(wheel, place, HASH) for place, wheel in enumerate(wheels, 1))
    return f"[[packages]]\nname = '{name}'\nwheels = [{listed}]\n"


TORCH = package(
    "torch",
    "torch-2.13.0-cp312-cp312-manylinux_2_28_x86_64.whl",
    "torch-2.13.0-cp311-cp311-win_amd64.whl",
    "torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl",
)
CUBLAS = package("nvidia-cublas", "nvidia_cublas-13.1-py3-none-manylinux_2_27_x86_64.whl")
LOCK = TORCH + CUBLAS + package("triton", "triton-3.7-cp311-cp311-manylinux_2_27_x86_64.whl")


@pytest.fixture
def uv(tmp_path, monkeypatch):
    """Puts a program called uv on the path, which prints `lock`, or complains."""

    def make(lock: str = LOCK, status: int = 0) -> None:
        program = tmp_path / "uv"
        script = f"""\
            #!{sys.executable}
            import sys
            print({lock!r})
            sys.exit("no such host" if {status} else 0)
        """
        program.write_text(textwrap.dedent(script))
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setattr(lock_gpu_part.shutil, "which", lambda name, path=None: str(program))

    return make


def test_the_wheels_of_a_system(uv):
    uv()
    wheels = wheels_for(SYSTEMS["linux-x86_64"], "3.11")
    assert {name.split("-")[0]: wheel["size"] for name, wheel in wheels.items()} == {"torch": 3, "nvidia_cublas": 1}


def test_what_the_index_does_not_have_is_said(uv, monkeypatch):
    uv(status=1)
    with pytest.raises(LockError, match="no such host"):
        wheels_for(SYSTEMS["linux-x86_64"], "3.11")
    uv(TORCH)
    with pytest.raises(LockError, match="without CUDA"):
        wheels_for(SYSTEMS["win-amd64"], "3.11")
    with pytest.raises(LockError, match="fitting"):
        wheels_for(SYSTEMS["linux-x86_64"], "3.13")
    monkeypatch.setattr(lock_gpu_part.shutil, "which", lambda name, path=None: None)
    with pytest.raises(LockError, match="pip install uv"):
        wheels_for(SYSTEMS["linux-x86_64"], "3.11")


def test_windows_takes_pytorch_with_cuda_from_its_own_index(uv, monkeypatch):
    url = "https://host/whl/cu130/torch-2.13.0%2Bcu130-cp311-cp311-win_amd64.whl#sha256=x"
    uv(f'[[packages]]\nname = "torch"\nwheels = [{{ url = "{url}", hashes = {{ sha256 = "{HASH}" }} }}]')
    monkeypatch.setattr(lock_gpu_part, "asked_size", lambda address: 77)
    ((name, wheel),) = wheels_for(SYSTEMS["win-amd64"], "3.11").items()
    assert name == "torch-2.13.0%2Bcu130-cp311-cp311-win_amd64.whl"
    assert wheel["size"] == 77
    lock = {"targets": {}, "wheels": {}}
    add_target(lock, "win-amd64-cp311", {name: wheel})
    assert lock["targets"]["win-amd64-cp311"]["name"].startswith("torch-2.13.0-cp311-")


def test_the_name_changes_with_any_file():
    names = set()
    for digest in ("b" * 64, "c" * 64):
        lock = {"targets": {}, "wheels": {"old.whl": {}}}
        add_target(lock, "linux-x86_64-cp311", {"torch-2.13.0-cp311.whl": {"url": "", "sha256": digest, "size": 1}})
        drop_unused(lock)
        assert list(lock["wheels"]) == ["torch-2.13.0-cp311.whl"]
        names.add(lock["targets"]["linux-x86_64-cp311"]["name"])
    assert len(names) == 2


def test_two_fitting_wheels_are_one_too_many():
    wheel = {"url": "https://host/torch-2.13.0-cp311-cp311-manylinux_2_28_x86_64.whl"}
    with pytest.raises(LockError, match="2 fitting"):
        fitting_wheel({"name": "torch", "wheels": [wheel, wheel]}, SYSTEMS["linux-x86_64"], "cp311")


def test_the_versions_are_those_of_the_constraints():
    lock = json.loads(lock_gpu_part.TARGET_FILE.read_text(encoding="utf-8"))
    pinned = (Path(lock_gpu_part.PROJECT) / "constraints.txt").read_text(encoding="utf-8")
    for name in lock["wheels"]:
        package, version = name.split("-")[:2]
        if package in ("torch", "onnxruntime_gpu"):
            assert f"{package.replace('_', '-')}=={version.partition('%')[0]}" in pinned
