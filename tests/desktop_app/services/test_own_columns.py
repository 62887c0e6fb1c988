"""The columns of own tables, told before a training."""

import json
from pathlib import Path

import pytest

from desktop_app.services import own_columns as module
from desktop_app.services.own_columns import own_columns
from trainer.contract.errors import WorkshopError

ROWS = [{"id": str(number), "review": f"it was thing {number}", "mood": "ab"[number % 2]} for number in range(9)]
CSV = "\n".join(["id,review,mood", *(",".join(row.values()) for row in ROWS)])


@pytest.mark.parametrize("name", ["t.csv", "notes"])
def test_a_table_has_columns_and_guesses(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(CSV)
    found = own_columns(tmp_path / name, "labelled-texts")
    assert found is not None
    assert found.names == ("id", "review", "mood")
    assert (found.guess.text, found.guess.label) == ("review", "mood")


def test_json_and_a_table_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("just words")
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, ROWS)))
    found = own_columns(tmp_path, "labelled-texts")
    assert found is not None
    assert found.names == ("id", "review", "mood")


def test_a_long_table_is_told_by_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOKED_AT", 100)
    (tmp_path / "t.csv").write_text(CSV)
    found = own_columns(tmp_path / "t.csv", "labelled-texts")
    assert found is not None
    assert found.names == ("id", "review", "mood")


def test_prose_has_no_columns(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("Once, there was a miller. He had a cat, and a son.\nThe cat, it seems, was clever.\n" * 20)
    assert own_columns(path, "running-text") is None


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(WorkshopError):
        own_columns(path, "labelled-texts")
