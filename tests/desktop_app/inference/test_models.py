"""Opening models: trusted ones here, foreign ones apart, both used alike."""

import hashlib
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop_app.inference import models
from desktop_app.inference.foreign import Limits
from desktop_app.inference.known import KnownFiles
from desktop_app.inference.machine import Machine
from desktop_app.inference.models import ModelOpener, OpenModel
from desktop_app.inference.providers import CPU, Device
from tests.helpers import hostile_models
from tests.helpers.tiny_models import tiny_classifier, tiny_denoiser, tiny_generator, tiny_vae
from trainer.contract.card import GenerationSpec, TensorSpec
from trainer.contract.errors import WorkshopError

LIMITS = Limits(load_seconds=15.0, run_seconds=10.0)
PICTURES = np.random.default_rng(1).integers(0, 256, (3, 28, 28), dtype=np.uint8)


@pytest.fixture
def known(tmp_path: Path) -> KnownFiles:
    return KnownFiles(tmp_path / "shipped", tmp_path / "mine")


@pytest.fixture
def opener(known: KnownFiles) -> Iterator[ModelOpener]:
    opener = ModelOpener(known, Machine(), threads=1, limits=LIMITS)
    yield opener
    opener.close()


def trust(known: KnownFiles, *paths: Path) -> None:
    known.remember({hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in paths})


def kind_of(opener: ModelOpener, path: Path) -> str:
    with pytest.raises(WorkshopError) as caught:
        opener.open_model(path).run("main", {"images": PICTURES})
    return caught.value.kind


def test_known_model_runs_here(tmp_path: Path, known: KnownFiles, opener: ModelOpener) -> None:
    path = tiny_classifier(tmp_path)
    trust(known, path)
    model = opener.open_model(path)
    assert model.is_known
    assert model.verdict.provider == CPU
    assert model.pipeline("image-classification").probabilities(PICTURES).shape == (3, 10)


def test_foreign_model_gives_the_same_answers(tmp_path: Path, known: KnownFiles, opener: ModelOpener) -> None:
    path = tiny_vae(tmp_path)
    foreign = opener.open_model(path)
    assert not foreign.is_known
    assert "elsewhere" in foreign.verdict.reason.en
    apart = _all_answers(foreign)
    trust(known, path, tmp_path / "tiny-vae.reconstruction.onnx")
    opener.close()
    here = opener.open_model(path)
    assert here.is_known
    assert all(np.allclose(a, b, atol=1) for a, b in zip(apart, _all_answers(here), strict=True))


def test_foreign_denoiser_gives_the_same_pictures(tmp_path: Path, known: KnownFiles, opener: ModelOpener) -> None:
    path = tiny_denoiser(tmp_path)
    apart = opener.open_model(path).pipeline("image-to-image").transform(PICTURES)
    trust(known, path)
    opener.close()
    here = opener.open_model(path).pipeline("image-to-image").transform(PICTURES)
    assert [each.anomaly_score for each in apart] == [None] * 3
    assert all(np.array_equal(one.after, other.after) for one, other in zip(apart, here, strict=True))


def test_foreign_denoiser_must_promise_pictures_of_the_same_size(tmp_path: Path, opener: ModelOpener) -> None:
    restored = TensorSpec(name="restored", type="uint8", shape=("batch", 27, 28))
    assert kind_of(opener, tiny_denoiser(tmp_path, outputs=(restored,))) == "unsupported-model"


def _all_answers(model: OpenModel) -> list[np.ndarray]:
    rebuilt = model.pipeline("image-to-image").transform(PICTURES)
    return [
        model.pipeline("unconditional-image-generation").generate(5, seed=3),
        np.stack([each.after for each in rebuilt]),
        np.array([each.anomaly_score for each in rebuilt]),
    ]


def test_one_changed_companion_makes_a_model_invalid(tmp_path: Path, known: KnownFiles, opener: ModelOpener) -> None:
    path = tiny_vae(tmp_path)
    with (tmp_path / "tiny-vae.reconstruction.onnx").open("ab") as file:
        file.write(b"\0")
    assert kind_of(opener, path) == "model-invalid"
    (tmp_path / "tiny-vae.reconstruction.onnx").unlink()
    assert kind_of(opener, path) == "model-invalid"


