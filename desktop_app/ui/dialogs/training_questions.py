"""What a person is asked about a training: stop it, what becomes of it when the window closes, its learning rate."""

from typing import Literal

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QVBoxLayout, QWidget

from desktop_app.ui.theme import Theme
from desktop_app.ui.widgets.form_row import FormRow
from desktop_app.ui.widgets.stepper import Stepper

translate = QCoreApplication.translate
ClosingAnswer = Literal["keep", "stop", "cancel"]


def ask_to_stop(parent: QWidget) -> bool:
    """Whether the training is really to be stopped."""
    box = QMessageBox(
        QMessageBox.Icon.Question, "", translate("TrainingQuestions", "Stop the training?"), parent=parent
    )
    box.setInformativeText(
        translate("TrainingQuestions", "The best and the last state are kept; it can be resumed later.")
    )
    stop = box.addButton(translate("TrainingQuestions", "Stop and save"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.exec()
    return box.clickedButton() is stop


def ask_about_closing(parent: QWidget, name: str) -> ClosingAnswer:
    """What becomes of the training called `name` when the window closes."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        "",
        translate("TrainingQuestions", "{name} is training").format(name=name),
        parent=parent,
    )
    box.setInformativeText(
        translate(
            "TrainingQuestions",
            "It can go on in the background: open the window again to find it. Or it stops and can be resumed later.",
        )
    )
    keep = box.addButton(translate("TrainingQuestions", "Keep training"), QMessageBox.ButtonRole.AcceptRole)
    stop = box.addButton(translate("TrainingQuestions", "Stop and save"), QMessageBox.ButtonRole.DestructiveRole)
    box.setEscapeButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.setDefaultButton(keep)
    box.exec()
    return "keep" if box.clickedButton() is keep else "stop" if box.clickedButton() is stop else "cancel"


def ask_to_end(parent: QWidget) -> bool:
    """Whether a worker that does not answer is to be ended by force."""
    box = QMessageBox(
        QMessageBox.Icon.Warning, "", translate("TrainingQuestions", "The training does not answer"), parent=parent
    )
    box.setInformativeText(
        translate("TrainingQuestions", "Ending it now loses what came after its last checkpoint, a minute at most.")
    )
    end = box.addButton(translate("TrainingQuestions", "End it now"), QMessageBox.ButtonRole.DestructiveRole)
    wait = box.addButton(translate("TrainingQuestions", "Keep waiting"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(wait)
    box.exec()
    return box.clickedButton() is end


def ask_for_rate(parent: QWidget, theme: Theme, present: float, minimum: float, maximum: float) -> float | None:
    """The learning rate to go on with; None to leave it."""
    dialog = _RateDialog(parent, theme, present, minimum, maximum)
    return dialog.stepper.value() if dialog.exec() == QDialog.DialogCode.Accepted else None


class _RateDialog(QDialog):
    def __init__(self, parent: QWidget, theme: Theme, present: float, minimum: float, maximum: float) -> None:
        super().__init__(parent)
        self.setWindowTitle(translate("TrainingQuestions", "Learning rate"))
        self.stepper = Stepper(theme, minimum, maximum, whole=False, logarithmic=True)
        self.stepper.set_value(present)
        row = FormRow(theme, self.stepper)
        row.set_texts(
            translate("TrainingQuestions", "Learning rate"),
            translate("TrainingQuestions", "From the next step on. A schedule goes on from it in the same proportion."),
        )
        row.setMinimumWidth(theme.px(420))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Apply | QDialogButtonBox.StandardButton.Cancel)
        apply = buttons.button(QDialogButtonBox.StandardButton.Apply)
        apply.setDefault(True)
        apply.clicked.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.stepper.validity_changed.connect(apply.setEnabled)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 16)
        column.addWidget(row)
        column.addWidget(buttons)
        self.stepper.setFocus()
