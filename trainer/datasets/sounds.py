"""Recordings as examples."""

from dataclasses import dataclass, field

import numpy as np

from trainer.datasets.dataset import Digest

UNKNOWN_SPEAKER = -1


@dataclass(frozen=True)
class Sounds:
    """Recordings of one channel at `rate` samples a second, each float32 [n], and their labels, int64 [N].

    `speakers` are numbers, int64 [N], of names in `speaker_names`; `UNKNOWN_SPEAKER` where nobody knows who speaks.
    """

    waves: tuple[np.ndarray, ...]
    labels: np.ndarray
    rate: int
    speakers: np.ndarray = field(kw_only=True)
    speaker_names: tuple[str, ...] = field(default=(), kw_only=True)

    def __post_init__(self) -> None:
        count = (len(self.waves),)
        if self.labels.dtype != np.int64 or self.labels.shape != count:
            raise ValueError(f"labels are int64 {count}, not {self.labels.dtype} {self.labels.shape}")
        if self.speakers.shape != count or self.speakers.max(initial=-1) >= len(self.speaker_names):
            raise ValueError(f"speakers are int64 {count}, numbers of {len(self.speaker_names)} names")
        if wrong := [wave for wave in self.waves if wave.dtype != np.float32 or wave.ndim != 1]:
            raise ValueError(f"recordings are float32 [n], not {wrong[0].dtype} {wrong[0].shape}")

    def __len__(self) -> int:
        return len(self.waves)

    @property
    def strata(self) -> np.ndarray:
        """Numbers, int64 [N], that differ where label or speaker do."""
        return self.labels * (len(self.speaker_names) + 1) + self.speakers + 1

    @property
    def together(self) -> None:
        """Each recording stands for itself."""

    @property
    def seconds(self) -> float:
        """Of all recordings."""
        return sum(map(len, self.waves)) / self.rate

    def take(self, indices: np.ndarray) -> "Sounds":
        """Those at `indices`, in that order."""
        waves = tuple(self.waves[index] for index in indices)
        chosen = self.labels[indices], self.speakers[indices]
        return Sounds(waves, chosen[0], self.rate, speakers=chosen[1], speaker_names=self.speaker_names)

    def and_then(self, others: "Sounds") -> "Sounds":
        """These and the others, of the same rate and speakers, one after the other."""
        if (self.rate, self.speaker_names) != (others.rate, others.speaker_names):
            raise ValueError("recordings of different rates or speakers do not go together")
        return Sounds(
            self.waves + others.waves,
            np.concatenate([self.labels, others.labels]),
            self.rate,
            speakers=np.concatenate([self.speakers, others.speakers]),
            speaker_names=self.speaker_names,
        )

    def hash_into(self, digest: Digest) -> None:
        """Feeds samples, labels and speakers to a digest."""
        digest.update(self.rate.to_bytes(8, "little"))
        for wave in self.waves:
            digest.update(len(wave).to_bytes(8, "little") + np.ascontiguousarray(wave, dtype="<f4").tobytes())
        digest.update(np.ascontiguousarray(self.labels.astype("<i8")).data)
        digest.update(np.ascontiguousarray(self.speakers.astype("<i8")).data)
