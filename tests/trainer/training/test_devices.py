"""Which device a training takes, and what is said where it cannot be had. The GPUs here pretend."""

from collections.abc import Sequence
from typing import Any

import pytest
import torch

from tests.helpers.training import small_settings
from trainer.contract.errors import WorkshopError
from trainer.training import devices
from trainer.training.devices import choose_device, make_fabric


class PretendedCuda:
    """The answers of PyTorch on a computer with these GPUs; a test run on `broken` fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, names: Sequence[str], built: bool = True, broken: int = -1):
        self.tried: list[torch.device] = []
        self._broken = broken
        monkeypatch.setattr(torch.backends.cuda, "is_built", lambda: built)
        monkeypatch.setattr(torch.cuda, "is_available", lambda: bool(names))
        monkeypatch.setattr(torch.cuda, "device_count", lambda: len(names))
        monkeypatch.setattr(torch.cuda, "get_device_name", lambda index: names[index])
        monkeypatch.setattr(torch.cuda, "synchronize", lambda device: None)
        monkeypatch.setattr(torch, "rand", self._rand)
        monkeypatch.setattr(torch.nn.Conv2d, "to", lambda layer, device: layer)

    def _rand(self, *shape: int, device: torch.device) -> torch.Tensor:
        self.tried.append(device)
        if device.index == self._broken:
            raise RuntimeError("CUDA error: no kernel image is available\nand more lines")
        return torch.ones(shape)


def chosen(**changes: Any) -> Any:
    return choose_device(small_settings("digits-cnn", **changes))


def refusal(**changes: Any) -> str:
    with pytest.raises(WorkshopError) as caught:
        chosen(**changes)
    assert caught.value.kind == "invalid-setting"
    assert caught.value.message.zh
    return caught.value.message.en


@pytest.mark.parametrize(("asked", "index"), [("auto", 0), ("cuda", 0), ("cuda:0", 0), ("cuda:1", 1)])
def test_the_gpu_that_is_asked_for_is_tried_and_taken(asked: str, index: int, monkeypatch: pytest.MonkeyPatch) -> None:
    cuda = PretendedCuda(monkeypatch, ["First", "Second"])
    choice = chosen(device=asked)
    assert (choice.kind, choice.index, choice.name) == ("cuda", index, ["First", "Second"][index])
    assert cuda.tried == [torch.device("cuda", index)]


def test_fabric_gets_the_gpu_by_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    PretendedCuda(monkeypatch, ["First", "Second"])
    made: list[dict[str, Any]] = []
    monkeypatch.setattr(devices, "Fabric", lambda **words: made.append(words))
    for asked in ("cuda", "cuda:1"):
        settings = small_settings("digits-cnn", device=asked)
        make_fabric(choose_device(settings), settings)
    assert [(words["accelerator"], words["devices"]) for words in made] == [("cuda", 1), ("cuda", [1])]


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    PretendedCuda(monkeypatch, ["First", "Second"])
    assert "no cuda:7, only cuda:0, cuda:1" in refusal(device="cuda:7")
    assert "names one GPU" in refusal(device="cuda:1", devices=2)
    PretendedCuda(monkeypatch, [])
    assert "finds no CUDA device" in refusal(device="cuda:1")
    PretendedCuda(monkeypatch, [], built=False)
    assert "built without CUDA" in refusal(device="cuda")


def test_a_gpu_on_which_a_test_run_fails_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    PretendedCuda(monkeypatch, ["First", "Second"], broken=1)
    assert "(CUDA error: no kernel image is available)" in refusal(device="cuda:1")
    assert chosen(device="cuda").kind == "cuda"
    PretendedCuda(monkeypatch, ["First"], broken=0)
    automatic = chosen(device="auto")
    assert automatic.kind == "cpu"
    assert automatic.reason is not None
    assert "test run on it failed" in automatic.reason.en


@pytest.mark.parametrize("wrong", ["gpu", "cuda:", "cuda:-1", "cuda:1000", "cuda:1 ", "cpu:0", ""])
def test_other_names_are_no_devices(wrong: str) -> None:
    with pytest.raises(WorkshopError, match="one of: auto, cpu, cuda, cuda:N"):
        small_settings("digits-cnn", device=wrong)
