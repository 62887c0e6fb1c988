"""Works the Write page: asks the model, gathers what it writes, keeps every version."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop_app.services.inference_service import Answer, Failed, Progress
from desktop_app.services.model_library import LibraryModel
from desktop_app.services.text_requests import WriteText, WritingSettings, Written
from desktop_app.ui.context import PageContext
from desktop_app.ui.panels.passage import Passage, Piece, PieceMaker, Versions

CHANNEL = "write"


class Writing(QObject):
    """`shown` comes when another text is to be shown, `grew` with the pieces that came to it, `ended` when no more will
    come. `failed` carries what went wrong.
    """

    shown = Signal()
    grew = Signal(list)
    ended = Signal()
    failed = Signal(Failed)

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._versions = Versions()
        self._growing: list[Piece] = []
        self._maker = PieceMaker()
        context.services.inference.progressed.connect(self._take_progress)
        context.services.inference.answered.connect(self._take)
        context.services.inference.failed.connect(self._fail)

    def passage(self) -> Passage | None:
        """The text that is shown, as far as it is."""
        passage = self._versions.current()
        return passage and replace(passage, pieces=(*passage.pieces, *self._growing))

    def is_writing(self) -> bool:
        """Whether more is to come."""
        return self._context.services.inference.is_busy(CHANNEL)

    # -------------------------------------------------------------------------------------------- acts
    def write(self, model: LibraryModel, prompt: str, settings: WritingSettings) -> None:
        """Begin a new text."""
        self._ask(Passage(model.id, prompt, settings))

    def go_on(self, model: LibraryModel, settings: WritingSettings) -> None:
        """Let the text that is shown become longer."""
        self.stop()
        if passage := self.passage():
            self._ask(replace(passage, model_id=model.id, settings=settings))

    def again(self, model: LibraryModel, settings: WritingSettings) -> None:
        """Write anew what came last."""
        self.stop()
        if passage := self.passage():
            self._ask(replace(passage.before_last(), model_id=model.id, settings=settings))

    def branch(
        self, model: LibraryModel, settings: WritingSettings, number: int, alternative: tuple[str, float]
    ) -> None:
        """Put something else in the place of a piece and go on from there."""
        self.stop()
        if passage := self.passage():
            changed = passage.with_alternative(number, alternative)
            self._ask(replace(changed, model_id=model.id, settings=settings))

    def end_at(self, number: int) -> None:
        """Let the text end before a piece."""
        self.stop()
        if passage := self.passage():
            self._versions.add(replace(passage, pieces=passage.pieces[:number], end="end"))
            self.shown.emit()

    def stop(self) -> None:
        """Write no further; what there is stays."""
        if self.is_writing():
            self._context.services.inference.forget(CHANNEL)
            passage = self._versions.current()
            assert passage is not None
            self._finish(replace(passage, end="stopped"))

    def move(self, step: int) -> None:
        """Show the version before (-1) or after (1)."""
        self.stop()
        self._versions.move(step)
        self.shown.emit()

    def can_move(self, step: int) -> bool:
        """Whether there is such a version."""
        return self._versions.can_move(step)

    # -------------------------------------------------------------------------------------------- working
    def _ask(self, passage: Passage) -> None:
        self.stop()
        fresh = replace(
            passage, start=len(passage.pieces), tokens=0, seconds=0.0, verdict=None, end="", left_out=0, unknown=0
        )
        self._versions.add(fresh)
        self._maker = PieceMaker()
        request = WriteText(fresh.text(), fresh.settings)
        self._context.services.inference.submit(fresh.model_id, request, CHANNEL)
        self.shown.emit()

    def _take_progress(self, progress: Progress) -> None:
        if progress.channel != CHANNEL:
            return
        passage = self._versions.current()
        assert passage is not None
        for part in progress.items:
            pieces = self._maker.pieces(part.tokens)
            self._growing += pieces
            passage = replace(passage, tokens=progress.done, seconds=part.seconds, verdict=progress.verdict)
            self._versions.change(passage)
            self.grew.emit(pieces)

    def _take(self, answer: Answer) -> None:
        if answer.channel != CHANNEL:
            return
        passage, written = self._versions.current(), answer.result
        assert passage is not None
        assert isinstance(written, Written)
        self._finish(
            replace(
                passage,
                tokens=written.tokens,
                seconds=answer.milliseconds / 1000,
                verdict=answer.verdict,
                end=written.ending or "stopped",
                left_out=written.left_out,
                unknown=written.unknown,
            )
        )

    def _fail(self, failed: Failed) -> None:
        if failed.channel == CHANNEL:
            passage = self._versions.current()
            assert passage is not None
            self._finish(replace(passage, end="failed"))
            self.failed.emit(failed)

    def _finish(self, passage: Passage) -> None:
        self._versions.change(replace(passage, pieces=(*passage.pieces, *self._growing)))
        self._growing = []
        self.ended.emit()
