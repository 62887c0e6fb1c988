"""Works the Translate page: asks the model, keeps the translation, shows which words belong together."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.services.inference_service import Answer, Failed, Progress
from desktop_app.services.text_requests import TranslateText
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.alignment import Partners, Side, partners_of
from desktop_app.ui.panels.text_pair import TextPair
from desktop_app.ui.widgets.marked_text import Mark
from desktop_app.ui.widgets.text_area import Places

if TYPE_CHECKING:
    from trainer.contract.pipelines.translation import TranslatedText

CHANNEL = "translate"
WEAKEST_MARK = 0.25
SIDES: tuple[Side, Side] = ("source", "target")


class Translating(QObject):
    """`changed` comes when a translation begins, ends or is stopped; `failed` with what went wrong.

    `looked_at` carries the Partners of the word that is pointed at, or None.
    """

    changed = Signal()
    failed = Signal(Failed)
    looked_at = Signal(object)

    def __init__(self, context: PageContext, pair: TextPair, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._pair = context, pair
        self.answer: Answer | None = None
        self._places = {side: Places("") for side in SIDES}
        self._pinned: tuple[Side, int] | None = None
        context.services.inference.answered.connect(self._take)
        context.services.inference.failed.connect(self._fail)
        context.services.inference.progressed.connect(self._take_progress)
        self._views = {"source": pair.source.editor, "target": pair.target.view}
        for side in SIDES:
            view = self._views[side]
            view.pointed.connect(lambda place, side=side: self._point(side, place))
            view.cursorPositionChanged.connect(lambda side=side: self._pin(side))
        pair.source.editor.textChanged.connect(self._forget_words)

    def is_busy(self) -> bool:
        """Whether a translation is to come."""
        return self._context.services.inference.is_busy(CHANNEL)

    def translated(self) -> "TranslatedText | None":
        """What is shown."""
        return self.answer.result if self.answer else None

    # -------------------------------------------------------------------------------------------- acts
    def ask(self, model_id: str, text: str, beam: int) -> None:
        """Translate; what was asked before is dropped."""
        self._context.services.inference.submit(model_id, TranslateText(text, beam), CHANNEL)
        self.changed.emit()

    def stop(self) -> None:
        """Translate no further; the translation before stays."""
        if self.is_busy():
            self._context.services.inference.forget(CHANNEL)
            self.changed.emit()

    # -------------------------------------------------------------------------------------------- answers
    def _take(self, answer: Answer) -> None:
        if answer.channel != CHANNEL:
            return
        self.answer, self._pinned = answer, None
        self._places = {"source": Places(answer.result.source), "target": Places(answer.result.text)}
        self._pair.target.show_text(answer.result.text)
        self.changed.emit()

    def _take_progress(self, progress: Progress) -> None:
        if progress.channel == CHANNEL:
            self._pair.source.set_progress(progress.done, progress.total)

    def _fail(self, failed: Failed) -> None:
        if failed.channel == CHANNEL:
            self.changed.emit()
            self.failed.emit(failed)

    # -------------------------------------------------------------------------------------------- words
    def _point(self, side: Side, place: int) -> None:
        """Show the partners of the word under the pointer; when it leaves, those of the cursor's word again."""
        if place >= 0:
            self._show(side, place)
        elif self._pinned is not None:
            self._show(*self._pinned)
        else:
            self._show(side, -1)

    def _pin(self, side: Side) -> None:
        view = self._views[side]
        if view.hasFocus() and not view.textCursor().hasSelection():
            self._pinned = (side, view.textCursor().position())
            self._show(*self._pinned)

    def _forget_words(self) -> None:
        """The text is another one now than was translated."""
        self._pinned = None
        self._show("source", -1)

    def _show(self, side: Side, place: int) -> None:
        partners = self._partners(side, place)
        other: Side = "target" if side == "source" else "source"
        marks: dict[Side, list[Mark]] = {"source": [], "target": []}
        if partners is not None:
            marks[side] = [self._mark(side, partners.word, 1.0)]
            marks[other] = [self._mark(other, span, strength) for span, strength in partners.strengths()]
        for each in SIDES:
            self._views[each].set_marks(marks[each])
        self.looked_at.emit((side, partners) if partners else None)

    def _partners(self, side: Side, place: int) -> Partners | None:
        translated = self.translated()
        if translated is None or place < 0 or self._pair.source.text() != translated.source:
            return None
        return partners_of(translated, side, self._places[side].character(place))

    def _mark(self, side: Side, span: tuple[int, int], strength: float) -> Mark:
        places = self._places[side]
        return Mark(places.of(span[0]), places.of(span[1]), max(strength, WEAKEST_MARK), "accent")
