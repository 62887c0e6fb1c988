"""A screen or libraries that are missing are named before Qt ends the process."""

import sys

import pytest

from desktop_app import display
from desktop_app.application import run_window

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks at X libraries")


@pytest.fixture
def x_screen(monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.setenv("DISPLAY", ":77")


def test_offscreen_needs_nothing(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert display.display_problem() == ""


def test_no_screen_is_said_in_a_sentence(x_screen, monkeypatch):
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert display.display_problem().startswith("No screen was found")


def test_a_wayland_screen_is_a_screen(x_screen, monkeypatch):
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert display.display_problem() == ""


def test_missing_libraries_are_named_with_the_line_that_brings_them(x_screen, monkeypatch):
    monkeypatch.setattr(display, "XCB_LIBRARIES", ("libnothing-like-this.so.9",))
    problem = display.display_problem()
    assert "libnothing-like-this.so.9" in problem
    assert "apt-get install" in problem
    assert "libxcb-cursor0" in problem


def test_the_program_refuses_with_that_sentence(x_screen, monkeypatch, capsys):
    monkeypatch.setattr(display, "XCB_LIBRARIES", ("libnothing-like-this.so.9",))
    assert run_window([]) == 1
    assert "libnothing-like-this.so.9" in capsys.readouterr().err
