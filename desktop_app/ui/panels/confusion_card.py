"""What a trained classifier takes for what, and how well it reads each label."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.services.confusion import Confusion, confusion_of
from desktop_app.services.number_table import save_table
from desktop_app.ui.dialogs.number_table import NumberTableDialog
from desktop_app.ui.language import Language
from desktop_app.ui.panels.model_texts import split_text
from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.buttons import Button
from desktop_app.ui.widgets.card import Card
from desktop_app.ui.widgets.label import Label
from desktop_app.ui.widgets.matrix_view import MatrixView
from trainer.contract.card import ModelCard

MOST_LABELS = 20  # rows beside the matrix; all are in the table of figures


class ConfusionCard(Card):
    """The matrix, the chosen cell in words, and precision and recall of each label; hidden where there is none."""

    def __init__(self, theme: Theme, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._language = language
        self._confusion: Confusion | None = None
        self._heading = self.add_heading()
        self.numbers_button = Button(theme, "plain", "text")
        self._heading.add_action(self.numbers_button)
        self.matrix = MatrixView(theme)
        self.cell_text = Label(theme, "help", "text2", wrap=True)
        self._scores = QGridLayout()
        self._scores.setHorizontalSpacing(20)
        self._scores.setVerticalSpacing(2)
        self._lay_out()
        self.matrix.cell_changed.connect(self._show_cell)
        self.numbers_button.clicked.connect(self.show_numbers)
        self.retranslate()

    def show_card(self, card: ModelCard | None) -> None:
        """Show what the card of a trained model holds."""
        self._confusion = confusion_of(card) if card else None
        self.setVisible(self._confusion is not None)
        if self._confusion is not None:
            self.matrix.set_matrix(self._confusion.labels, self._confusion.counts)
        self._show()

    def show_numbers(self) -> None:
        """Open the figures as a table."""
        if self._confusion is not None:
            table = self._confusion.table(self.tr("shown \\ read as"))
            NumberTableDialog(
                self._theme, self.tr("Confusion matrix"), table, lambda path: save_table(table, path), self
            ).open()

    def retranslate(self) -> None:
        """Set every text in the language in force."""
        self._heading.title.setText(self.tr("Confusion matrix"))
        self.numbers_button.setText(self.tr("Numbers"))
        self.matrix.setAccessibleName(self.tr("Confusion matrix"))
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _show(self) -> None:
        confusion = self._confusion
        while item := self._scores.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        if confusion is None:
            return
        metric, number = confusion.metric, self._language.number
        self._heading.caption.setText(
            self.tr("{data}, {split}, n = {count}").format(
                data=metric.data, split=split_text(metric.split), count=number(metric.n)
            )
        )
        self._show_cell(*(self.matrix.chosen() or (-1, -1)))
        names = (self.tr("Label"), self.tr("Pictures"), self.tr("Precision"), self.tr("Recall"), self.tr("F1"))
        for column, name in enumerate(names):
            self._add(0, column, Label(self._theme, "help", "text2", name))
        for row, (label, count, *shares) in enumerate(confusion.scores()[:MOST_LABELS], start=1):
            texts = (label, number(count), *(f"{number(100 * share, 1)} %" for share in shares))
            for column, text in enumerate(texts):
                self._add(row, column, Label(self._theme, "body" if column else "strong", text=text))

    def _add(self, row: int, column: int, label: Label) -> None:
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        self._scores.addWidget(label, row, column, side | Qt.AlignmentFlag.AlignVCenter)

    def _show_cell(self, row: int, column: int) -> None:
        confusion = self._confusion
        if confusion is None or row < 0:
            text = self.tr("Rows: what it is; columns: what it was read as")
        else:
            shown, read = confusion.labels[row], confusion.labels[column]
            count, total = int(confusion.counts[row, column]), int(confusion.counts[row].sum())
            text = self.tr("{shown} read as {read}: {count} of {total} pictures").format(
                shown=shown, read=read, count=self._language.number(count), total=self._language.number(total)
            )
        self.cell_text.setText(text)
        self.matrix.set_cell_text(text)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.matrix)
        left.addWidget(self.cell_text)
        left.addStretch(1)
        right = QVBoxLayout()
        right.addLayout(self._scores)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(32)
        row.addLayout(left)
        row.addLayout(right)
        row.addStretch(1)
        self.body.addLayout(row)
