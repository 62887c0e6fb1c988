"""What can be asked of a model that speaks, and of one that draws what is spoken."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from desktop_app.services.inference_requests import Watch
from trainer.contract.card import Task

if TYPE_CHECKING:
    import numpy as np

    from desktop_app.services.sound_overview import SoundOverview
    from trainer.contract.pipelines.text_to_audio import TextToAudio
    from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration
    from trainer.contract.results import Spoken


@dataclass(frozen=True)
class ShownSpeech:
    """What was said, and what is seen of it: all of it, and of each word its spectrogram, uint8 [N,H,W]."""

    spoken: "Spoken"
    overview: "SoundOverview"
    pictures: "np.ndarray"

    def word(self, number: int) -> "np.ndarray":
        """The samples of one word, float32 [n]."""
        place, rate = self.spoken.words[number], self.spoken.rate
        return self.spoken.samples[round(place.start * rate) : round(place.end * rate)]


@dataclass(frozen=True)
class SpeakText:
    """The labels in a text, spoken; word k is sample k of `seed`."""

    task: ClassVar[Task] = "text-to-audio"
    text: str
    seed: int
    truncation: float = 1.0

    def run(self, pipeline: "TextToAudio", watch: Watch) -> ShownSpeech:
        """Speaks, then looks."""
        import numpy as np

        from desktop_app.services.sound_overview import overview_of
        from trainer.contract.speech_pictures import SIDE, speech_picture

        spoken = pipeline.speak(self.text, self.seed, self.truncation, watch.goes_on)
        shown = ShownSpeech(spoken, overview_of([spoken.samples], spoken.rate), np.empty((0, SIDE, SIDE), np.uint8))
        pictures = [speech_picture(shown.word(number), spoken.rate) for number in range(len(spoken.words))]
        return ShownSpeech(spoken, shown.overview, np.stack(pictures))


@dataclass(frozen=True)
class DrawLabels:
    """A picture of each label in turn, side by side: uint8 [H,N*W] or [H,N*W,3]."""

    task: ClassVar[Task] = "unconditional-image-generation"
    labels: tuple[str, ...]
    seed: int

    def run(self, pipeline: "UnconditionalImageGeneration", watch: Watch) -> "np.ndarray":
        """Draws them; picture k is sample k of the seed."""
        import numpy as np

        weights = np.concatenate([pipeline.label_weights(0, 1, label) for label in self.labels])
        pictures = pipeline.decode(pipeline.latents(self.seed, 0, len(self.labels)), weights)
        return np.concatenate(list(pictures), axis=1)


def save_speech(samples: "np.ndarray", rate: int, target: Path) -> Path:
    """Writes float32 [n] as WAV. Raises WorkshopError where it cannot be written."""
    from desktop_app.inference.sound_outputs import save_sound

    return save_sound(samples, rate, target)


def speech_file(samples: "np.ndarray", rate: int) -> bytes:
    """The bytes of a WAV file."""
    from trainer.contract.wav_files import wav_bytes

    return wav_bytes(samples, rate)


def knows_all(labels: Sequence[str], words: Sequence[str | None]) -> bool:
    """Whether each of the words is one of the labels."""
    return bool(words) and all(word in labels for word in words)