def test_a_model_that_is_trusted_in_part_is_foreign(tmp_path: Path, known: KnownFiles, opener: ModelOpener) -> None:
    path = tiny_vae(tmp_path)
    trust(known, path)
    assert not opener.open_model(path).is_known


def test_open_models_are_kept_and_noticed_when_changed(tmp_path: Path, known: KnownFiles, opener: ModelOpener) -> None:
    path = tiny_classifier(tmp_path)
    trust(known, path)
    first = opener.open_model(path)
    assert opener.open_model(path) is first
    assert opener.open_model(path, Device("cpu")) is not first
    other = tiny_classifier(tmp_path, seed=4)
    trust(known, other)
    second = opener.open_model(path)
    assert second is not first
    assert not np.allclose(
        first.run("main", {"images": PICTURES})["logits"], second.run("main", {"images": PICTURES})["logits"]
    )


def test_kept_models_are_bounded(tmp_path: Path, known: KnownFiles) -> None:
    opener = ModelOpener(known, Machine(), threads=1, kept_bytes=500_000)
    paths = [tiny_classifier(tmp_path, f"m{number}", seed=number) for number in range(4)]
    trust(known, *paths)
    opened = [opener.open_model(path) for path in paths]
    assert opener.open_model(paths[3]) is opened[3]
    assert opener.open_model(paths[0]) is not opened[0]
    assert opened[0].run("main", {"images": PICTURES})["logits"].shape == (3, 10)  # still usable where it is held
    opener.close()


def test_many_threads_open_one_session(tmp_path: Path, known: KnownFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    session = models.GraphSession

    def counted(*arguments: object) -> models.GraphSession:
        made.append(1)
        return session(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(models, "GraphSession", counted)
    opener = ModelOpener(known, Machine(), threads=1)
    path = tiny_classifier(tmp_path)
    trust(known, path)
    threads = [threading.Thread(target=opener.open_model, args=(path,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1


@pytest.mark.parametrize("make", hostile_models.REFUSED, ids=lambda make: make.__name__)
def test_hostile_models_are_refused(make: object, tmp_path: Path, opener: ModelOpener) -> None:
    kind = kind_of(opener, make(tmp_path))  # type: ignore[operator]
    assert kind in ("unsupported-model", "model-invalid", "too-large", "empty")
    assert not (tmp_path / "executed").exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"generation": GenerationSpec(latent_size=10**9)},
        {"generation": GenerationSpec(latent_size=0)},
        {"generation": GenerationSpec(latent_size=4, truncation=float("1e308") * 10)},
        {"generation": GenerationSpec(latent_size=4, labels=("cat", "dog"))},
        {"outputs": ()},
        {"inputs": ()},
        {"tasks": ("image-classification",)},
    ],
)
def test_foreign_cards_that_ask_for_too_much(changes: dict[str, object], tmp_path: Path, opener: ModelOpener) -> None:
    assert kind_of(opener, tiny_generator(tmp_path, **changes)) in ("unsupported-model", "model-invalid")


def test_a_task_that_the_model_does_not_do(tmp_path: Path, known: KnownFiles, opener: ModelOpener) -> None:
    path = tiny_classifier(tmp_path)
    trust(known, path)
    with pytest.raises(WorkshopError) as caught:
        opener.open_model(path).pipeline("image-to-image")
    assert caught.value.kind == "wrong-kind"


def test_a_slow_foreign_file_holds_nobody_up(tmp_path: Path, known: KnownFiles) -> None:
    opener = ModelOpener(known, Machine(), threads=1, limits=Limits(load_seconds=4.0, run_seconds=4.0))
    slow = hostile_models.slow_graph(tmp_path / "slow")
    path = tiny_classifier(tmp_path)
    trust(known, path)
    waiting = threading.Thread(target=kind_of, args=(opener, slow))
    waiting.start()
    time.sleep(0.5)
    start = time.perf_counter()
    opener.open_model(path)
    assert time.perf_counter() - start < 2.5
    waiting.join()
    opener.close()
