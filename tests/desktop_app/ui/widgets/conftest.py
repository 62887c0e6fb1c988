"""What tests of single widgets share."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme


@pytest.fixture
def theme(qapp):
    """The light theme at 100 %."""
    qapp.setStyle("Fusion")
    theme = Theme(qapp, lambda: "light")
    yield theme
    theme.deleteLater()


@pytest.fixture
def shown(qtbot):
    """A function that shows widgets in one window, one below the other, and waits until it is there."""
    windows = []  # without a reference in Python they would be gone at once

    def show(*widgets: QWidget, size: tuple[int, int] = (400, 400)) -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        qtbot.addWidget(window)
        windows.append(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        return window

    return show
