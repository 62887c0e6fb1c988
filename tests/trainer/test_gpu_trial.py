"""The trial of PyTorch, as far as it goes without a graphics card."""

from pathlib import Path

from trainer import gpu_trial
from trainer.gpu_trial import compared, try_training


def test_without_a_card_the_cpu_is_timed_and_the_reason_given(monkeypatch):
    monkeypatch.setattr(gpu_trial, "STEPS", 2)
    found = try_training(None)
    if not found["worked"]:
        assert found["detail"]
        assert found["cpu_milliseconds"] > 0


def test_pytorch_must_come_from_the_part():
    assert "another folder" in try_training(Path("/nowhere"))["detail"]


def test_losses_must_agree_at_first_and_be_numbers():
    assert compared([2.3, 2.2], [2.301, 2.1])["worked"]
    assert not compared([2.6, 2.2], [2.3, 2.1])["worked"]
    assert not compared([2.3, float("nan")], [2.3, 2.1])["worked"]
    assert not compared([float("nan")], [2.3])["worked"]
