"""Real sessions on the CPU: quiet, warm, safe to share."""

import threading
from pathlib import Path

import numpy as np
import pytest

from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import CPU, Device
from desktop_app.inference.sessions import GraphSession, session_options, warm_up_feeds
from tests.helpers.tiny_models import tiny_classifier, tiny_vae
from trainer.contract.errors import WorkshopError

PICTURES = np.random.default_rng(1).integers(0, 256, (5, 28, 28), dtype=np.uint8)


@pytest.fixture
def classifier(tmp_path: Path) -> GraphSession:
    return GraphSession(tiny_classifier(tmp_path).read_bytes(), Device(), Machine(), threads=1)


def test_runs_and_names_its_outputs(classifier: GraphSession) -> None:
    outputs = classifier.run({"images": PICTURES})
    assert {name: array.shape for name, array in outputs.items()} == {
        "probabilities": (5, 10),
        "logits": (5, 10),
        "features": (5, 64),
    }
    assert np.allclose(outputs["probabilities"].sum(axis=1), 1, atol=1e-5)


def test_verdict_of_a_real_session(classifier: GraphSession) -> None:
    assert classifier.verdict.provider == CPU
    assert classifier.verdict.reason.en


def test_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tiny_classifier(tmp_path)
    session = GraphSession(path.read_bytes(), Device("cuda"), Machine(), threads=1)
    session.run({"images": PICTURES})
    with pytest.raises(WorkshopError):
        GraphSession(b"no graph", Device("cuda"), Machine(), threads=1)
    captured = capfd.readouterr()
    assert captured.out == ""
    assert captured.err == ""


def test_wrong_input_is_told_in_words(classifier: GraphSession) -> None:
    with pytest.raises(WorkshopError) as caught:
        classifier.run({"images": PICTURES.astype(np.float32)})
    assert caught.value.kind == "model-invalid"


def test_options_are_explicit() -> None:
    options = session_options(Machine().runtime(), threads=3)
    assert options.intra_op_num_threads == 3
    assert options.inter_op_num_threads == 1
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


def test_warm_up_feeds_every_input(tmp_path: Path) -> None:
    tiny_vae(tmp_path)
    content = (tmp_path / "tiny-vae.reconstruction.onnx").read_bytes()
    session = Machine().runtime().InferenceSession(content, providers=[CPU])
    feeds = warm_up_feeds(session)
    assert {name: (array.shape, array.dtype.name) for name, array in feeds.items()} == {
        "images": ((1, 28, 28), "uint8"),
        "noise": ((1, 4), "float32"),
    }


def test_threads_share_a_session(classifier: GraphSession) -> None:
    expected = classifier.run({"images": PICTURES})["logits"]
    answers = []

    def ask() -> None:
        answers.extend(classifier.run({"images": PICTURES})["logits"] for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 80
    assert all(np.allclose(answer, expected, atol=1e-5) for answer in answers)
