"""Puts graphs and card together into the files of a model, and puts those in their place."""

from pathlib import Path

import msgspec
import onnx

from trainer.contract.card import (
    CARD_KEY,
    COMPANION_KEY,
    MAIN_ROLE,
    Companion,
    ModelCard,
    companion_path,
    encode_card,
    model_files,
    sha256_of,
)
from trainer.contract.writing import fsync_folder
from trainer.export.onnx_files import assert_no_paths


def pack_companions(graphs: dict[str, Path], main: Path, model_id: str) -> dict[str, str]:
    """Writes the graphs that are not the main one beside `main`; returns their SHA-256 by role."""
    hashes = {}
    for role, source in graphs.items():
        if role != MAIN_ROLE:
            target = companion_path(main, role)
            note = msgspec.json.encode(Companion(model_id=model_id, role=role)).decode()
            _write_with_metadata(source, target, {COMPANION_KEY: note})
            hashes[role] = sha256_of(target)
    return hashes


def pack_main(source: Path, main: Path, card: ModelCard) -> None:
    """Writes the main graph with its card to `main`."""
    _write_with_metadata(source, main, {CARD_KEY: encode_card(card)})


def publish(main: Path, target: Path, card: ModelCard) -> None:
    """Moves a model's files into place by rename, the main one last: whoever sees it finds its companions."""
    roles = [MAIN_ROLE, *sorted(card.graphs)]
    for role, file in reversed(list(zip(roles, model_files(main, card), strict=True))):
        file.replace(companion_path(target, role))
    fsync_folder(target.parent)


def _write_with_metadata(source: Path, target: Path, metadata: dict[str, str]) -> None:
    model = onnx.load(source)
    onnx.helper.set_model_props(model, metadata)
    content = model.SerializeToString(deterministic=True)
    assert_no_paths(content)
    target.write_bytes(content)
