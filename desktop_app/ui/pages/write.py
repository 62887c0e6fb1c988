"""Write: a model goes on with a text, token by token; it can be stopped, continued, written anew and taken away."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.inference_service import Failed
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import failure_of
from desktop_app.services.text_requests import WritingSettings
from desktop_app.services.text_saving import load_text, save_text
from desktop_app.ui.context import PageContext
from desktop_app.ui.dropped import kind_of, text_in
from desktop_app.ui.pages.page import Page
from desktop_app.ui.panels.alternatives import AlternativesCard
from desktop_app.ui.panels.model_choice import ContentOrEmpty, ModelChooser
from desktop_app.ui.panels.model_texts import short_name
from desktop_app.ui.panels.passage import Piece
from desktop_app.ui.panels.prompt_card import PromptCard
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.panels.text_limits import too_long
from desktop_app.ui.panels.verdicts import strip_verdict
from desktop_app.ui.panels.writing import Writing
from desktop_app.ui.panels.writing_controls import WritingControls
from desktop_app.ui.panels.written_card import WrittenCard
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from trainer.contract.card import Task

WRITES: Task = "text-generation"
WIDE_COLUMN, COMPACT_COLUMN = 320, 264


class WritePage(Page):
    """Writes a first text by itself when it is opened, from no beginning at all."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._chosen_piece = -1
        self._chooser = ModelChooser(context, (WRITES,), self)
        self.header.add_control(self._chooser.picker)
        self.card = WrittenCard(self.theme, context.language)
        self.prompt = PromptCard(self.theme)
        self.controls = WritingControls(self.theme)
        self.alternatives = AlternativesCard(self.theme)
        self.writing = Writing(context, self)
        self._saver = PictureSaver(context, self.show_failure, self)
        self._content = ContentOrEmpty(context, self._lay_out(), self._empty_texts, WRITES, "write")
        self.body.addWidget(self._content)
        self._escape = QShortcut(Qt.Key.Key_Escape, self, self._stop)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.setEnabled(False)
        self.card.set_shading(context.services.settings.write_shading)
        self._connect()
        self.retranslate()
        self.compact_changed()

    # -------------------------------------------------------------------------------------------- the page
    def activated(self, request: object = None) -> None:
        library = self.context.services.library
        if not library.is_read:
            library.refresh()
        if isinstance(request, str):
            self._chooser.choose(request)
            self._write_with_wanted()

    def retranslate(self) -> None:
        self.header.set_texts(self.tr("Write"), self.tr("A model goes on with your text, one token at a time"))
        self._chooser.picker.setAccessibleName(self.tr("Model that writes"))
        self._chooser.fill()
        self._content.retranslate()
        for panel in (self.card, self.prompt, self.controls, self.alternatives):
            panel.retranslate()
        self._show_facts()
        self._show_verdict()

    def compact_changed(self) -> None:
        if not hasattr(self, "_content"):
            return  # called by the base before there is anything to lay out
        self._right.setFixedWidth(self.theme.px(COMPACT_COLUMN if self.is_compact else WIDE_COLUMN))
        self.controls.set_compact(self.is_compact)
        for column in (self._columns, self._left_column, self._right.body):
            column.setSpacing(self.gap())

    def accepts_paths(self, paths: list[Path]) -> bool:
        return self.isVisible() and len(paths) == 1 and kind_of(paths[0]) == "text"

    def open_paths(self, paths: list[Path]) -> None:
        """Takes the text of a file as the beginning."""
        self.context.services.tasks.run(
            lambda: load_text(paths[0]), self.prompt.set_prompt, self._tell_unreadable, key="write.open"
        )

    def open_mime(self, mime: QMimeData) -> bool:
        if text := text_in(mime):
            self.prompt.set_prompt(text)
        return bool(text)

    def commands(self) -> dict[str, Callable[[], object]]:
        if self._chooser.model() is None:
            return {}
        commands: dict[str, Callable[[], object]] = {"open": self._choose_file, "run": self.write}
        commands["paste"] = lambda: self.open_mime(QGuiApplication.clipboard().mimeData())
        passage = self.writing.passage()
        if passage is not None and passage.text():
            commands |= {"copy": self._copy, "save": self._save}
        if self.writing.can_move(-1):
            commands["undo"] = lambda: self.writing.move(-1)
        if self.writing.can_move(1):
            commands["redo"] = lambda: self.writing.move(1)
        if self.writing.is_writing():
            commands["stop"] = self._stop
        return commands

    def is_busy(self) -> bool:
        return not self.context.services.library.is_read or self.writing.is_writing()

    # -------------------------------------------------------------------------------------------- writing
    def write(self) -> None:
        """Begin a new text with what stands in the editor; not while an input method still works at it."""
        if not self.prompt.editor.is_composing():
            self._ask(lambda model, settings: self.writing.write(model, self.prompt.prompt(), settings))

    def _ask(self, ask: Callable[[LibraryModel, WritingSettings], object]) -> None:
        model = self._chooser.model()
        if model is not None:
            self.error_card.clear()
            ask(model, self.controls.settings())

    def _write_with_wanted(self) -> None:
        """Who wants to try a model wants to see what it writes, not what another one wrote."""
        model, passage = self._chooser.model(), self.writing.passage()
        if model is not None and passage is not None and passage.model_id != model.id:
            self.write()

    def _write_again(self) -> None:
        self.controls.take_new_seed()
        self._ask(self.writing.again)

    def _take_alternative(self, alternative: tuple[str, float]) -> None:
        number = self._chosen_piece
        if number >= 0:
            self._ask(lambda model, settings: self.writing.branch(model, settings, number, alternative))

    def _stop(self) -> None:
        self.writing.stop()

    def _change_model(self) -> None:
        model = self._chooser.model()
        self._content.show_content(model is not None or not self.context.services.library.is_read)
        if model is not None and self.writing.passage() is None:
            self.write()
        self._show_possible()

    # -------------------------------------------------------------------------------------------- showing
    def _show_version(self) -> None:
        passage = self.writing.passage()
        self.card.show_passage(passage)
        if passage is not None:
            self.controls.set_seed(passage.settings.seed)
        self._choose_piece(-1)
        self._show_facts()
        self._show_possible()

    def _grow(self, pieces: list[Piece]) -> None:
        self.card.append(pieces)
        self._show_facts()

    def _end(self) -> None:
        self._show_facts()
        self._show_verdict()
        self._show_possible()

    def _show_facts(self) -> None:
        passage = self.writing.passage()
        model = self.context.services.library.model(passage.model_id) if passage else None
        self.card.show_facts(passage, short_name(model) if model else "")

    def _show_verdict(self) -> None:
        """Tell the strip where and how fast the text was written."""
        passage = self.writing.passage()
        if passage is None or passage.verdict is None or not passage.rate():
            return
        time = self.context.language.number(1000 / passage.rate(), 1)
        self.set_verdict(strip_verdict(passage.verdict, self.tr("{time} ms per token").format(time=time), self.context))

    def _show_possible(self) -> None:
        """Offer what can be done now."""
        is_writing, passage = self.writing.is_writing(), self.writing.passage()
        has_written = bool(passage and passage.pieces) and self._chooser.model() is not None
        greedy = self.controls.is_greedy()
        reason = self.tr("With temperature 0 the text would be the same") if greedy else ""
        self.card.allow(
            go_on=has_written and not is_writing,
            again=has_written and not is_writing and not greedy,
            undo=self.writing.can_move(-1),
            redo=self.writing.can_move(1),
            reason=reason,
        )
        self.prompt.set_writing(is_writing)
        self._escape.setEnabled(is_writing)
        self.commands_changed.emit()

    def _choose_piece(self, number: int) -> None:
        passage = self.writing.passage()
        self._chosen_piece = number
        self.card.choose_piece(number)
        if passage is None or number < 0:
            self.alternatives.clear()
        else:
            piece = passage.pieces[number]
            self.alternatives.show_token(piece.text, piece.probability, piece.alternatives)

    def _end_here(self) -> None:
        if self._chosen_piece >= 0:
            self.writing.end_at(self._chosen_piece)

    def _shade(self, shaded: bool) -> None:
        self.context.services.settings.write_shading = shaded
        self.card.set_shading(shaded)

    def _fail(self, failed: Failed) -> None:
        words = self.tr("The text could not be written")
        self.show_failure(failure_of(failed.error, words, self.context.language.pick))

    # -------------------------------------------------------------------------------------------- taking away
    def _copy(self) -> None:
        if passage := self.writing.passage():
            QGuiApplication.clipboard().setText(passage.text())
            self.context.services.notifier.tell(self.tr("Text copied"))

    def _save(self) -> None:
        if passage := self.writing.passage():
            text, name = passage.text(), passage.model_id.partition("/")[2]
            self._saver.save(f"{name}.txt", lambda target: save_text(text, target))

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a text"), str(self._saver.folder(".txt")))
        if chosen:
            self.open_paths([Path(chosen)])

    def _tell_unreadable(self, error: Exception) -> None:
        words = self.tr("The text could not be opened")
        self.show_failure(failure_of(error, words, self.context.language.pick))

    # -------------------------------------------------------------------------------------------- working
    def _empty_texts(self) -> tuple[str, str]:
        sentence = self.tr("Train one on a text of your own or on a sample, or add an ONNX file to the library.")
        return self.tr("No model that writes yet"), sentence

    def _connect(self) -> None:
        self._chooser.chosen.connect(self._change_model)
        self.writing.shown.connect(self._show_version)
        self.writing.grew.connect(self._grow)
        self.writing.ended.connect(self._end)
        self.writing.failed.connect(self._fail)
        self.prompt.write_wanted.connect(self.write)
        self.prompt.editor.refused.connect(lambda length: self.show_failure(too_long(length, self.context)))
        self.prompt.stop_wanted.connect(self._stop)
        self.controls.changed.connect(self._show_possible)
        self.controls.roll_wanted.connect(lambda: self._ask(self.writing.again))
        self.card.continue_wanted.connect(lambda: self._ask(self.writing.go_on))
        self.card.again_wanted.connect(self._write_again)
        self.card.undo_wanted.connect(lambda: self.writing.move(-1))
        self.card.redo_wanted.connect(lambda: self.writing.move(1))
        self.card.copy_wanted.connect(self._copy)
        self.card.save_wanted.connect(self._save)
        self.card.piece_chosen.connect(self._choose_piece)
        self.card.shading_changed.connect(self._shade)
        self.alternatives.chosen.connect(self._take_alternative)
        self.alternatives.end_chosen.connect(self._end_here)

    def _lay_out(self) -> QWidget:
        content = QWidget()
        self._columns = QHBoxLayout(content)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._left_column = QVBoxLayout()
        self._left_column.addWidget(self.card, 1)
        self._left_column.addWidget(self.prompt)
        self._right = ScrollColumn()
        self._right.body.setContentsMargins(0, 0, 0, 0)
        self._right.body.addWidget(self.controls)
        self._right.body.addWidget(self.alternatives, 1)
        self._columns.addLayout(self._left_column, 1)
        self._columns.addWidget(self._right)
        return content
