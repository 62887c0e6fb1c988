"""Translate: a text and its translation beside each other, and which words belong together."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from desktop_app.services.inference_service import Failed
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.notifier import failure_of
from desktop_app.services.text_saving import load_text, save_text
from desktop_app.ui.context import PageContext
from desktop_app.ui.dropped import kind_of, text_in
from desktop_app.ui.pages.page import Page
from desktop_app.ui.panels.model_choice import ContentOrEmpty, ModelChooser
from desktop_app.ui.panels.model_texts import short_name
from desktop_app.ui.panels.save_dialog import PictureSaver
from desktop_app.ui.panels.text_limits import too_long
from desktop_app.ui.panels.text_pair import TextPair
from desktop_app.ui.panels.translating import Translating
from desktop_app.ui.panels.translation_controls import BeamCard, PartnersCard
from desktop_app.ui.panels.translation_languages import language_title, languages_of
from desktop_app.ui.panels.verdicts import strip_verdict
from desktop_app.ui.widgets.scroll_column import ScrollColumn
from trainer.contract.card import Task

if TYPE_CHECKING:
    from desktop_app.ui.panels.alignment import Partners, Side

TRANSLATES: Task = "translation"
WIDE_COLUMN, COMPACT_COLUMN = 320, 264
LEAST_BESIDE = 320  # pixels at 100 % that each of two cards side by side must have
EXAMPLES = {  # by the language that a model reads, so that a first look has something to point at
    "en": "Two children are playing in the garden.",
    "de": "Zwei Kinder spielen im Garten.",
    "zh": "两个孩子在花园里玩。",
}


class TranslatePage(Page):
    """Translates on a button or Ctrl+Enter; when it is opened first, an example."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._chooser = ModelChooser(context, (TRANSLATES,), self)
        self.header.add_control(self._chooser.picker)
        self.pair = TextPair(self.theme)
        self.beam = BeamCard(self.theme)
        self.partners = PartnersCard(self.theme)
        self.translating = Translating(context, self.pair, self)
        self._saver = PictureSaver(context, self.show_failure, self)
        self._content = ContentOrEmpty(context, self._lay_out(), self._empty_texts, TRANSLATES, "translate")
        self.body.addWidget(self._content)
        self._escape = QShortcut(Qt.Key.Key_Escape, self, self.translating.stop)
        self._escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._escape.setEnabled(False)
        self.beam.set_beam(context.services.settings.translate_beam)
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

    def retranslate(self) -> None:
        self.header.set_texts(self.tr("Translate"), self.tr("Sentence by sentence, on this computer"))
        self._chooser.picker.setAccessibleName(self.tr("Model that translates"))
        self._chooser.fill()
        self._content.retranslate()
        for panel in (self.pair.source, self.pair.target, self.beam, self.partners):
            panel.retranslate()
        self._show_languages()
        self._show_facts()

    def compact_changed(self) -> None:
        if not hasattr(self, "_content"):
            return  # called by the base before there is anything to lay out
        self._right.setFixedWidth(self.theme.px(COMPACT_COLUMN if self.is_compact else WIDE_COLUMN))
        self._columns.setSpacing(self.gap())
        self._right.body.setSpacing(self.gap())
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def accepts_paths(self, paths: list[Path]) -> bool:
        return self.isVisible() and len(paths) == 1 and kind_of(paths[0]) == "text"

    def open_paths(self, paths: list[Path]) -> None:
        """Takes the text of a file and translates it."""
        self.context.services.tasks.run(
            lambda: load_text(paths[0]), self._take_text, self._tell_unreadable, key="translate.open"
        )

    def open_mime(self, mime: QMimeData) -> bool:
        if text := text_in(mime):
            self._take_text(text)
        return bool(text)

    def commands(self) -> dict[str, Callable[[], object]]:
        if self._chooser.model() is None:
            return {}
        commands: dict[str, Callable[[], object]] = {"open": self._choose_file, "run": self.translate}
        commands["paste"] = lambda: self.open_mime(QGuiApplication.clipboard().mimeData())
        if self.pair.target.text():
            commands |= {"copy": self._copy, "save": self._save}
        if self.translating.is_busy():
            commands["stop"] = self.translating.stop
        return commands

    def is_busy(self) -> bool:
        return not self.context.services.library.is_read or self.translating.is_busy()

    # -------------------------------------------------------------------------------------------- translating
    def translate(self) -> None:
        """Translate what stands in the editor; not while an input method still works at it."""
        model, source = self._chooser.model(), self.pair.source
        if model is not None and source.text().strip() and not source.editor.is_composing():
            self.error_card.clear()
            self.translating.ask(model.id, source.text(), self.beam.beam())

    def _take_text(self, text: str) -> None:
        if self.pair.source.set_text(text):
            self.translate()

    def _change_model(self) -> None:
        model = self._chooser.model()
        self._content.show_content(model is not None or not self.context.services.library.is_read)
        self._show_languages()
        if model is None:
            return
        if not self.pair.source.text() and self.translating.answer is None:
            languages = languages_of(model.entry.usable_card())
            self.pair.source.set_text(EXAMPLES.get(languages[0], "") if languages else "")
        self.translate()
        self.commands_changed.emit()

    def _change_beam(self) -> None:
        self.context.services.settings.translate_beam = self.beam.beam()
        self.translate()

    def _swap(self) -> None:
        """The translation becomes the text, for the model of the other direction."""
        other, text = self._opposite(), self.pair.target.text()
        if other is None:
            return
        if self.pair.source.set_text(text):
            self._chooser.choose(other.id)

    def _opposite(self) -> LibraryModel | None:
        """A model that translates the other way round."""
        model = self._chooser.model()
        languages = languages_of(model.entry.usable_card()) if model else None
        if languages is None:
            return None
        others = self._chooser.models()
        return next((each for each in others if languages_of(each.entry.usable_card()) == languages[::-1]), None)

    # -------------------------------------------------------------------------------------------- showing
    def _show_languages(self) -> None:
        model = self._chooser.model()
        languages = languages_of(model.entry.usable_card()) if model else None
        source = language_title(languages[0]) if languages else self.tr("Text")
        target = language_title(languages[1]) if languages else self.tr("Translation")
        self.pair.source.heading.title.setText(source)
        self.pair.target.heading.title.setText(target)
        self.pair.source.swap.setVisible(self._opposite() is not None)

    def _show_state(self) -> None:
        busy = self.translating.is_busy()
        self.pair.source.set_busy(busy)
        self.pair.target.heading.busy_line.set_busy(busy)
        self._escape.setEnabled(busy)
        if not busy:
            self._show_facts()
            self._look(None)
        self.commands_changed.emit()

    def _show_facts(self) -> None:
        """Say how long the translation took, where, and what was cut."""
        answer, translated = self.translating.answer, self.translating.translated()
        if answer is None or translated is None:
            self.pair.target.show_facts("")
            return
        number = self.context.language.number
        sentences, cut = len(translated.sentences), sum(each.is_cut for each in translated.sentences)
        work = self.tr("{time} ms for %Ln sentence(s)", "", sentences).format(time=number(answer.milliseconds))
        model = self.context.services.library.model(answer.model_id)
        beam = self.tr("beam width {width}").format(width=answer.request.beam)
        facts = [work, beam, *([short_name(model)] if model else [])]
        notice = self.tr("%Ln sentence(s) became too long and were ended early.", "", cut) if cut else ""
        self.pair.target.show_facts(" · ".join(facts), notice)
        self.set_verdict(strip_verdict(answer.verdict, work, self.context))

    def _look(self, looked_at: "tuple[Side, Partners] | None") -> None:
        translated = self.translating.translated()
        if looked_at is None or translated is None:
            aligned = translated is None or any(each.alignment is not None for each in translated.sentences)
            self.partners.clear(has_attention=aligned or not translated or not translated.sentences)
            return
        side, partners = looked_at
        own, other = translated.text, translated.source
        if side == "source":
            own, other = other, own
        words = [(other[start:end], weight) for (start, end), weight in partners.partners]
        self.partners.show_partners(side, own[slice(*partners.word)], words)

    def _fail(self, failed: Failed) -> None:
        words = self.tr("The text could not be translated")
        self.show_failure(failure_of(failed.error, words, self.context.language.pick))

    # -------------------------------------------------------------------------------------------- taking away
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.pair.target.text())
        self.context.services.notifier.tell(self.tr("Translation copied"))

    def _save(self) -> None:
        text = self.pair.target.text()
        self._saver.save(f"{self._stem()}.txt", lambda target: save_text(text, target))

    def _stem(self) -> str:
        """Of the file's name: the model's own."""
        answer = self.translating.answer
        return answer.model_id.partition("/")[2] if answer else "translation"

    def _choose_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a text"), str(self._saver.folder(".txt")))
        if chosen:
            self.open_paths([Path(chosen)])

    def _tell_unreadable(self, error: Exception) -> None:
        words = self.tr("The text could not be opened")
        self.show_failure(failure_of(error, words, self.context.language.pick))

    # -------------------------------------------------------------------------------------------- working
    def _arrange(self) -> None:
        room = self.content_width() - self._right.width() - self.gap()
        stacked = room < 2 * self.theme.px(LEAST_BESIDE) + self.gap()
        self.pair.set_arrangement(stacked, self.gap())

    def _empty_texts(self) -> tuple[str, str]:
        sentence = self.tr(
            "Train one on sentence pairs of your own or on a sample, or add an ONNX file to the library."
        )
        return self.tr("No model that translates yet"), sentence

    def _connect(self) -> None:
        self._chooser.chosen.connect(self._change_model)
        self.translating.changed.connect(self._show_state)
        self.translating.failed.connect(self._fail)
        self.translating.looked_at.connect(self._look)
        source, target = self.pair.source, self.pair.target
        source.translate_wanted.connect(self.translate)
        source.stop_wanted.connect(self.translating.stop)
        source.swap_wanted.connect(self._swap)
        source.open_wanted.connect(self._choose_file)
        source.editor.refused.connect(lambda length: self.show_failure(too_long(length, self.context)))
        target.copy_wanted.connect(self._copy)
        target.save_wanted.connect(self._save)
        self.beam.changed.connect(self._change_beam)

    def _lay_out(self) -> QWidget:
        content = QWidget()
        self._columns = QHBoxLayout(content)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._right = ScrollColumn()
        self._right.body.setContentsMargins(0, 0, 0, 0)
        self._right.body.addWidget(self.beam)
        self._right.body.addWidget(self.partners, 1)
        self._columns.addWidget(self.pair, 1)
        self._columns.addWidget(self._right)
        return content
