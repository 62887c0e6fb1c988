"""Every control can be reached by keyboard and has a name that a screen reader can say."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollBar,
    QStackedLayout,
    QStackedWidget,
    QWidget,
)

from desktop_app.ui.pages import PAGES
from desktop_app.ui.pages.page import Page

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider, QAbstractItemView)
PARTS_OF = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)


def controls(page: QWidget) -> list[QWidget]:
    """What a person can act on, without parts of other controls and without what is hidden until it has a meaning."""
    found = [widget for kind in CONTROLS for widget in page.findChildren(kind)]
    return [widget for widget in found if not isinstance(widget, QScrollBar | QHeaderView) and not is_part(widget)]


def is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    is_inside = isinstance(parent, PARTS_OF) or parent.inherits("QComboBoxPrivateContainer")
    return is_inside or any(each.isHidden() and not in_stack(each) for each in up_to_page(widget))


def up_to_page(widget: QWidget) -> list[QWidget]:
    chain = [widget]
    while not isinstance(chain[-1], Page):
        chain.append(chain[-1].parentWidget())
    return chain[:-1]


def in_stack(widget: QWidget) -> bool:
    """Tabs that are not in front are hidden as well, but count."""
    return isinstance(widget.parentWidget(), QStackedWidget) or isinstance(
        widget.parentWidget().layout(), QStackedLayout
    )


def spoken_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface else ""


def is_unreachable(widget: QWidget) -> bool:
    """Neither the control nor the one that it is part of takes the focus."""
    never = Qt.FocusPolicy.NoFocus
    return widget.focusPolicy() == never and widget.parentWidget().focusPolicy() == never


@pytest.mark.parametrize("key", [entry.key for entry in PAGES])
def test_every_control_of_a_page_has_a_name_and_takes_the_focus(session, qtbot, key):
    found = controls(session.window.page(key))
    assert found
    assert [
        f"{type(each).__name__} in {type(each.parentWidget()).__name__}" for each in found if not spoken_name(each)
    ] == []
    assert [f"{type(each).__name__} {spoken_name(each)!r}" for each in found if is_unreachable(each)] == []


def test_the_rail_and_the_strip_have_names(session):
    window = session.window
    assert [spoken_name(window.rail.button(entry.key)) for entry in PAGES] == [
        entry.translated_title() for entry in PAGES
    ]
    assert window.strip.accessibleName()
