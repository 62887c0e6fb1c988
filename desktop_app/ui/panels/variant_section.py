"""What a model's detail offers: a smaller, faster file of it; and how far the making is."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop_app.services.model_library import LibraryModel
from desktop_app.services.variant_making import MEANT_FOR
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.progress_bar import ThinProgressBar
from trainer.contract.card import variant_of

PHASES = ("converting", "evaluating", "timing")


class VariantSection(QWidget):
    """A button with a menu of kinds; in its place a bar and Cancel while a file of this model is being made.

    `wanted` carries the kind.
    """

    wanted = Signal(str)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model: LibraryModel | None = None
        self._busy_with = ""
        self._phase = ""
        self._make = Button(theme)
        self._menu = QMenu(self)
        self._whole = self._menu.addAction("", lambda: self.wanted.emit("int8"))
        self._half = self._menu.addAction("", lambda: self.wanted.emit("fp16"))
        self._status = Label(theme, "help", "text2", wrap=True)
        self._bar = ThinProgressBar(theme)
        self._cancel = Button(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._make, self._status, self._bar, self._cancel):
            column.addWidget(widget)
        self._make.clicked.connect(lambda: self._menu.popup(self._make.mapToGlobal(self._make.rect().bottomLeft())))
        self._cancel.clicked.connect(self.cancelled)
        self.retranslate()

    def show_model(self, model: LibraryModel) -> None:
        """Offer files of another model."""
        self._model = model
        self._show()

    def show_busy(self, model_id: str) -> None:
        """Say of which model a file is being made; empty for none."""
        self._busy_with, self._phase = model_id, ""
        self._bar.set_fraction(0.0)
        self._show()

    def show_progress(self, phase: str, share: float) -> None:
        """Say how far the making is."""
        self._phase = phase
        self._bar.set_fraction((PHASES.index(phase) + share) / len(PHASES))
        self._show()

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._make.setText(self.tr("Make a smaller, faster file"))
        self._make.set_tooltip(self.tr("Adds a smaller copy to the library; how well it works is measured"))
        self._whole.setText(self.tr("int8: about a quarter of the size, often faster on a processor"))
        self._half.setText(self.tr("fp16: half the size, for graphics cards; often slower on a processor"))
        self._cancel.setText(self.tr("Cancel"))
        self._bar.setAccessibleName(self.tr("Making a smaller file"))
        self._show()

    def _show(self) -> None:
        model = self._model
        is_busy = model is not None and model.id == self._busy_with
        is_offered = model is not None and is_worthwhile(model)
        self.setVisible(is_busy or is_offered)
        self._make.setVisible(is_offered and not is_busy)
        self._make.allow(not self._busy_with, self.tr("A smaller file of another model is being made"))
        for widget in (self._status, self._bar, self._cancel):
            widget.setVisible(is_busy)
        phases = {
            "": self.tr("Starting..."),
            "converting": self.tr("Making a smaller file..."),
            "evaluating": self.tr("Measuring how well it works..."),
            "timing": self.tr("Measuring how fast it is..."),
        }
        self._status.setText(phases[self._phase])


def is_worthwhile(model: LibraryModel) -> bool:
    """Whether a smaller file makes sense: of a large model that came with the program or was trained here."""
    card = model.entry.card
    if card is None or not model.is_known or variant_of(card) is not None:
        return False
    return card.training.parameters >= MEANT_FOR
