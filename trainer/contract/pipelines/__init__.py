"""One file per task: preprocess, decoding loop and postprocess around a `run` callable."""

from trainer.contract.pipelines.audio_classification import AudioClassification
from trainer.contract.pipelines.image_classification import ImageClassification
from trainer.contract.pipelines.image_to_image import ImageToImage
from trainer.contract.pipelines.text_classification import TextClassification
from trainer.contract.pipelines.text_generation import TextGeneration
from trainer.contract.pipelines.text_to_audio import TextToAudio
from trainer.contract.pipelines.translation import Translation
from trainer.contract.pipelines.unconditional_image_generation import UnconditionalImageGeneration

PIPELINES = {
    "image-classification": ImageClassification,
    "unconditional-image-generation": UnconditionalImageGeneration,
    "image-to-image": ImageToImage,
    "text-generation": TextGeneration,
    "translation": Translation,
    "text-classification": TextClassification,
    "audio-classification": AudioClassification,
    "text-to-audio": TextToAudio,
}
