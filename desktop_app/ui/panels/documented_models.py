"""The list of documented models: a search field, groups, one card each; the one in training shows how far it is."""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.ui.language import Language
from desktop_app.ui.marked import QT_TRANSLATE_NOOP
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.inputs import TextField
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.model_picker import paint_two_lines
from desktop_app.ui.widgets.progress_bar import paint_bar
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from trainer.catalog import DocumentedModel

TASKS = {  # task: (icon, what such a model does)
    "image-classification": ("classify", QT_TRANSLATE_NOOP("DocumentedModels", "Classifies")),
    "unconditional-image-generation": ("generate", QT_TRANSLATE_NOOP("DocumentedModels", "Generates")),
    "image-to-image": ("morph", QT_TRANSLATE_NOOP("DocumentedModels", "Rebuilds")),
    "text-classification": ("classify", QT_TRANSLATE_NOOP("DocumentedModels", "Classifies")),
    "audio-classification": ("sound", QT_TRANSLATE_NOOP("DocumentedModels", "Classifies")),
    "text-to-audio": ("sound", QT_TRANSLATE_NOOP("DocumentedModels", "Speaks")),
    "text-generation": ("write", QT_TRANSLATE_NOOP("DocumentedModels", "Writes")),
    "translation": ("translate", QT_TRANSLATE_NOOP("DocumentedModels", "Translates")),
}
GROUPS = (  # words of which a task has one, and the title of such models
    (("image",), QT_TRANSLATE_NOOP("DocumentedModels", "Pictures")),
    (("text-classification", "text-generation", "translation"), QT_TRANSLATE_NOOP("DocumentedModels", "Text")),
    (("audio",), QT_TRANSLATE_NOOP("DocumentedModels", "Sound")),
)
TILE = 36
MILLION = 1_000_000


