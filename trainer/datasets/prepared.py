"""Pictures that are ready for a network, kept as `.npy` files so that they are prepared only once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from trainer.contract.text import Text
from trainer.contract.writing import write_by_rename
from trainer.datasets.dataset import Pictures


@dataclass(frozen=True)
class Prepared:
    """One part of a data set as read, before it is split; `warnings` names what was left out."""

    pictures: Pictures
    label_names: tuple[str, ...]
    warnings: tuple[Text, ...] = ()


class PreparedCache:
    """A folder `<cache>/<key>/` with the parts of one data set; the key changes when its files do."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder / key

    def read(self, part: str) -> Prepared | None:
        """The part if it was kept whole, else None. Other parts are not touched."""
        try:
            about = json.loads((self._folder / f"{part}.json").read_text(encoding="utf-8"))
            images = np.load(self._folder / f"{part}-images.npy", allow_pickle=False)
            labels = np.load(self._folder / f"{part}-labels.npy", allow_pickle=False)
            return Prepared(Pictures(images, labels), tuple(about["label_names"]), _texts(about))
        except (OSError, ValueError, KeyError, TypeError, EOFError):
            return None  # missing or damaged: it is prepared again

    def write(self, parts: Mapping[str, Prepared]) -> bool:
        """Keeps the parts; says whether it worked. A full disk or a read-only folder only costs time later."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            for part, prepared in parts.items():
                self._write_part(part, prepared)
        except OSError:
            return False
        return True

    def _write_part(self, part: str, prepared: Prepared) -> None:
        """The description last: without it, or with a wrong length, the part counts as missing."""
        for name, array in (("images", prepared.pictures.images), ("labels", prepared.pictures.labels)):
            temporary = self._folder / f".{part}-{name}.part.npy"
            np.save(temporary, array)
            temporary.replace(self._folder / f"{part}-{name}.npy")
        about = {
            "label_names": list(prepared.label_names),
            "warnings": [{"en": text.en, "zh": text.zh} for text in prepared.warnings],
        }
        write_by_rename(self._folder / f"{part}.json", json.dumps(about).encode())


def _texts(about: dict[str, Any]) -> tuple[Text, ...]:
    return tuple(Text(each["en"], each["zh"]) for each in about["warnings"])
