from PySide6.QtWidgets import QGridLayout

from desktop_app.ui.panels.folds_card import FoldsCard
from tests.helpers.patience import MILLISECONDS as PATIENCE
from tests.helpers.transcripts import GOLDEN_EVENTS
from trainer.contract.events import FoldEnded
from trainer.contract.run_history import RunHistory, read_history


def texts(card: FoldsCard) -> list[str]:
    grid = card.findChild(QGridLayout)
    return [grid.itemAt(index).widget().text() for index in range(grid.count())]


def with_folds(*accuracies: float | None) -> RunHistory:
    history = read_history(GOLDEN_EVENTS / "good-classifier.jsonl")
    history.add(
        [
            FoldEnded(fold=number, folds=3, step=number, values={"validation_accuracy": accuracy})
            for number, accuracy in enumerate(accuracies, start=1)
        ]
    )
    return history


def test_each_part_is_shown_with_mean_and_spread(qtbot, theme, language):
    card = FoldsCard(theme, language)
    qtbot.addWidget(card)
    card.show_history(with_folds())
    assert card.isHidden()
    card.show_history(with_folds(0.97))
    assert texts(card)[-2:] == ["Mean ± spread", "97.00 %"]
    card.show_history(with_folds(0.97, None, 0.99))
    assert not card.isHidden()
    assert texts(card)[2:] == ["1", "97.00 %", "2", "–", "3", "99.00 %", "Mean ± spread", "98.00 % ± 1.41 %"]
    assert card._heading.caption.text() == "3 of 3 parts"
    language.choose("zh_CN")
    qtbot.waitUntil(lambda: texts(card)[0] == "验证部分", timeout=PATIENCE)
    card.show_history(RunHistory())
    assert card.isHidden()
