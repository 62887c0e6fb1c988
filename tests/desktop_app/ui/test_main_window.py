"""The window around the pages."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.places import Places
from desktop_app.services.notifier import Failure
from desktop_app.ui.context import PageContext, Shell
from desktop_app.ui.dialogs.about import ShortcutsDialog, about_box
from desktop_app.ui.dialogs.licences import LicencesDialog
from desktop_app.ui.language import Language
from desktop_app.ui.main_window import MainWindow
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.navigation_rail import RunningTraining
from desktop_app.ui.widgets.truth_strip import Verdict
from desktop_app.window_session import follow_settings, make_services
from tests.helpers.pages import TEST_PAGES

ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def context(qapp, data_dir, tmp_path):
    """English, light, with the real services on an empty data folder."""
    services = make_services(Places(data=data_dir, shipped_models=tmp_path / "shipped"))
    theme, language = Theme(qapp, lambda: "light"), Language(qapp)
    follow_settings(services.settings, theme, language)
    services.settings.language = "en"
    yield PageContext(services, theme, language, Shell())
    services.close()
    theme.deleteLater()
    language.deleteLater()


@pytest.fixture
def make_window(qtbot, context):
    """A function that makes a window with three pages."""
    made = []  # without a reference in Python they would be gone at once

    def make() -> MainWindow:
        window = MainWindow(context, TEST_PAGES)
        qtbot.addWidget(window)
        made.append(window)
        return window

    yield make
    for window in made:
        window.hide()


@pytest.fixture
def window(qtbot, make_window):
    """The window, shown, its first page at work."""
    window = make_window()
    window.resize(1280, 800)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: window.current_page().requests == [None] and window.training_watch is not None)
    return window


def key(window, key, modifiers=CONTROL) -> None:
    QTest.keyClick(window.windowHandle(), key, modifiers)
    QApplication.processEvents()


def drop(window, mime: QMimeData) -> QDropEvent:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(600, 400), ACTIONS, mime, left, none))
    event = QDropEvent(QPointF(600, 400), ACTIONS, mime, left, none)
    QApplication.sendEvent(window, event)
    return event


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_pages_are_made_when_they_are_first_shown(window):
    assert list(window._made) == ["first"]
    window.show_page("second")
    assert list(window._made) == ["first", "second"]
    assert window.sheet.pages.currentWidget() is window.page("second")


def test_keys_and_rail_go_to_pages(qtbot, window):
    key(window, Qt.Key.Key_2)
    assert (window.current_key(), window.rail.selected()) == ("second", "second")
    key(window, Qt.Key.Key_Comma)
    assert window.current_key() == "settings"
    qtbot.mouseClick(window.rail.button("first"), Qt.MouseButton.LeftButton)
    assert window.current_key() == "first"


def test_a_page_may_ask_for_another_one(window):
    window._context.shell.page_wanted.emit("second", "mine/digits-cnn")
    assert window.current_page().requests == ["mine/digits-cnn"]


def test_the_last_page_comes_back(window, make_window):
    window.show_page("second")
    assert make_window().current_key() == "second"


def test_a_last_page_that_is_gone_does_no_harm(window, make_window):
    window._context.services.settings.last_page = "translate"
    assert make_window().current_key() == "first"


def test_text_grows_and_shrinks_by_keys(window):
    settings = window._context.services.settings
    for pressed, percent in (
        (Qt.Key.Key_Plus, 110),
        (Qt.Key.Key_Minus, 100),
        (Qt.Key.Key_Minus, 90),
        (Qt.Key.Key_0, 100),
    ):
        key(window, pressed)
        assert settings.text_size == percent


def test_full_screen_goes_on_and_off(window):
    key(window, Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier)
    assert window.isFullScreen()
    key(window, Qt.Key.Key_F11, Qt.KeyboardModifier.NoModifier)
    assert not window.isFullScreen()


def test_commands_belong_to_the_page_in_front(window):
    assert window.menus.action("run").isEnabled()
    key(window, Qt.Key.Key_Return)
    assert window.current_page().done == ["run"]
    window.show_page("second")
    assert not window.menus.action("run").isEnabled()
    key(window, Qt.Key.Key_Return)
    assert window.current_page().done == []


def test_paste_goes_to_the_text_field_while_it_is_typed_in(window):
    page = window.current_page()
    QGuiApplication.clipboard().setText("hello")
    page.field.setFocus()
    window.menus.chosen.emit("paste")
    assert (page.field.text(), page.done) == ("hello", [])
    page.field.clearFocus()
    window.menus.chosen.emit("paste")
    assert page.done == ["paste"]


def test_no_key_means_two_things(window):
    keys = [text for _, rows in window.menus.shortcuts() for _, text in rows]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+1", "Ctrl+2", "Ctrl+3", "F11", "Ctrl+0", "Ctrl+,", "Ctrl+Q"} <= set(keys)


def test_a_drop_on_the_window_goes_to_the_page_in_front_if_it_can_read_it(window, tmp_path):
    file = tmp_path / "数字 a.first"
    file.write_text("1")
    event = drop(window, files(file))
    assert window.current_page().opened == [file]
    assert event.dropAction() == Qt.DropAction.CopyAction


def test_a_drop_finds_a_page_that_was_never_shown(window, tmp_path):
    file = tmp_path / "review.txt"
    file.write_text("a fine film")
    drop(window, files(file))
    assert window.current_key() == "second"
    assert window.current_page().opened == [file]


def test_a_drop_that_nobody_reads_is_told(window, tmp_path):
    file = tmp_path / "a.bin"
    file.write_bytes(bytes(50))
    drop(window, files(file))
    assert window.toast.message().text == "No page reads files of this kind"
    assert window.current_key() == "first"


def test_a_drag_is_shown_where_it_would_go(window, tmp_path):
    file = tmp_path / "review.txt"
    file.write_text("a fine film")
    mime = files(file)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(600, 400), ACTIONS, mime, left, none))
    assert window._hint.text() == "Release to open in Second"


def test_a_picture_without_a_file_goes_to_the_page_in_front(window):
    mime = QMimeData()
    mime.setImageData(QImage(3, 3, QImage.Format.Format_RGB32))
    drop(window, mime)
    assert len(window.current_page().mimes) == 1


def test_a_narrow_window_is_compact(qtbot, window):
    qtbot.waitUntil(lambda: not window.rail.is_compact())
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: window.rail.is_compact() and window.current_page().is_compact)
    window.resize(1280, 800)
    qtbot.waitUntil(lambda: not window.rail.is_compact() and not window.current_page().is_compact)


def test_the_language_is_switched_everywhere(window):
    window._context.services.settings.language = "zh_CN"
    QApplication.processEvents()  # Qt posts the change
    assert window.menus.action("open").text() == "打开..."
    assert window.rail.button("settings").text() == "设置"
    assert window.windowTitle() == "模型工坊"
    assert window.current_page().words[-1] == "zh_CN"
    window._context.services.settings.language = "en"
    QApplication.processEvents()
    assert window.menus.action("open").text() == "Open..."


def test_the_scheme_is_switched_while_running(window):
    window._context.services.settings.theme = "dark"
    QApplication.processEvents()
    dark = window.grab().toImage().pixelColor(100, 400)
    window._context.services.settings.theme = "light"
    QApplication.processEvents()
    assert window.grab().toImage().pixelColor(100, 400).lightness() > dark.lightness() + 100


def test_the_strip_tells_of_the_page_in_front(window):
    window.current_page().set_verdict(Verdict("cpu", "Running on CPU", "1.9 ms"))
    assert window.strip.verdict().verdict == "Running on CPU"
    window.show_page("second")
    assert window.strip.verdict().verdict == "Ready"
    window.show_page("first")
    assert window.strip.verdict().facts == "1.9 ms"


def test_messages_become_toasts_and_failures_cards(window):
    notifier = window._context.services.notifier
    notifier.tell("Saved")
    assert window.toast.message().text == "Saved"
    notifier.fail(Failure("It could not be saved", "The disk is full."))
    assert window.current_page().error_card.failure().what == "It could not be saved"


def test_a_training_is_told_in_the_rail(window):
    window._context.shell.training_changed.emit(RunningTraining("CNN", "41 s left", "41 s", 0.4))
    assert window.rail._training.isVisible()


def test_the_network_is_told(window):
    window._context.shell.network_changed.emit("Downloading MNIST, 40 %")
    assert window.strip._network.text() == "Downloading MNIST, 40 %"
    window._context.shell.network_changed.emit("")
    assert window.strip._network.text() == "No network connection in use"


def test_a_page_can_keep_the_window_open(window):
    window.page("first").closable = False
    assert not window.close()
    window.page("first").closable = True
    assert window.close()


def test_the_place_on_the_screen_comes_back(window, make_window):
    window.setGeometry(QRect(0, 30, 800, 720))  # the screen of the offscreen platform is 800 x 800
    window.close()
    assert make_window().size() == window.size()


def test_a_place_on_a_screen_that_is_gone_is_left(window, make_window):
    window.move(40_000, 40_000)
    window._context.services.settings.window_geometry = window.saveGeometry()
    again = make_window()
    assert QGuiApplication.primaryScreen().geometry().intersects(again.geometry())


def test_a_broken_place_does_no_harm(window, make_window):
    window._context.services.settings.file.setValue("window_geometry", "nonsense")
    assert make_window().width() >= 600


def test_tab_shows_the_ring_and_a_click_hides_it(qtbot, window):
    window.activateWindow()
    key(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier)
    assert window.ring.target() is QApplication.focusWidget()
    assert window.ring.geometry().contains(window.ring.target().mapTo(window, window.ring.target().rect().center()))
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=QPoint(700, 700))
    assert window.ring.target() is None


def test_no_ring_where_a_clicked_control_goes_away(window):
    window.activateWindow()
    field = window.current_page().field
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    field.setVisible(False)
    assert QApplication.focusWidget() is not field
    assert window.ring.target() is None


def test_the_title_has_one_name_in_each_language(window):
    for language in ("en", "zh_CN"):
        window._context.language.choose(language)
        assert QGuiApplication.applicationDisplayName() == window.windowTitle()


def test_the_ring_follows_its_control(qtbot, window):
    window.ring.keyboard_used()
    window.current_page().field.setFocus()
    before = window.ring.geometry()
    window.resize(1000, 700)
    qtbot.waitUntil(lambda: window.ring.geometry() != before)


def test_dialogs_open(qtbot, window):
    dialog = ShortcutsDialog(window._context.theme, window.menus.shortcuts(), window)
    qtbot.addWidget(dialog)
    assert "Keyboard shortcuts" in dialog.rows()
    box = about_box(window, window._context.theme)
    qtbot.addWidget(box)
    assert "MIT" in box.informativeText()
    assert len(box.buttons()) == 1


def test_the_about_box_shows_the_licences_of_what_is_bundled(qtbot, window, tmp_path):
    entries = [
        {"name": "zlib", "version": "1.2", "licence": "Zlib", "file": "zlib.txt"},
        {"name": "Qt", "version": "6", "licence": "LGPL-3.0", "file": "qt.txt"},
    ]
    (tmp_path / "index.json").write_text(json.dumps(entries), encoding="utf-8")
    (tmp_path / "qt.txt").write_text("GNU LESSER GENERAL PUBLIC LICENSE", encoding="utf-8")
    box = about_box(window, window._context.theme, tmp_path)
    qtbot.addWidget(box)
    button = next(button for button in box.buttons() if "2" in button.text())
    button.click()
    dialog = window.findChild(LicencesDialog)
    qtbot.addWidget(dialog)
    assert "LESSER GENERAL PUBLIC" in dialog.text.toPlainText()
    dialog.list.setCurrentIndex(dialog.list.model().index(1, 0))
    assert "zlib.txt" in dialog.text.toPlainText()  # the file is not there, and that is said