class ModelCard(QRadioButton):
    """One documented model. `set_progress` shows a training of it."""

    def __init__(self, theme: Theme, model: DocumentedModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self.model = theme, model
        self._detail, self._progress, self._fraction = "", "", 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_texts(self, title: str, detail: str) -> None:
        """Name the model and the data that it learns from."""
        self.setText(title)
        self._detail = detail
        self._name_it()

    def set_progress(self, text: str, fraction: float = 0.0) -> None:
        """Show a training: a text such as "Epoch 3 of 10" and how far it is; an empty text for none."""
        if (text, fraction) != (self._progress, self._fraction):
            self._progress, self._fraction = text, fraction
            self._name_it()
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        lines = self._theme.metrics("strong").height() + self._theme.metrics("help").height()
        return QSize(200, max(58, lines + 24) + (8 if self._progress else 0))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, width = self.isChecked(), 2 if self.isChecked() else 1
        painter.setPen(QPen(self._theme.color("accent" if chosen else "line"), width))
        painter.setBrush(self._theme.color("hover" if self.underMouse() and not chosen else "card"))
        inner = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(inner, 12 - width / 2, 12 - width / 2)
        side = self._theme.px(TILE)
        self._paint_icon(painter, QRect(13, (self.height() - side) // 2, side, side), chosen)
        room = self.rect().adjusted(13 + side + 12, 0, -14, -10 if self._progress else 0)
        name, subject = name_and_subject(self.text())
        paint_two_lines(painter, self._theme, room, name, self._progress or subject)
        if self._progress:
            bar = QRectF(room.left(), self.height() - 16, room.width(), 4)
            paint_bar(painter, self._theme, bar, self._fraction, "accent")

    def _paint_icon(self, painter: QPainter, tile: QRect, chosen: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("soft" if chosen else "inset"))
        painter.drawRoundedRect(tile, 8, 8)
        icon = TASKS[self.model.tasks[0]][0]
        pixmap = self._theme.pixmap(icon, "accent" if chosen else "text2", 20, self.devicePixelRatioF())
        offset = (tile.width() - self._theme.px(20)) // 2
        painter.drawPixmap(tile.left() + offset, tile.top() + offset, pixmap)

    def _name_it(self) -> None:
        self.setAccessibleName(f"{self.text()}, {self._progress or self._detail}")


def name_and_subject(title: str) -> tuple[str, str]:
    """The two parts of a title such as "CNN, handwritten digits" or "CNN 手写数字", each short enough for a line."""
    name, separator, subject = title.partition(", ")
    return (name, subject) if separator else title.partition(" ")[::2]


class DocumentedModels(QWidget):
    """Emits `chosen` with the name of a model, `own_data_wanted` when the person wants to train on their own."""

    chosen = Signal(str)
    own_data_wanted = Signal()

    def __init__(
        self, theme: Theme, language: Language, catalog: Mapping[str, DocumentedModel], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._language = theme, language
        self._cards = {name: ModelCard(theme, model) for name, model in catalog.items()}
        self._group = QButtonGroup(self)
        self._headings: list[tuple[Label, str, list[ModelCard]]] = []
        self._search = TextField(theme, "search")
        self._nothing = Label(theme, "help", "text2", wrap=True)
        self._own_data = Button(theme, "plain", "plus")
        self._lay_out()
        self._search.textChanged.connect(self._filter)
        self._search.returnPressed.connect(self._choose_first)
        self._own_data.clicked.connect(self.own_data_wanted)
        for name, card in self._cards.items():
            self._group.addButton(card)
            card.toggled.connect(lambda on, name=name: self.chosen.emit(name) if on else None)
        self.retranslate()

    def select(self, name: str) -> None:
        """Choose a model without a signal."""
        self.blockSignals(True)
        self._cards[name].setChecked(True)
        self.blockSignals(False)

    def selected(self) -> str:
        """The name of the chosen model; empty before one is chosen."""
        return next((name for name, card in self._cards.items() if card.isChecked()), "")

    def card(self, name: str) -> ModelCard:
        """The card of one model."""
        return self._cards[name]

    def show_progress(self, name: str, text: str, fraction: float) -> None:
        """Show the training of model `name`; of no model with an empty name."""
        for key, card in self._cards.items():
            card.set_progress(text if key == name else "", fraction if key == name else 0.0)

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._search.selectAll()

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._search.setPlaceholderText(self.tr("Search models"))
        self._search.setAccessibleName(self.tr("Search models"))
        self._nothing.setText(self.tr("No documented model matches."))
        self._own_data.setText(self.tr("Use my own data..."))
        for card in self._cards.values():
            verb = QCoreApplication.translate("DocumentedModels", TASKS[card.model.tasks[0]][1])
            detail = self.tr("{verb}, {count} parameters").format(verb=verb, count=self._count(card.model.parameters))
            card.set_texts(self._language.pick(card.model.title), detail)
        for label, source, _ in self._headings:
            label.setText(QCoreApplication.translate("DocumentedModels", source))

    def _count(self, parameters: int) -> str:
        if parameters < MILLION:
            return self._language.number(parameters)
        return self.tr("{millions} M").format(millions=self._language.number(parameters / MILLION, 2))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _choose_first(self) -> None:
        """The first model that matches what was searched for."""
        first = next((card for card in self._cards.values() if not card.isHidden()), None)
        if first is not None:
            first.setChecked(True)
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for card in self._cards.values():
            model = card.model
            everything = " ".join(
                [model.name, model.title.en, model.title.zh, model.summary.en, model.summary.zh, model.data]
            ).casefold()
            card.setVisible(all(word in everything for word in words))
        for label, _, cards in self._headings:
            label.setVisible(any(not card.isHidden() for card in cards))
        self._nothing.setVisible(all(card.isHidden() for card in self._cards.values()))

    def _lay_out(self) -> None:
        scroll = ScrollColumn(spacing=8)
        scroll.body.setContentsMargins(0, 0, 0, 0)
        for words, source in GROUPS:
            cards = [card for card in self._cards.values() if any(word in card.model.tasks[0] for word in words)]
            if cards:
                heading = Label(self._theme, "help", "text2")
                self._headings.append((heading, source, cards))
                scroll.body.addWidget(heading)
                for card in cards:
                    scroll.body.addWidget(card)
        scroll.body.addWidget(self._nothing)
        scroll.body.addStretch(1)
        self._nothing.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(scroll, 1)
        column.addWidget(self._own_data, 0, Qt.AlignmentFlag.AlignHCenter)
