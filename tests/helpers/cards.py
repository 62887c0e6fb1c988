"""A small valid model card for tests."""

import msgspec

from trainer.contract.card import (
    ClassificationSpec,
    GenerationSpec,
    Licence,
    ModelCard,
    Parity,
    Provenance,
    SelfTest,
    TensorSpec,
    TrainingRecord,
)
from trainer.contract.text import Text

CLASSIFIER_CARD = ModelCard(
    schema_version=1,
    name="tiny-digits",
    title=Text("Tiny digits", "微型数字"),
    summary=Text("For tests.", "用于测试。"),
    limitations=Text("Knows nothing.", "一无所知。"),
    model_id="0" * 32,
    tasks=("image-classification",),
    graphs={},
    inputs=(TensorSpec(name="images", type="uint8", shape=("batch", 28, 28), steps=("find-digits-28x28",)),),
    outputs=(
        TensorSpec(name="probabilities", type="float32", shape=("batch", 10)),
        TensorSpec(name="logits", type="float32", shape=("batch", 10)),
        TensorSpec(name="features", type="float32", shape=("batch", 64)),
    ),
    labels=tuple("0123456789"),
    classification=ClassificationSpec(unsure_below=0.5, calibration="chosen for tests"),
    training=TrainingRecord(
        documented_model="digits-cnn",
        preset="quick",
        command="model-workshop train digits-cnn",
        hyperparameters={},
        seed=0,
        threads=1,
        device="cpu",
        steps=1,
        epochs=1,
        seconds=1.0,
        parameters=10,
    ),
    provenance=Provenance(
        data="mnist",
        data_sha256="0" * 64,
        counts={"train": 1},
        versions={},
        date="2026-01-01",
        source="",
        source_title="",
    ),
    licence=Licence(code="MIT", weights="MIT", data="MIT", licence_class="free"),
    parity=Parity(compared="ONNX Runtime on the CPU", batch_sizes=(1,), largest_difference=0.0, tolerance=1e-4),
    selftest=SelfTest(seed=0, batch=2, expected={}, tolerance=1e-4),
)

GENERATOR_CARD = msgspec.structs.replace(
    CLASSIFIER_CARD,
    name="tiny-generator",
    tasks=("unconditional-image-generation", "image-to-image"),
    inputs=(
        TensorSpec(name="latent", type="float32", shape=("batch", 4)),
        TensorSpec(
            name="images", type="uint8", shape=("batch", 28, 28), graph="reconstruction", steps=("find-digits-28x28",)
        ),
        TensorSpec(name="noise", type="float32", shape=("batch", 4), graph="reconstruction"),
    ),
    labels=(),
    classification=None,
    generation=GenerationSpec(latent_size=4),
)

DENOISER_CARD = msgspec.structs.replace(
    CLASSIFIER_CARD,
    name="tiny-denoiser",
    tasks=("image-to-image",),
    inputs=(TensorSpec(name="images", type="uint8", shape=("batch", 28, 28), steps=("grey-28x28",)),),
    outputs=(TensorSpec(name="restored", type="uint8", shape=("batch", 28, 28)),),
    labels=(),
    classification=None,
)
