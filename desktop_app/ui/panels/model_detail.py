"""All there is to say of one model of the library, and what can be done with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop_app.services.model_library import LibraryModel
from desktop_app.ui.language import Language
from desktop_app.ui.panels.fact_rows import FactGroup
from desktop_app.ui.panels.model_facts import (
    export_facts,
    file_facts,
    licence_facts,
    meaning_text,
    provenance_facts,
    result_facts,
    variant_facts,
)
from desktop_app.ui.panels.model_texts import origin_text, state_badge, title_of
from desktop_app.ui.panels.variant_section import VariantSection
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.badge import Badge
from desktop_app.ui.widgets.buttons import Button, IconButton
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label, Rule

GROUPS = ("variant", "results", "provenance", "licence", "export", "file")


class ModelDetail(Card):
    """Each signal carries nothing: it is about the model shown."""

    closed = Signal()
    try_wanted = Signal()
    verify_wanted = Signal()
    export_wanted = Signal()
    folder_wanted = Signal()
    delete_wanted = Signal()
    prefer_wanted = Signal()

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, padding=0, spacing=0, parent=parent)
        self._language = language
        self._model: LibraryModel | None = None
        self._verifying = False
        self._title = Label(theme, "group", wrap=True)
        self._close = IconButton(theme, "close")
        self._state, self._origin = Badge(theme), Badge(theme)
        self._try = Button(theme, "primary", "try")
        self._prefer = Button(theme)
        self.smaller = VariantSection(theme)
        self._summary, self._limits = Label(theme, "body", wrap=True), Label(theme, "help", "text2", wrap=True)
        self._limits_title, self._command_title = Label(theme, "strong"), Label(theme, "strong")
        self._meanings_title, self._meanings = Label(theme, "strong"), Label(theme, "help", "text2", wrap=True)
        self._meanings.make_selectable()
        self._command = Label(theme, "help", wrap=True)
        self._command.make_selectable()
        self._copy_command = IconButton(theme, "copy")
        self._groups = {key: FactGroup(theme) for key in GROUPS}
        self._verify, self._export = Button(theme, "plain"), Button(theme, "plain")
        self._folder = IconButton(theme, "folder")
        self._delete = IconButton(theme, "trash", token="bad")
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_model(self, model: LibraryModel, verifying: bool) -> None:
        """Show another model, or the same one in another state."""
        self._model, self._verifying = model, verifying
        self._fill()

    def model(self) -> LibraryModel | None:
        """The model shown."""
        return self._model

    def retranslate(self) -> None:
        """Take all words from the language in force."""
        self._close.set_name(self.tr("Close the details"))
        self._try.setText(self.tr("Try it"))
        self._limits_title.setText(self.tr("Limitations"))
        self._command_title.setText(self.tr("Make it again"))
        self._meanings_title.setText(self.tr("What the figures mean"))
        self._copy_command.set_name(self.tr("Copy the command"))
        self._verify.setText(self.tr("Verify"))
        self._verify.set_tooltip(self.tr("Run the model on the numbers of its card and compare"))
        self._export.setText(self.tr("Export..."))
        self._export.set_tooltip(self.tr("Copy all files of the model to a folder"))
        self._folder.set_name(self.tr("Show the file in its folder"))
        self._facts_area.setAccessibleName(self.tr("Facts about the model"))
        self.smaller.retranslate()
        self._fill()

    # -------------------------------------------------------------------------------------------- working
    def _fill(self) -> None:
        model = self._model
        if model is None:
            return
        card = model.entry.card
        self._title.setText(title_of(model, self._language))
        self._state.set_state(*state_badge(model, self._verifying))
        self._origin.set_state("plain", origin_text(model))
        self._allow(model)
        self.smaller.show_model(model)
        error = model.entry.error
        message = f"{self._language.pick(error.message)} {self._language.pick(error.hint)}" if error else ""
        self._summary.setText(self._language.pick(card.summary) if card else message)
        self._summary.set_token("text" if card else "bad")
        for widget in (self._limits_title, self._limits, self._command_title, self._command, self._copy_command):
            widget.setVisible(card is not None)
        if card is not None:
            self._limits.setText(self._language.pick(card.limitations))
            self._command.setText(card.training.command)
            pick = self._language
            self._groups["variant"].show_facts(self.tr("Smaller file"), variant_facts(model, pick))
            self._groups["results"].show_facts(self.tr("Results"), result_facts(card, pick))
            self._groups["provenance"].show_facts(self.tr("Provenance"), provenance_facts(card, pick))
            self._groups["licence"].show_facts(self.tr("Licence"), licence_facts(card))
            self._groups["export"].show_facts(self.tr("Export check"), export_facts(card, pick))
        else:
            for key in GROUPS[:-1]:
                self._groups[key].show_facts("", [])
        self._meanings.setText(meaning_text(card, self._language) if card else "")
        for label in (self._meanings_title, self._meanings):
            label.setVisible(bool(self._meanings.text()))
        self._groups["file"].show_facts(self.tr("File"), file_facts(model, self._language))

    def _allow(self, model: LibraryModel) -> None:
        works = model.entry.card is not None
        broken = self.tr("The file is broken")
        self._try.allow(works, broken)
        self._export.allow(works, broken)
        self._verify.allow(works and not self._verifying, broken if not works else self.tr("It is being verified"))
        is_mine = model.entry.origin == "mine"
        self._delete.setEnabled(is_mine)
        shipped = self.tr("This model came with the program and cannot be deleted")
        self._delete.set_name(self.tr("Move to the trash") if is_mine else shipped)
        self._prefer.setVisible(works and not model.is_preferred)
        self._prefer.setText(self.tr("Use as {name}").format(name=model.entry.name))
        text = self.tr("Let the name {name} mean this model from now on").format(name=model.entry.name)
        self._prefer.set_tooltip(text)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._command.text())

    def _connect(self) -> None:
        self._close.clicked.connect(self.closed)
        self._try.clicked.connect(self.try_wanted)
        self._prefer.clicked.connect(self.prefer_wanted)
        self._verify.clicked.connect(self.verify_wanted)
        self._export.clicked.connect(self.export_wanted)
        self._folder.clicked.connect(self.folder_wanted)
        self._delete.clicked.connect(self.delete_wanted)
        self._copy_command.clicked.connect(self._copy)

    def _lay_out(self) -> None:
        self.body.addWidget(self._head())
        self.body.addWidget(Rule())
        self.body.addWidget(self._scrolled(), 1)
        self.body.addWidget(Rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 8, 12, 8)
        foot.setSpacing(0)
        foot.addWidget(self._verify)
        foot.addWidget(self._export)
        foot.addStretch(1)
        foot.addWidget(self._folder)
        foot.addWidget(self._delete)
        self.body.addLayout(foot)

    def _head(self) -> QWidget:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        top, badges = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        badges.setSpacing(6)
        badges.addWidget(self._state)
        badges.addWidget(self._origin)
        badges.addStretch(1)
        column.addLayout(top)
        column.addLayout(badges)
        column.addWidget(self._try)
        column.addWidget(self._prefer)
        column.addWidget(self.smaller)
        return head

    def _scrolled(self) -> QScrollArea:
        facts = QWidget()
        facts.setProperty("scrolled", "1")
        column = QVBoxLayout(facts)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._summary)
        column.addWidget(self._groups["variant"])
        column.addWidget(self._groups["results"])
        column.addWidget(self._limits_title)
        column.addWidget(self._limits)
        column.addWidget(self._groups["provenance"])
        command_row = QHBoxLayout()
        command_row.addWidget(self._command, 1)
        command_row.addWidget(self._copy_command, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._command_title)
        column.addLayout(command_row)
        column.addWidget(self._meanings_title)
        column.addWidget(self._meanings)
        for key in ("licence", "export", "file"):
            column.addWidget(self._groups[key])
        column.addStretch(1)
        area = QScrollArea(widgetResizable=True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrow keys scroll it
        area.setWidget(facts)
        self._facts_area = area
        return area
