"""Library: the models there are, what they can do and where they come from."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QResizeEvent, QUndoCommand, QUndoStack
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.services.inference_requests import DrawPictures
from desktop_app.services.inference_service import Answer
from desktop_app.services.model_library import Deletion, LibraryModel
from desktop_app.services.notifier import Action, Failure, Message, failure_of
from desktop_app.ui.context import PageContext
from desktop_app.ui.dropped import kind_of
from desktop_app.ui.pages.page import Page
from desktop_app.ui.panels.library_delegate import LibraryDelegate
from desktop_app.ui.panels.library_grid import LibraryGrid
from desktop_app.ui.panels.library_list import LibraryList
from desktop_app.ui.panels.model_detail import ModelDetail
from desktop_app.ui.panels.model_preview import COLUMNS, ROWS
from desktop_app.ui.panels.model_texts import TASK_PAGES, size_text, title_of
from desktop_app.ui.panels.variants import Variants
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.empty_state import EmptyState
from desktop_app.ui.widgets.inputs import ChoiceList, TextField
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.pictures import image_from_array
from desktop_app.ui.widgets.segmented import SegmentedControl

PREVIEW = "library.preview:"
PREVIEW_SEED = 1
SEARCH_WIDTH = 200
LOOKED_AT = 20  # of the paths that hang over the window, so that the answer comes at once
DETAIL_WIDTH, COMPACT_DETAIL_WIDTH = 296, 272


class LibraryPage(Page):
    """Cards of all models; the detail of the chosen one; import, export, trash with a way back."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._library = context.services.library
        self._undo = QUndoStack(self)
        self._is_closed = False  # the detail, by the person
        self._awaited = ""  # a model that is to be chosen as soon as it is listed
        self._added: list[str] = []
        self._refused: list[tuple[Path, Exception]] = []
        self._search = TextField(self.theme, "search")
        self._add = Button(self.theme, icon="plus")
        self.header.add_control(self._search)
        self.header.add_control(self._add)
        self._filter, self._order = SegmentedControl(self.theme), ChoiceList(self.theme)
        self._order_label = Label(self.theme, "help", "text2")
        self.models = LibraryList(context.language, self)
        self.grid = LibraryGrid(self.models)
        delegate = LibraryDelegate(
            self.theme, context.language, self._library.is_verifying, self.grid.gap, self.grid.cell, self.grid
        )
        self.grid.setItemDelegate(delegate)
        self.detail = ModelDetail(self.theme, context.language)
        self.detail.setVisible(False)
        self._variants = Variants(context, self.detail, self._undo, self)
        self._empty = EmptyState(self.theme, "library")
        self._train, self._add_first = Button(self.theme, "primary", "train"), Button(self.theme)
        self._empty.add_action(self._train)
        self._empty.add_action(self._add_first)
        self._nothing_matches = EmptyState(self.theme, "search")
        self.body.addWidget(self._lay_out())
        self._connect()
        self.retranslate()
        self.compact_changed()

    # -------------------------------------------------------------------------------------------- the page
    def activated(self, request: object = None) -> None:
        if not self._library.is_read:
            self._library.refresh()
        if isinstance(request, str):
            self.grid.select(request)
        elif self.grid.selected() is None:
            self._choose_first()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search the library"))
        self._add.setText(self.tr("Add ONNX file..."))
        segments = [
            ("all", self.tr("All")),
            ("generate", self.tr("Generate")),
            ("classify", self.tr("Classify")),
            ("write", self.tr("Write")),
            ("translate", self.tr("Translate")),
            ("mine", self.tr("Mine")),
        ]
        self._filter.set_segments(segments)
        self._order_label.setText(self.tr("Sort"))
        orders = [("name", self.tr("Name")), ("newest", self.tr("Newest")), ("size", self.tr("Size"))]
        self._order.set_choices(orders)
        self._order.setAccessibleName(self.tr("Sort"))
        self.grid.setAccessibleName(self.tr("Models"))
        self._empty.set_texts(self.tr("No models yet"), self.tr("Train one in about a minute, or add an ONNX file."))
        self._train.setText(self.tr("Train a model"))
        self._add_first.setText(self.tr("Add file..."))
        self._nothing_matches.set_texts(
            self.tr("No model matches"), self.tr("Search for other words, or show all models.")
        )
        self.detail.retranslate()
        self._show_models()

    def compact_changed(self) -> None:
        if not hasattr(self, "_row"):
            return  # called by the base before there is anything to lay out
        width = COMPACT_DETAIL_WIDTH if self.is_compact else DETAIL_WIDTH
        self.detail.setFixedWidth(self.theme.px(width))
        self._search.setFixedWidth(self.theme.px(SEARCH_WIDTH))
        self.grid.set_gap(self.gap())
        self._arrange_bar()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_bar()

    def accepts_paths(self, paths: list[Path]) -> bool:
        return any(kind_of(path) == "model" or path.suffix.lower() == ".onnx" for path in paths[:LOOKED_AT])

    def open_paths(self, paths: list[Path]) -> None:
        self._import(paths)

    def commands(self) -> dict[str, Callable[[], object]]:
        commands: dict[str, Callable[[], object]] = {
            "open": self._choose_files,
            "find": lambda: self._search.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }
        model = self.grid.selected()
        if model is not None:
            commands["save"] = self._export
            if model.entry.card is not None:
                commands["run"] = self._try
            if model.entry.origin == "mine":
                commands["delete"] = self._delete
        if self._undo.canUndo():
            commands["undo"] = self._undo.undo
        if self._undo.canRedo():
            commands["redo"] = self._undo.redo
        return commands

    def is_busy(self) -> bool:
        inference, models = self.context.services.inference, self._library.models()
        return not self._library.is_read or any(
            self._library.is_verifying(model.id) or inference.is_busy(PREVIEW + model.sha256) for model in models
        )

    # -------------------------------------------------------------------------------------------- showing
    def _show_models(self) -> None:
        chosen = self.grid.selected()
        self.models.set_models(self._library.models())
        self._show_purpose()
        if self.models.row_of(self._awaited) >= 0:
            self.grid.select(self._awaited)
            self._awaited = ""
        elif chosen is not None and self.models.row_of(chosen.id) >= 0:
            self.grid.select(chosen.id)
        else:
            self._choose_first()
        self._show_detail()
        self._show_side()

    def _choose_first(self) -> None:
        if self.models.rowCount() and not self._is_closed:
            self.grid.select(self.models.models()[0].id)

    def _show_purpose(self) -> None:
        models, language = self._library.models(), self.context.language
        size = size_text(sum(model.entry.size for model in models), language)
        purpose = self.tr("%Ln model(s) · {size} on this computer", "", len(models)).format(size=size)
        self.header.set_texts(self.tr("Library"), purpose)

    def _show_side(self) -> None:
        is_empty = self._library.is_read and not self._library.models()
        nothing = self._library.is_read and not is_empty and not self.models.rowCount()
        self._sides.setCurrentIndex(1 if is_empty else 2 if nothing else 0)
        if is_empty:
            self.detail.setVisible(False)

    def _show_detail(self) -> None:
        model = self.grid.selected()
        self.detail.setVisible(model is not None)
        self._arrange_bar()
        self._is_closed = self._is_closed and model is None
        if model is not None:
            self.detail.show_model(model, self._library.is_verifying(model.id))
        self.commands_changed.emit()

    def _close_detail(self) -> None:
        self._is_closed = True
        self.grid.choose_none()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw_preview(self, model: LibraryModel) -> None:
        request = DrawPictures(ROWS * COLUMNS, PREVIEW_SEED)
        self.context.services.inference.submit(model.id, request, PREVIEW + model.sha256, background=True)

    def _take(self, answer: Answer) -> None:
        if answer.channel.startswith(PREVIEW):
            sha256 = answer.channel.removeprefix(PREVIEW)
            self.models.set_preview(sha256, [image_from_array(picture) for picture in answer.result])

    # -------------------------------------------------------------------------------------------- acts
    def _try(self) -> None:
        model = self.grid.selected()
        if model is not None and model.entry.card is not None:
            self.context.shell.page_wanted.emit(TASK_PAGES[model.entry.card.tasks[0]], model.id)

    def _choose_files(self) -> None:
        title = self.tr("Add models")
        chosen, _ = QFileDialog.getOpenFileNames(self, title, str(Path.home()), "ONNX (*.onnx)")
        if chosen:
            self._import([Path(each) for each in chosen])

    def _import(self, paths: list[Path]) -> None:
        self.error_card.clear()
        self._added, self._refused = [], []
        self._library.import_models(paths, self._imported, self._not_imported)

    def _imported(self, model_id: str) -> None:
        self._added.append(model_id)
        self.context.services.notifier.tell(self.tr("%Ln model(s) added", "", len(self._added)), ", ".join(self._added))
        self._filter.select("all")
        self.models.set_filter("all")
        self._await(model_id)

    def _await(self, model_id: str) -> None:
        self._awaited = model_id
        self._show_models()

    def _not_imported(self, error: Exception, path: Path) -> None:
        self._refused.append((path, error))
        self.show_failure(self._refusals(list(self._refused)))

    def _refusals(self, refused: list[tuple[Path, Exception]]) -> Failure:
        """One card for all files of a drop that were refused, each with its own reason."""
        path, error = refused[0]
        what = lambda: self.tr("{file} could not be added").format(file=path.name)  # noqa: E731
        if len(refused) == 1:
            why = self._reason(path, error)
            return replace(self._failure(error, what), why=why, retell=lambda: self._refusals(refused))
        reasons = "\n".join(f"{path.name}: {self._reason(path, error)}" for path, error in refused)
        details = "\n".join(failure_of(error, path.name, self.context.language.pick).details for path, error in refused)
        return Failure(
            self.tr("%Ln file(s) could not be added", "", len(refused)),
            reasons,
            self.tr("Choose .onnx files that Model Workshop exported."),
            details,
            retell=lambda: self._refusals(refused),
        )

    def _reason(self, path: Path, error: Exception) -> str:
        """Why a file was refused; what it is where that is known, whatever its name says."""
        kinds = {
            "picture": self.tr("This is a picture, not a model. Classify reads pictures."),
            "sound": self.tr("This is a sound, not a model."),
            "text": self.tr("This is a text, not a model."),
            "archive": self.tr("This is an archive. Unpack it, then add the .onnx file in it."),
            "folder": self.tr("This is a folder. Add the .onnx files in it."),
        }
        kind = kind_of(path)
        return kinds[kind] if kind in kinds else self._failure(error, "").why

    def _export(self) -> None:
        model = self.grid.selected()
        if model is None:
            return
        proposal = str(Path.home() / model.entry.path.name)
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export the model"), proposal, "ONNX (*.onnx)")
        if chosen:
            target = Path(chosen)
            target = target if target.suffix == ".onnx" else target.with_name(target.name + ".onnx")
            failed = lambda error: self._fail(error, lambda: self.tr("The model could not be exported"))  # noqa: E731
            self._library.export_model(model.id, target, self._exported, failed)

    def _exported(self, path: Path) -> None:
        show = Action(self.tr("Show"), lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))))
        self.context.services.notifier.tell(self.tr("Model exported"), path.name, action=show)

    def _delete(self) -> None:
        model = self.grid.selected()
        if model is not None and model.entry.origin == "mine":
            title = title_of(model, self.context.language)
            self._library.delete(model.id, lambda deletion: self._deleted(deletion, title), self._not_deleted)

    def _deleted(self, deletion: Deletion, title: str) -> None:
        self._undo.push(_DeleteModel(self, deletion, title, self._tell_deleted(title)))

    def _tell_deleted(self, title: str) -> Message:
        undo = Action(self.tr("Undo"), self._undo.undo)
        return self.context.services.notifier.tell(self.tr("Moved to the trash"), title, action=undo)

    def _not_deleted(self, error: Exception) -> None:
        self._fail(error, lambda: self.tr("The model could not be deleted"))

    def restore(self, deletion: Deletion, told: Message, done: Callable[[str], object]) -> None:
        """Take a deleted model back and choose it; `told`, which spoke of the deletion, goes. For the undo stack."""

        def restored(model_id: str) -> None:
            self._await(model_id)
            done(model_id)

        self.context.services.notifier.withdraw(told)
        failed = lambda error: self._fail(error, lambda: self.tr("The model could not be taken back"))  # noqa: E731
        self._library.restore(deletion, restored, failed)

    def delete_again(self, model_id: str, title: str, done: Callable[[Deletion, Message], object]) -> None:
        """Delete a restored model once more; for the undo stack."""
        self._library.delete(model_id, lambda deletion: done(deletion, self._tell_deleted(title)), self._not_deleted)

    def _verify(self) -> None:
        model = self.grid.selected()
        if model is not None:
            self._library.verify(model.id, self._not_verified)

    def _not_verified(self, error: Exception) -> None:
        self._fail(error, lambda: self.tr("The model did not pass its self-test"))

    def _prefer(self) -> None:
        model = self.grid.selected()
        if model is not None:
            failed = lambda error: self._fail(error, lambda: self.tr("The choice could not be kept"))  # noqa: E731
            self._library.prefer(model.id, failed)

    def _show_folder(self) -> None:
        model = self.grid.selected()
        if model is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(model.entry.path.parent)))

    def _fail(self, error: Exception, what: Callable[[], str]) -> None:
        self.show_failure(self._failure(error, what))

    def _failure(self, error: Exception, what: str | Callable[[], str]) -> Failure:
        return failure_of(error, what, self.context.language.pick)

    # -------------------------------------------------------------------------------------------- working
    def _connect(self) -> None:
        self._library.changed.connect(self._show_models)
        self.context.services.inference.answered.connect(self._take)
        self.models.preview_wanted.connect(self._draw_preview)
        self._search.textChanged.connect(self._narrow(self.models.search))
        self._filter.chosen.connect(self._narrow(self.models.set_filter))
        self._order.activated.connect(lambda _: self.models.set_order(self._order.selected()))
        for button in (self._add, self._add_first):
            button.clicked.connect(self._choose_files)
        self._train.clicked.connect(lambda: self.context.shell.page_wanted.emit("train", None))
        self.grid.chosen.connect(lambda _: self._show_detail())
        self.grid.opened.connect(lambda _: self._try())
        self._undo.indexChanged.connect(self.commands_changed)
        acts = {
            self.detail.closed: self._close_detail,
            self.detail.try_wanted: self._try,
            self.detail.verify_wanted: self._verify,
            self.detail.export_wanted: self._export,
            self.detail.folder_wanted: self._show_folder,
            self.detail.delete_wanted: self._delete,
            self.detail.prefer_wanted: self._prefer,
        }
        for signal, act in acts.items():
            signal.connect(act)
        self._variants.made.connect(self._await)
        self._variants.failed.connect(self.show_failure)

    def _narrow(self, change: Callable[[str], None]) -> Callable[[str], None]:
        def narrow(value: str) -> None:
            change(value)
            self._show_detail()
            self._show_side()

        return narrow

    def _arrange_bar(self) -> None:
        """The order goes below the filters where both do not fit beside the detail."""
        bar_room = self.gap() + 8
        detail = 0 if self.detail.isHidden() else self.detail.width()
        room = self.content_width() - detail - bar_room
        self._filter.wrap(room)
        needed = sum(each.sizeHint().width() for each in (self._filter, self._order_label, self._order))
        directions = QBoxLayout.Direction
        fits = needed + 2 * self._bar.spacing() <= room
        self._bar.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
        self._bar.setContentsMargins(0, 0, bar_room, 0)

    def _lay_out(self) -> QWidget:
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._bar.setSpacing(12)
        order = QHBoxLayout()
        order.setSpacing(12)
        order.addWidget(self._order_label)
        order.addWidget(self._order)
        order.addStretch(1)
        self._bar.addWidget(self._filter)
        self._bar.addStretch(1)
        self._bar.addLayout(order)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addLayout(self._bar)
        self._sides = QStackedWidget()
        for side in (self.grid, self._empty, self._nothing_matches):
            self._sides.addWidget(side)
        left.addWidget(self._sides, 1)
        content = QWidget()
        self._row = QHBoxLayout(content)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addLayout(left, 1)
        self._row.addWidget(self.detail)
        return content


class _DeleteModel(QUndoCommand):
    """A deletion that has already happened when it is pushed."""

    def __init__(self, page: LibraryPage, deletion: Deletion, title: str, told: Message) -> None:
        super().__init__(title)
        self._page, self._deletion, self._title, self._told = page, deletion, title, told
        self._model_id = ""

    def undo(self) -> None:
        self._page.restore(self._deletion, self._told, self._restored)

    def redo(self) -> None:
        if self._model_id:
            self._page.delete_again(self._model_id, self._title, self._deleted_again)

    def _restored(self, model_id: str) -> None:
        self._model_id = model_id

    def _deleted_again(self, deletion: Deletion, told: Message) -> None:
        self._deletion, self._told = deletion, told
