"""Chooses the data of a training: catalogued, the sample that comes with the program, or the person's own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.data_sets import MEGABYTE, DataSets
from desktop_app.ui.language import Language
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Well
from desktop_app.ui.widgets.inputs import ChoiceList
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.progress_bar import ThinProgressBar
from trainer.catalog import DocumentedModel

TEXT_KINDS = ("labelled-texts", "running-text", "sentence-pairs")
FOLDER, FILE = "\0folder", "\0file"  # entries that open a dialog; no path can hold a zero byte
Chooser = Callable[[QWidget, str], str]


def ask_for_folder(parent: QWidget, title: str) -> str:
    """The folder that the person chooses; empty if none."""
    return QFileDialog.getExistingDirectory(parent, title)


def ask_for_file(parent: QWidget, title: str) -> str:
    """The file that the person chooses; empty if none."""
    return QFileDialog.getOpenFileName(parent, title)[0]


class DataChoice(ChoiceList):
    """The list of data sets. `data_chosen` comes when another one was taken."""

    data_chosen = Signal()

    def __init__(self, theme: Theme, language: Language, data_sets: DataSets, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._language, self._data_sets = language, data_sets
        self._model: DocumentedModel | None = None
        self._own: list[str] = []
        self._data = ""
        self.ask_for_folder: Chooser = ask_for_folder
        self.ask_for_file: Chooser = ask_for_file
        self.activated.connect(lambda _: self._take(self.selected()))
        data_sets.changed.connect(self.take_best)

    def set_model(self, model: DocumentedModel) -> None:
        """Offer the data of `model`; own data stay chosen."""
        self._model = model
        if self._data not in self._own:
            self._data = self._data_sets.best_for(model)
        self.retranslate()

    def take_best(self) -> None:
        """Choose what a training takes if nobody does: after a download, the whole data set."""
        if self._model is not None and self._data not in self._own:
            self._data = self._data_sets.best_for(self._model)
            self.retranslate()
            self.data_chosen.emit()

    def data(self) -> str:
        """A catalogued name, or the path of the person's own data."""
        return self._data

    def is_own(self) -> bool:
        """Whether the data are the person's own."""
        return self._data in self._own

    def is_ready(self) -> bool:
        """Whether a training could start with them."""
        return self.is_own() or (self._data != "" and self._data_sets.state(self._data).is_ready)

    def choose_path(self, path: Path) -> None:
        """Take the person's own data."""
        if str(path) not in self._own:
            self._own.append(str(path))
        self._data = str(path)
        self.retranslate()
        self.data_chosen.emit()

    def choose_folder(self) -> None:
        """Ask for a folder with one folder for each class, or just with pictures where the model needs no labels."""
        if self._reads_texts():
            title = self.tr("Choose a folder with texts")
        elif self._model is not None and not self._model.labelled:
            title = self.tr("Choose a folder with pictures")
        else:
            title = self.tr("Choose a folder with one folder for each class")
        if path := self.ask_for_folder(self, title):
            self.choose_path(Path(path))

    def retranslate(self) -> None:
        """Set every entry in the language in force."""
        if self._model is None:
            return
        names = dict.fromkeys(name for name in (self._model.data, self._model.sample_data) if name)
        entries = [(name, self._language.pick(self._data_sets.state(name).title)) for name in names]
        entries += [(path, Path(path).name) for path in self._own]
        entries += [(FOLDER, self.tr("Own folder...")), (FILE, self.tr("Own file..."))]
        self.set_choices(entries)
        self.select(self._data)

    def _reads_texts(self) -> bool:
        return self._model is not None and self._model.data_kind in TEXT_KINDS

    def _take(self, key: str) -> None:
        if key == FOLDER:
            self.choose_folder()
        elif key == FILE:
            pictures, texts = self.tr("Choose an archive, IDX or table file"), self.tr("Choose a table or text file")
            if path := self.ask_for_file(self, texts if self._reads_texts() else pictures):
                self.choose_path(Path(path))
        else:
            self._data = key
            self.data_chosen.emit()
        self.select(self._data)


class DownloadOffer(Well):
    """Says that a catalogued data set is not here and fetches it: a button, then a bar with Cancel."""

    def __init__(self, theme: Theme, language: Language, data_sets: DataSets) -> None:
        super().__init__(padding=10)
        self._language, self._data_sets = language, data_sets
        self._name, self._stand_in = "", ""
        self._is_needed = True
        self._text = Label(theme, "help", "text2", wrap=True)
        self._bar = ThinProgressBar(theme)
        self._download = Button(theme, "secondary", "save")
        self._cancel = Button(theme, "plain")
        self._done, self._total = 0, 0
        self._lay_out()
        self._download.clicked.connect(lambda: data_sets.download(self._name))
        self._cancel.clicked.connect(data_sets.cancel)
        data_sets.progressed.connect(self._show_progress)
        data_sets.changed.connect(self.retranslate)

    def set_model(self, model: DocumentedModel) -> None:
        """Offer the data set of `model` where it is missing and wanted."""
        self._name, self._stand_in = model.data, model.sample_data
        self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        if not self._name:
            self.hide()
            return
        state = self._data_sets.state(self._name)
        loading = self._data_sets.downloading == self._name
        self.setVisible(loading or (self._is_needed and not state.is_ready))
        self._bar.setVisible(loading)
        self._cancel.setVisible(loading)
        self._download.setVisible(not loading and state.download_megabytes > 0)
        self._cancel.setText(self.tr("Cancel"))
        size = self._language.number(state.download_megabytes, 1)
        self._download.setText(self.tr("Download {size} MB").format(size=size))
        title, count = self._language.pick(state.title), self._language.number(state.pictures)
        if loading:
            done = self._language.number(self._done / MEGABYTE, 1)
            text = self.tr("Fetching {title}: {done} of {size} MB").format(title=title, done=done, size=size)
        else:
            text = self.tr("{title}, {count} examples, is not on this computer.").format(title=title, count=count)
            if not state.download_megabytes:
                where = self.tr("It cannot be downloaded: put its files into datasets/{name} in the data folder.")
                text += f" {where.format(name=self._name)}"
            if self._stand_in and (stand_in := self._data_sets.state(self._stand_in)).is_ready:
                enough = self.tr("{title} is enough to try.").format(title=self._language.pick(stand_in.title))
                text += f" {enough}"
        self._text.setText(text)

    def set_needed(self, needed: bool) -> None:
        """Whether the catalogued data are wanted; a person's own data need none."""
        if needed != self._is_needed:
            self._is_needed = needed
            self.retranslate()

    def _show_progress(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self._bar.set_fraction(done / max(total, 1))
        self.retranslate()

    def _lay_out(self) -> None:
        texts = QVBoxLayout()
        texts.setSpacing(6)
        texts.addWidget(self._text)
        texts.addWidget(self._bar)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(texts, 1)
        row.addWidget(self._download)
        row.addWidget(self._cancel)
        self.body.addLayout(row)
