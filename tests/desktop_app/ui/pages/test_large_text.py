"""Everything stays readable in the smallest window while the text grows to one and a half times its usual size."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from desktop_app.ui.main_window import SMALLEST_SIZE
from desktop_app.ui.widgets.label import ElidedLabel, Label
from tests.helpers.tiny_text_models import places_with_texts

PAGES = ("generate", "classify", "library", "settings")


def words_in(page: QWidget) -> list[QWidget]:
    """What must show its words whole: buttons, lists, and labels that neither wrap nor end in an ellipsis."""
    controls = [*page.findChildren(QAbstractButton), *page.findChildren(QComboBox)]
    labels = [
        label for label in page.findChildren(Label) if not label.wordWrap() and not isinstance(label, ElidedLabel)
    ]
    return [each for each in (*controls, *labels) if each.isVisible() and has_words(each)]


def has_words(widget: QWidget) -> bool:
    if isinstance(widget, QComboBox):
        return True
    return isinstance(widget, QAbstractButton | QLabel) and bool(widget.text())


def faults_of(page: QWidget) -> list[str]:
    faults = []
    for widget in words_in(page):
        words = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
        needed = widget.minimumSizeHint()
        if widget.width() < needed.width() or widget.height() < needed.height():
            faults.append(f"{words!r} has {widget.size().toTuple()} and needs {needed.toTuple()}")
        right = widget.mapTo(page, QPoint(widget.width(), 0)).x()
        if right > page.width():
            faults.append(f"{words!r} ends at {right}, the page at {page.width()}")
    return faults


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_words_are_shown_whole(workshop, language):
    workshop.services.settings.language = language
    workshop.window.resize(SMALLEST_SIZE)
    faults = []
    for text_size in (150, 120, 100):
        workshop.services.settings.text_size = text_size
        for key in PAGES:
            faults += [f"{key} at {text_size} %: {fault}" for fault in faults_of(workshop.open(key))]
    assert workshop.window.size() == SMALLEST_SIZE
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_words_are_shown_whole_where_pictures_are_rebuilt(workshop, language):
    workshop.services.settings.language = language
    workshop.window.resize(SMALLEST_SIZE)
    page = workshop.open("generate")
    workshop.window.show_page("generate", "shipped/digits-vae")
    page._sides.segment("rebuild").click()
    page.rebuild.damage.kinds.setCurrentIndex(1)
    workshop.settle()
    faults = []
    for text_size in (150, 120, 100):
        workshop.services.settings.text_size = text_size
        workshop.settle()
        faults += [f"at {text_size} %: {fault}" for fault in faults_of(page)]
        view, room = page.rebuild.result.view, page.rebuild.result._room
        assert room.rect().contains(view.geometry()), f"the picture at {text_size} % ends outside its card"
    assert workshop.window.size() == SMALLEST_SIZE
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_words_are_shown_whole_where_texts_are_written(make_workshop, tmp_path, language):
    workshop = make_workshop(places_with_texts(tmp_path))
    workshop.services.settings.language = language
    workshop.window.resize(SMALLEST_SIZE)
    faults = []
    for text_size in (150, 120, 100):
        workshop.services.settings.text_size = text_size
        for key in ("write", "translate", "classify"):
            page = workshop.open(key)
            if key == "classify":
                page._texts.put("A lovely film, but the end is dull.")
                workshop.settle()
            if key == "write":
                page._choose_piece(3)
                workshop.settle()
            faults += [f"{key} at {text_size} %: {fault}" for fault in faults_of(page)]
    assert workshop.window.size() == SMALLEST_SIZE
    assert not faults, "\n".join(faults)
