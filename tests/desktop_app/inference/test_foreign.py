"""Foreign models: refused before they run, or run apart with little memory and time."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.inference.foreign import MOST_DEATHS, ForeignGraphs, Limits, start_child
from desktop_app.inference.foreign_checks import check_graph
from tests.helpers import hostile_models
from tests.helpers.tiny_models import tiny_classifier
from trainer.contract.errors import WorkshopError

PICTURES = np.random.default_rng(1).integers(0, 256, (3, 28, 28), dtype=np.uint8)
SHORT = Limits(load_seconds=10.0, run_seconds=2.0)


@pytest.fixture
def open_graphs() -> Iterator[Callable[..., ForeignGraphs]]:
    opened: list[ForeignGraphs] = []

    def make(path: Path, *arguments: Any) -> ForeignGraphs:
        opened.append(ForeignGraphs({"main": path.read_bytes()}, *arguments))
        return opened[-1]

    yield make
    for graphs in opened:
        graphs.close()


def test_answers_as_a_session_here_does(tmp_path: Path, open_graphs: Callable[..., ForeignGraphs]) -> None:
    from desktop_app.inference.machine import Machine
    from desktop_app.inference.providers import Device
    from desktop_app.inference.sessions import GraphSession

    path = tiny_classifier(tmp_path)
    here = GraphSession(path.read_bytes(), Device("cpu"), Machine(), threads=1).run({"images": PICTURES})
    there = open_graphs(path).run("main", {"images": PICTURES})
    assert here.keys() == there.keys()
    assert all(np.allclose(here[name], there[name], atol=1e-6) for name in here)


@pytest.mark.parametrize(
    ("make", "kind", "words"),
    [
        (hostile_models.external_data, "unsupported-model", "other files"),
        (hostile_models.endless_loop, "unsupported-model", "Loop"),
        (hostile_models.unknown_domain, "unsupported-model", "com.example.shell"),
        (hostile_models.newer_opset, "unsupported-model", "operator set 99"),
        (hostile_models.huge_initializer, "too-large", "too many numbers"),
        (hostile_models.truncated, "model-invalid", "not a valid ONNX file"),
        (hostile_models.text_file, "model-invalid", "not a valid ONNX file"),
        (hostile_models.empty_file, "model-invalid", "not a valid ONNX file"),
        (hostile_models.pickled_payload, "model-invalid", "not a valid ONNX file"),
    ],
)
def test_refused_by_looking_at_the_bytes(make: Callable[[Path], Path], kind: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(WorkshopError) as caught:
        check_graph(make(tmp_path).read_bytes())
    assert caught.value.kind == kind
    assert words in caught.value.message.en
    assert caught.value.message.zh
    assert not (tmp_path / "executed").exists()


def test_sound_graph_passes_the_look(tmp_path: Path) -> None:
    check_graph(tiny_classifier(tmp_path).read_bytes())


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_pass_or_are_refused_in_words(content: bytes) -> None:
    try:
        check_graph(content)
    except WorkshopError:
        return


@given(position=st.integers(0, 2000), byte=st.integers(0, 255))
@settings(max_examples=200, deadline=None)
def test_changed_bytes_pass_or_are_refused_in_words(position: int, byte: int, tmp_path_factory: Any) -> None:
    content = bytearray(_graph_bytes(tmp_path_factory))
    content[-1 - position % len(content)] = byte
    try:
        check_graph(bytes(content))
    except WorkshopError:
        return


def test_asking_for_much_memory_fails_and_the_child_lives(
    tmp_path: Path, open_graphs: Callable[..., ForeignGraphs]
) -> None:
    graphs = open_graphs(hostile_models.huge_constant(tmp_path))
    for _ in range(2):
        with pytest.raises(WorkshopError) as caught:
            graphs.run("main", {"images": PICTURES})
        assert caught.value.kind == "too-large"


def test_too_slow_is_stopped(tmp_path: Path, open_graphs: Callable[..., ForeignGraphs]) -> None:
    graphs = open_graphs(hostile_models.slow_graph(tmp_path), Limits(load_seconds=3.0, run_seconds=3.0))
    with pytest.raises(WorkshopError) as caught:
        graphs.run("main", {"images": PICTURES})
    assert caught.value.kind == "model-invalid"
    assert "longer than 3 s" in caught.value.message.en


def test_next_run_after_a_death_gets_a_new_child(tmp_path: Path, open_graphs: Callable[..., ForeignGraphs]) -> None:
    children: list[subprocess.Popen[bytes]] = []

    def start(limits: Limits) -> subprocess.Popen[bytes]:
        children.append(start_child(limits))
        return children[-1]

    graphs = open_graphs(tiny_classifier(tmp_path), SHORT, start)
    graphs.run("main", {"images": PICTURES})
    psutil.Process(children[0].pid).kill()
    with pytest.raises(WorkshopError) as caught:
        graphs.run("main", {"images": PICTURES})
    assert caught.value.kind == "model-invalid"
    assert graphs.run("main", {"images": PICTURES})["probabilities"].shape == (3, 10)
    assert len(children) == 2


def test_model_that_keeps_dying_is_given_up(tmp_path: Path, open_graphs: Callable[..., ForeignGraphs]) -> None:
    children = []

    def start_mute(limits: Limits) -> subprocess.Popen[bytes]:
        children.append(_child("import sys; sys.stdin.buffer.read(9)"))
        return children[-1]

    graphs = open_graphs(tiny_classifier(tmp_path), SHORT, start_mute)
    for _ in range(MOST_DEATHS + 2):
        with pytest.raises(WorkshopError):
            graphs.run("main", {"images": PICTURES})
    assert len(children) == MOST_DEATHS


@pytest.mark.parametrize(
    "answer",
    [
        "b'nonsense'",
        "b'\\xff' * 8",  # a frame of 2**64 bytes
        "(5).to_bytes(8, 'little') + b'abcde'",
        "__import__('tests.helpers.hostile_models', fromlist=['x']).pickle_bytes('executed')",
    ],
)
def test_child_that_talks_nonsense(answer: str, tmp_path: Path, open_graphs: Callable[..., ForeignGraphs]) -> None:
    code = f"import sys, os; os.write(1, {answer}); os.close(1); sys.stdin.buffer.read()"
    graphs = open_graphs(tiny_classifier(tmp_path), SHORT, lambda limits: _child(code))
    with pytest.raises(WorkshopError) as caught:
        graphs.run("main", {"images": PICTURES})
    assert caught.value.kind == "model-invalid"
    assert not Path("executed").exists()


def test_close_ends_the_child(tmp_path: Path) -> None:
    children: list[subprocess.Popen[bytes]] = []

    def start(limits: Limits) -> subprocess.Popen[bytes]:
        children.append(start_child(limits))
        return children[-1]

    graphs = ForeignGraphs({"main": tiny_classifier(tmp_path).read_bytes()}, SHORT, start)
    graphs.load("main")
    graphs.close()
    assert children[0].poll() is not None


@pytest.mark.skipif(sys.platform != "linux", reason="want of platform: reads the limits of a process from /proc")
def test_child_has_limits(tmp_path: Path) -> None:
    child = start_child(Limits(memory=512 * 1024**2))
    graphs = ForeignGraphs({"main": tiny_classifier(tmp_path).read_bytes()}, SHORT, lambda limits: child)
    graphs.load("main")
    limits = psutil.Process(child.pid)
    soft_space, _ = limits.rlimit(psutil.RLIMIT_AS)
    assert 512 * 1024**2 < soft_space < limits.memory_info().vms + 600 * 1024**2
    assert limits.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert 0 < limits.rlimit(psutil.RLIMIT_CPU)[0] < 60
    graphs.close()


def _child(code: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _graph_bytes(tmp_path_factory: Any) -> bytes:
    folder = tmp_path_factory.getbasetemp() / "graph"
    folder.mkdir(exist_ok=True)
    path = folder / "tiny-digits.onnx"
    return (path if path.exists() else tiny_classifier(folder)).read_bytes()
