"""The model picker of a page, filled from the library; and what the page shows while there is no model."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from desktop_app.services.model_library import LibraryModel
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.model_texts import model_choice
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.model_picker import ModelPicker
from trainer.catalog import CATALOG
from trainer.contract.card import Task


class ModelChooser(QObject):
    """Keeps a picker filled with the models that do one of `tasks`.

    `chosen` comes when another model is to be used: the person took it, or the one in use has gone. It also comes once
    the library was read and has none.
    """

    chosen = Signal()

    def __init__(self, context: PageContext, tasks: tuple[Task, ...], parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._tasks = context, tasks
        self._last = (False, "", "")
        self.picker = ModelPicker(context.theme)
        self.picker.chosen.connect(lambda _: self._announce())
        context.services.library.changed.connect(self.fill)

    def models(self) -> list[LibraryModel]:
        """The models to choose from."""
        library = self._context.services.library
        found = {model.id: model for task in self._tasks for model in library.usable(task)}
        return list(found.values())

    def models_of(self, task: Task) -> list[LibraryModel]:
        """Those that do one task."""
        return [model for model in self.models() if task in model.entry.usable_card().tasks]

    def choose_for(self, task: Task) -> None:
        """Use a model that does `task`: the one in use if it does, else the first."""
        able, model = self.models_of(task), self.model()
        if able and (model is None or model not in able):
            self.choose(able[0].id)

    def model(self) -> LibraryModel | None:
        """The model in use."""
        return self._context.services.library.model(self.picker.selected())

    def choose(self, model_id: str) -> None:
        """Use another model, if it is there."""
        self.picker.select(model_id)
        self._announce()

    def fill(self) -> None:
        """Take the list of the library; announce the model where it is another one than before, or has new bytes."""
        self.picker.set_models([model_choice(model, self._context.language) for model in self.models()])
        self.picker.setEnabled(self.picker.count() > 0)
        self._announce()

    def _announce(self) -> None:
        model = self.model()
        is_read = self._context.services.library.is_read
        now = (is_read, model.id, model.sha256) if model else (is_read, "", "")
        if now != self._last:
            self._last = now
            self.chosen.emit()


class ContentOrEmpty(QStackedWidget):
    """The content of a page, or what to do while there is no model for it."""

    def __init__(
        self,
        context: PageContext,
        content: QWidget,
        texts: Callable[[], tuple[str, str]],
        task: Task | None = None,
        icon: str = "library",
    ) -> None:
        """`texts` gives title and sentence; a documented model of `task` is the one that Train then offers."""
        super().__init__()
        fitting = next((model.name for model in CATALOG.values() if task in model.tasks), None)
        self._texts = texts
        self._empty = EmptyState(context.theme, icon)
        self._train = Button(context.theme, "primary", "train")
        self._library = Button(context.theme)
        self._train.clicked.connect(lambda: context.shell.page_wanted.emit("train", fitting))
        self._library.clicked.connect(lambda: context.shell.page_wanted.emit("library", None))
        self._empty.add_action(self._train)
        self._empty.add_action(self._library)
        card = Card(context.theme)
        card.body.addWidget(self._empty)
        area = QScrollArea(widgetResizable=True)  # for when an error card takes room from a small window
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content.setProperty("scrolled", "1")
        area.setWidget(content)
        self.addWidget(area)
        self.addWidget(card)

    def show_content(self, has_model: bool) -> None:
        """Show the content, or that there is no model."""
        self.setCurrentIndex(0 if has_model else 1)

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._empty.set_texts(*self._texts())
        self._train.setText(self.tr("Train a model"))
        self._library.setText(self.tr("Open the library"))
