"""The demo: what it draws itself, and (slowly) all of it by the public verbs."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from workshop_demo import curves, drawn_digits

ROOT = Path(__file__).resolve().parents[2]
EVENTS = [
    {"event": "attempt_started", "attempt": 1, "from_step": 0},
    {
        "event": "run_started",
        "scalars": [
            {"name": "training_loss", "title": {"en": "Loss, training", "zh": "训练损失"}},
            {"name": "accuracy", "title": {"en": "Accuracy", "zh": "正确率"}, "chart": "quality"},
            {"name": "silent", "title": {"en": "Never told", "zh": "无"}},
        ],
    },
    {"event": "progress", "points": {"training_loss": [[step, 2 / (step + 1)] for step in range(900)]}},
    {"event": "progress", "points": {"training_loss": [[900, None], [901, 0.1]]}},
    {"event": "epoch", "epoch": 1, "step": 450, "values": {"accuracy": 0.8}},
    {"event": "epoch", "epoch": 2, "step": 901, "values": {"accuracy": 0.9}},
]


@pytest.fixture
def found() -> list[curves.Curve]:
    """The curves of a short training."""
    return curves.read_curves(json.dumps(event) for event in EVENTS)


def test_curves_come_from_the_events(found: list[curves.Curve]) -> None:
    assert [curve.title for curve in found] == ["Loss, training", "Accuracy"]
    assert found[0].points[-1] == (901, 0.1)
    assert found[1].points == [(450, 0.8), (901, 0.9)]


def test_long_curves_are_thinned_by_means(found: list[curves.Curve]) -> None:
    assert len(found[0].thinned()) <= curves.POINTS_DRAWN
    assert found[1].thinned() == [(450.0, 0.8), (901.0, 0.9)]


def test_the_chart_shows_every_curve_in_its_colour(found: list[curves.Curve], tmp_path: Path) -> None:
    curves.save_curves(found, tmp_path / "curves.png")
    picture = np.asarray(Image.open(tmp_path / "curves.png").convert("RGB")).astype(int)
    assert picture.shape == (640, 960, 3)
    for half in (picture[:320], picture[320:]):
        assert (abs(half - [0x1C, 0x90, 0xDD]) < 40).all(axis=2).sum() > 50


def test_a_training_without_points_has_no_chart(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no point"):
        curves.save_curves([], tmp_path / "curves.png")


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0.01, 0.013), (0, 4321), (-3, 250)])
def test_the_axes_have_a_few_round_numbers(low: float, high: float) -> None:
    steps = curves.nice_steps(low, high)
    assert 2 <= len(steps) <= 8
    assert low - 1e-9 <= steps[0] < steps[-1] <= high + 1e-9


def test_the_digits_are_dark_ink_on_white_paper(tmp_path: Path) -> None:
    files = drawn_digits.save_all(tmp_path)
    assert sorted(files) == ["3", "7"]
    for file in files.values():
        grey = np.asarray(Image.open(file).convert("L"))
        assert grey.shape == (240, 240)
        assert 0.03 < (grey < 128).mean() < 0.2


@pytest.mark.slow
def test_the_demo_does_the_whole_job_without_a_screen(tmp_path: Path) -> None:
    variables = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    result = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "demo.py"), str(tmp_path)],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    labels = [json.loads(line)["label"] for line in (tmp_path / "classified.jsonl").read_text().splitlines()]
    assert labels == ["3", "7"]
    for name in ("generated-digits.png", "training-curves.png", "trained-digits-cnn.onnx"):
        assert (tmp_path / name).stat().st_size > 1000
    assert len(list((tmp_path / "screenshots").glob("*.png"))) >= 20
