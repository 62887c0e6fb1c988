"""Words in, speech out: each word is a sample of the generator, with short pauses between them."""

import re
import unicodedata
from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from trainer.contract.card import ModelCard
from trainer.contract.errors import WorkshopError
from trainer.contract.pipelines.latent_generator import LatentGenerator, check_label
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.results import Spoken, SpokenWord
from trainer.contract.text import Text
from trainer.contract.utterances import levels, utterances

BATCH = 16
PAUSE = 0.25
"""Seconds between two words: long enough for a classifier to tell them apart."""
LEAD = 0.1
"""Seconds of silence at either end."""
FADE = 0.005
"""Seconds over which what is cut out of a sample rises and falls, so that nothing clicks."""
MOST_WORDS = 1000
_PARTING = re.compile(r"[\s,.;:/\-]+")


class TextToAudio(LatentGenerator):
    """Speaks with the generator of a model."""

    output = "waves"  # float32 [N,n]

    def __init__(self, card: ModelCard, run: RunGraph) -> None:
        if card.audio is msgspec.UNSET:
            raise WorkshopError(
                "model-invalid",
                Text("The model card does not say how its sound is to be played.", "模型卡片没有说明如何播放其声音。"),
                Text("Export the model again.", "请重新导出模型。"),
            )
        super().__init__(card, run)
        self.rate = card.audio.rate

    def speak(
        self, text: str, seed: int, truncation: float = 1.0, keep_going: Callable[[int], bool] = lambda done: True
    ) -> Spoken:
        """What the labels in `text` sound like, one after another; word k is sample k of `seed`.

        Raises WorkshopError as `words_of`.
        """
        words = words_of(text, self._labels)
        return self.joined(self.words(words, seed, truncation, keep_going), words)

    def say(self, count: int, seed: int, truncation: float = 1.0, label: str | None = None) -> Spoken:
        """`count` samples of `seed` one after another, all of `label` or of all labels in turn; errors as `samples`."""
        labels = self.labels_of(count, label)
        return self.joined(self.words(labels, seed, truncation), labels)

    def labels_of(self, count: int, label: str | None = None) -> list[str | None]:
        """The labels of samples 0...: all `label`, or all labels in turn; None where the generator knows none."""
        if label is not None:
            check_label(label, self._labels)
        turns = self._labels or (None,)
        return [label or turns[number % len(turns)] for number in range(count)]

    def words(
        self,
        labels: Sequence[str | None],
        seed: int,
        truncation: float = 1.0,
        keep_going: Callable[[int], bool] = lambda done: True,
    ) -> list[np.ndarray]:
        """Each word by itself, float32 [n] without the silence around it; sample k of `seed` is of label k.

        Ends early with those made so far when `keep_going(done)` says no.
        """
        found: list[np.ndarray] = []
        for first in range(0, len(labels), BATCH):
            chosen = labels[first : first + BATCH]
            weights = np.concatenate([self.label_weights(0, 1, label) for label in chosen])
            waves = self.decode(self.latents(seed, first, len(chosen), truncation), weights)
            found += [trimmed(wave, self.rate) for wave in waves]
            if not keep_going(len(found)):
                break
        return found

    def joined(self, words: Sequence[np.ndarray], labels: Sequence[str | None]) -> Spoken:
        """Words, float32 [n] each, with pauses between them and silence around; `labels` says what they are."""
        lead, pause = (np.zeros(round(seconds * self.rate), dtype=np.float32) for seconds in (LEAD, PAUSE))
        pieces, places, length = [lead], [], len(lead)
        for number, (word, label) in enumerate(zip(words, labels, strict=False)):
            if number:
                pieces.append(pause)
                length += len(pause)
            places.append(SpokenWord(label, length / self.rate, (length + len(word)) / self.rate))
            pieces.append(word)
            length += len(word)
        return Spoken(np.concatenate([*pieces, lead]), self.rate, tuple(places))


def words_of(text: str, labels: Sequence[str]) -> list[str]:
    """The labels that a text asks for: words between spaces, or the signs of one such as "2026".

    Raises WorkshopError `wrong-kind` where the generator takes no label, `empty` for no words, `too-large` for too
    many, `invalid-setting` for one that is no label.
    """
    if not labels:
        check_label(text, labels)
    found: list[str] = []
    are_signs = all(len(label) == 1 for label in labels)
    for word in filter(None, _PARTING.split(unicodedata.normalize("NFKC", text))):
        parts = list(word) if word not in labels and are_signs else [word]
        for part in parts:
            check_word(part, labels)
        found += parts
    if not found:
        raise WorkshopError(
            "empty",
            Text("There is nothing to say.", "没有要说的内容。"),
            Text("Type some digits, such as 2026.", "请输入数字，例如 2026。"),
        )
    if len(found) > MOST_WORDS:
        raise WorkshopError(
            "too-large",
            Text(
                f"These are {len(found):,} words; at most {MOST_WORDS:,} are said at once.",
                f"共 {len(found):,} 个词；一次最多说 {MOST_WORDS:,} 个。",
            ),
            Text("Say it in parts.", "请分几次说。"),
        )
    return found


def check_word(word: str, labels: Sequence[str]) -> None:
    """Raises WorkshopError `invalid-setting` for a word that the generator was not taught."""
    if word not in labels:
        names = ", ".join(labels)
        raise WorkshopError(
            "invalid-setting",
            Text(f"The model cannot say {word!r}.", f"模型不会说“{word}”。"),
            Text(f"It says: {names}.", f"它会说：{names}。"),
        )


def trimmed(wave: np.ndarray, rate: int) -> np.ndarray:
    """From the first to the last that stands out of a sample float32 [n], with soft ends; all where nothing does."""
    found = utterances(*levels([wave], rate), rate)
    word = wave[found[0].start : found[-1].end].copy() if found else wave.copy()
    length = min(round(FADE * rate), len(word) // 2)
    rise = np.sin(np.linspace(0, np.pi / 2, length, dtype=np.float32)) ** 2
    word[:length] *= rise
    word[len(word) - length :] *= rise[::-1]
    return np.asarray(word, dtype=np.float32)
