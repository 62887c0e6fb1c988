"""Pairs of IDX files in a folder, named as MNIST's: `train-images-idx3-ubyte`, `t10k-labels-idx1-ubyte.gz` ..."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.idx import read_idx

Content = Literal["images", "labels"]
_MOST_LABELS = 10_000
_TEST_MARKS = ("t10k", "test")


@dataclass(frozen=True)
class IdxFolder:
    """A folder with at least one pair of IDX files."""

    folder: Path

    @staticmethod
    def is_in(folder: Path) -> bool:
        """Whether `folder` holds a training pair."""
        return IdxFolder(folder).has("train")

    def has(self, part: Literal["train", "test"]) -> bool:
        """Whether both files of `part` are there."""
        return self._find(part, "images") is not None and self._find(part, "labels") is not None

    def read(self, part: Literal["train", "test"]) -> tuple[np.ndarray, np.ndarray]:
        """Pictures, uint8 [N,H,W] or [N,H,W,3], and labels, int64 [N], of `part`.

        Raises WorkshopError `unreadable` for a file that is missing or broken, or where the two do not match.
        """
        images_path, labels_path = self._find(part, "images"), self._find(part, "labels")
        if images_path is None or labels_path is None:
            reason = Text("it holds no pair of picture and label files", "其中没有成对的图片和标签文件")
            raise data_errors.broken_file(self.folder, reason)
        images, labels = read_idx(images_path), read_idx(labels_path)
        is_coloured = images.ndim == 4 and images.shape[3] == 3
        if images.dtype != np.uint8 or not (images.ndim == 3 or is_coloured) or 0 in images.shape[1:]:
            reason = Text(
                "it holds no pictures with one byte a pixel, or three for colours",
                "内容不是每像素一字节（彩色为三字节）的图片",
            )
            raise data_errors.broken_file(images_path, reason)
        if labels.ndim != 1 or labels.dtype.kind not in "iu" or len(labels) != len(images):
            reason = Text(
                f"it does not hold one label for each of {len(images):,} pictures",
                f"没有为 {len(images):,} 张图片各给出一个标签",
            )
            raise data_errors.broken_file(labels_path, reason)
        if len(labels) and not 0 <= labels.min() <= labels.max() < _MOST_LABELS:
            reason = Text(
                f"its labels are not between 0 and {_MOST_LABELS - 1:,}", f"标签不在 0 到 {_MOST_LABELS - 1:,} 之间"
            )
            raise data_errors.broken_file(labels_path, reason)
        return images, labels.astype(np.int64)

    def _find(self, part: Literal["train", "test"], content: Content) -> Path | None:
        def fits(path: Path) -> bool:
            name = path.name.lower()
            is_test = any(mark in name for mark in _TEST_MARKS)
            return content in name and ("idx" in name or "ubyte" in name) and is_test == (part == "test")

        return next((path for path in sorted(self.folder.iterdir()) if fits(path) and path.is_file()), None)
