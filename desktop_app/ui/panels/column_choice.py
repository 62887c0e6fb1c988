"""Says which columns of a person's own table are which: guessed, and changeable."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.services.own_columns import ROLES, DataKind, OwnColumns, own_columns
from desktop_app.ui.context import PageContext
from desktop_app.ui.widgets.form_row import FormRow
from desktop_app.ui.widgets.inputs import ChoiceList
from trainer.contract.errors import WorkshopError


class ColumnChoice(QWidget):
    """A row for each role that the data need; hidden where they are no table. `changed` comes with every change."""

    changed = Signal()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._columns: OwnColumns | None = None
        self._wanted: dict[str, str] = {}
        self._roles: tuple[str, ...] = ()
        self._error: WorkshopError | None = None
        self._is_reading = False
        titles = self._titles()
        self.lists = {role: ChoiceList(context.theme) for role in titles}
        self._rows = {role: FormRow(context.theme, box) for role, box in self.lists.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for role in titles:
            column.addWidget(self._rows[role])
            self.lists[role].activated.connect(lambda _: self._choose())
        self.retranslate()

    def look(self, path: str, kind: DataKind, wanted: Mapping[str, str] | None = None) -> None:
        """Look for a table at `path`, empty for no own data; `wanted` columns are chosen where they are there."""
        self._columns, self._wanted, self._error = None, dict(wanted or {}), None
        self._roles = ROLES.get(kind, ())
        self._is_reading = bool(path and self._roles)
        self._fill()
        if self._is_reading:
            tasks = self._context.services.tasks
            tasks.run(lambda: own_columns(Path(path), kind), self._take, self._refuse, key="train.columns")

    def is_busy(self) -> bool:
        """Whether a table is being looked at."""
        return self._is_reading

    def chosen(self) -> dict[str, str]:
        """Columns by role; empty where the data are no table."""
        if self._columns is None:
            return {}
        return {role: name for role in self._roles if (name := self.lists[role].selected())}

    def problem(self) -> str:
        """Why a training could not read the table; empty if it could."""
        if self._error is not None:
            return self._context.language.pick(self._error.message)
        if self._columns is None:
            return ""
        chosen = self.chosen()
        missing = next((role for role in self._roles if role not in chosen), None)
        if missing:
            return self.tr("Choose this first: {column}").format(column=self._titles()[missing])
        if len(set(chosen.values())) < len(chosen):
            return self.tr("Choose a different column for each purpose")
        return ""

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        for role, title in self._titles().items():
            self._rows[role].set_texts(title, self.tr("Guessed from the table; change it where that is wrong."))
        self._fill()

    # -------------------------------------------------------------------------------------------- working
    def _titles(self) -> dict[str, str]:
        return {
            "text": self.tr("Text column"),
            "label": self.tr("Label column"),
            "source": self.tr("Source column"),
            "target": self.tr("Target column"),
        }

    def _take(self, columns: OwnColumns | None) -> None:
        self._columns, self._is_reading = columns, False
        self._fill()
        self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        self._is_reading = False
        self._error = error if isinstance(error, WorkshopError) else None
        self.changed.emit()

    def _choose(self) -> None:
        self._wanted = self.chosen()
        self.changed.emit()

    def _fill(self) -> None:
        columns = self._columns
        self.setVisible(columns is not None)
        for role, box in self.lists.items():
            is_shown = columns is not None and role in self._roles
            self._rows[role].setVisible(is_shown)
            if columns is None or not is_shown:
                continue
            guess = getattr(columns.guess, role) or ""
            name = self._wanted.get(role, "")
            none = [] if guess else [("", self.tr("Choose..."))]
            box.set_choices([*none, *((each, each) for each in columns.names)])
            box.select(name if name in columns.names else guess)
