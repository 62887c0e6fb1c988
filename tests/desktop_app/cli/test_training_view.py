from desktop_app.cli.terminal import Terminal
from desktop_app.cli.training_view import TextView
from trainer.contract.events import FoldEnded


def test_each_part_of_a_cross_validation_is_told_with_mean_and_spread(capsys) -> None:
    view = TextView(Terminal(as_json=False, quiet=False))
    for fold, value in enumerate((0.9, 0.8, None), start=1):
        view.show(FoldEnded(fold=fold, folds=3, step=fold * 10, values={"accuracy": value}))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Part 1 of 3: accuracy 0.9 (mean 0.9 +- 0)"
    assert lines[1] == "Part 2 of 3: accuracy 0.8 (mean 0.85 +- 0.071)"
    assert lines[2] == "Part 3 of 3: "
