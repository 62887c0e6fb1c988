import pytest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from desktop_app.ui.desktop_notice import DesktopNotice


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture
def shown(monkeypatch) -> list[tuple[str, str]]:
    """What a tray was asked to show; there is one."""
    asked: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, detail, icon: asked.append((title, detail)))
    return asked


def test_the_desktop_is_told_while_the_window_is_not_in_front(window, shown):
    came = []
    notice = DesktopNotice(window, lambda: came.append(True))
    notice.show("It is trained", "99 %")
    assert shown == [("It is trained", "99 %")]
    window.showMinimized()
    notice._tray.messageClicked.emit()
    assert came
    assert window.isVisible()
    assert not window.isMinimized()
    assert not notice._tray.isVisible()


def test_nobody_is_told_what_they_see(window, shown, monkeypatch):
    monkeypatch.setattr(window, "isActiveWindow", lambda: True)
    DesktopNotice(window, lambda: None).show("It is trained", "99 %")
    assert not shown


def test_without_a_tray_nothing_breaks(window, shown, monkeypatch):
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: False)
    DesktopNotice(window, lambda: None).show("It is trained", "99 %")
    assert not shown
