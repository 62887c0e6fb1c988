"""The model card: one JSON document inside each `.onnx` that says how to feed it, read it and where it comes from."""

import hashlib
import re
from pathlib import Path
from typing import Any, Literal, get_args

import msgspec

from trainer.contract.errors import WorkshopError
from trainer.contract.onnx_metadata import read_metadata
from trainer.contract.text import Text

SCHEMA_VERSION = 1
CARD_KEY = "model_card"
COMPANION_KEY = "companion"
MAIN_ROLE = "main"
_ROLE = re.compile(r"[a-z][a-z0-9-]{0,39}")

Task = Literal[
    "image-classification",
    "unconditional-image-generation",
    "image-to-image",
    "text-classification",
    "audio-classification",
    "text-to-audio",
    "text-generation",
    "translation",
]
LicenceClass = Literal["free", "attribution", "share-alike", "research"]
VariantKind = Literal["int8", "fp16"]


def strictest(*classes: LicenceClass) -> LicenceClass:
    """The class that holds for what is made of several things."""
    return max(classes, key=get_args(LicenceClass).index)


class TensorSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One input or output of a graph; a named axis is free, a number is fixed.

    The whole numbers of an input lie from 0 to `below` - 1, where that is given.
    """

    name: str
    type: str
    shape: tuple[str | int, ...]
    graph: str = MAIN_ROLE
    steps: tuple[str, ...] = ()
    meaning: str = ""
    below: int | msgspec.UnsetType = msgspec.UNSET


class GenerationSpec(msgspec.Struct, frozen=True, kw_only=True):
    """How a generator is fed: the size of its latent vector and the defaults of its sampling.

    `labels` are the classes that can be asked for, in the order of the numbers that the graph takes; none where the
    generator takes no label.
    """

    latent_size: int
    truncation: float = 1.0
    labels: tuple[str, ...] = ()


class ClassificationSpec(msgspec.Struct, frozen=True, kw_only=True):
    """Scores below `unsure_below` are shown as unsure; how the threshold was found is said in words."""

    unsure_below: float
    calibration: str
    features: str = "features"
    logits: str = "logits"


class StateSpec(msgspec.Struct, frozen=True, kw_only=True):
    """What a graph that writes keeps from step to step: its `output` is the next step's `input`.

    It begins with zeros; `grows` is the axis along which tokens are added, of length 0 at first, None for a state of
    fixed size.
    """

    input: str
    output: str
    grows: int | None = None


class TextSpec(msgspec.Struct, frozen=True, kw_only=True):
    """How a network is fed texts: `longest` is the number of tokens that it takes at once.

    Of networks that write there are also their `states`, and whether texts are `marked` by begin and end; of those that
    translate the codes of both `languages`, none where they are not known.
    """

    longest: int
    states: tuple[StateSpec, ...] = ()
    marked: bool = False
    languages: tuple[str, ...] = ()


class AudioSpec(msgspec.Struct, frozen=True, kw_only=True):
    """How a network is fed sounds: one channel at `rate` samples a second, `window` samples at once.

    Shorter ones lie in the middle of silence. How loud they are does not matter.
    """

    rate: int
    window: int


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """One measured figure beside its baseline; `direction` says which way is better.

    `baseline_title` says `baseline_name` in both languages, `note_text` does so for `note`; cards of earlier versions
    lack them. A classifier's accuracy has its `confusion` with it, [labels][labels]: how often a picture of the row's
    label was read as the column's; nothing is written where there is none.
    """

    name: str
    title: Text
    value: float
    unit: str
    direction: Literal["higher", "lower", "none"]
    data: str
    split: str
    n: int
    baseline: float | None = None
    baseline_name: str = ""
    baseline_title: Text | None = None
    note: str = ""
    note_text: Text | None = None
    confusion: tuple[tuple[int, ...], ...] | msgspec.UnsetType = msgspec.UNSET


class TrainingRecord(msgspec.Struct, frozen=True, kw_only=True):
    """How the weights came about, and the command that makes them again."""

    documented_model: str
    preset: str
    command: str
    hyperparameters: dict[str, Any]
    seed: int
    threads: int
    device: str
    steps: int
    epochs: int
    seconds: float
    parameters: int


class Provenance(msgspec.Struct, frozen=True, kw_only=True):
    """The data by name and hash, the versions of the software, and the date; never a path or a user.

    `generated` says which pictures were generated and added to the training part, empty for none.
    """

    data: str
    data_sha256: str
    counts: dict[str, int]
    versions: dict[str, str]
    date: str
    source: str
    source_title: str
    generated: str = ""


class Licence(msgspec.Struct, frozen=True, kw_only=True):
    """Licences of the code, the weights and the data, and the class that decides where the file may go."""

    code: str
    weights: str
    data: str
    licence_class: LicenceClass


class Parity(msgspec.Struct, frozen=True, kw_only=True):
    """What PyTorch and ONNX Runtime were compared on after export, and how far they differed.

    For a smaller file of another model it is that file and the other. `lengths` are the lengths of texts, where a graph
    takes any.
    """

    compared: str
    batch_sizes: tuple[int, ...]
    lengths: tuple[int, ...] | msgspec.UnsetType = msgspec.UNSET
    largest_difference: float
    tolerance: float


class SelfTest(msgspec.Struct, frozen=True, kw_only=True):
    """A seeded input and a few numbers that the graphs must give back for it.

    The input of each graph is drawn as `trainer.contract.selftest` says; `expected` maps `role/output` to a few
    values that lie evenly over it.
    """

    seed: int
    batch: int
    expected: dict[str, list[float]]
    tolerance: float


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """Says that a model is a smaller file of another one, and what that changed.

    `of` is the id of the model it was made of, `of_name` its name; `method` says how. `bytes` counts all files of this
    model, `original_bytes` those of the other. `original_metrics` are the other model's figures on the very data of
    this card's `metrics`, by name; empty where there were no data. `times_faster` is the time that the other one takes
    by the time of this one, the geometric mean over `batch_sizes`, measured at the export with `threads` threads on a
    `processor` of this kind; below 1 it is slower.
    """

    kind: VariantKind
    of: str
    of_name: str
    method: Text
    bytes: int
    original_bytes: int
    original_metrics: dict[str, float]
    times_faster: float
    batch_sizes: tuple[int, ...]
    threads: int
    processor: str
    date: str


class ModelCard(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a program or a person must know about a model file.

    `graphs` maps the roles of companions to the SHA-256 of their files; `main_sha256` is that of the main graph alone,
    since a file cannot hold its own. `variant` is there in a smaller file of another model alone, `audio` in a model of
    sounds.
    """

    schema_version: int
    name: str
    title: Text
    summary: Text
    limitations: Text
    model_id: str
    tasks: tuple[Task, ...]
    graphs: dict[str, str]
    main_sha256: str = ""
    inputs: tuple[TensorSpec, ...]
    outputs: tuple[TensorSpec, ...]
    labels: tuple[str, ...] = ()
    label_titles: tuple[Text, ...] = ()
    classification: ClassificationSpec | None = None
    generation: GenerationSpec | None = None
    tokenizer: str | None = None
    text: TextSpec | None = None
    audio: AudioSpec | msgspec.UnsetType = msgspec.UNSET
    metrics: tuple[Metric, ...] = ()
    training: TrainingRecord
    provenance: Provenance
    licence: Licence
    parity: Parity
    selftest: SelfTest
    variant: Variant | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        if not self.tasks:
            raise ValueError("a model card names at least one task")
        if self.label_titles and len(self.label_titles) != len(self.labels):
            raise ValueError("label_titles and labels differ in length")
        if bad := [role for role in self.graphs if role == MAIN_ROLE or not _ROLE.fullmatch(role)]:
            raise ValueError(f"{bad[0]!r} cannot be the role of a companion, nor part of its file's name")


def variant_of(card: ModelCard) -> Variant | None:
    """What a smaller file of another model says of itself; None for any other model."""
    return card.variant or None


class Companion(msgspec.Struct, frozen=True, kw_only=True):
    """The only metadata of a companion graph `name.<role>.onnx`."""

    model_id: str
    role: str


def encode_card(card: ModelCard) -> str:
    """The card as the JSON text that is stored in the file."""
    return msgspec.json.encode(card, order="deterministic").decode()


def decode_card(text: bytes | str) -> ModelCard:
    """The card of its JSON text. Raises WorkshopError `model-invalid` or `unsupported-model`."""
    try:
        version = msgspec.json.decode(text, type=_Version).schema_version
        if version <= SCHEMA_VERSION:
            return msgspec.json.decode(text, type=ModelCard)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _invalid(f"its model card is broken: {error}", f"模型卡片已损坏：{error}") from error
    raise WorkshopError(
        "unsupported-model",
        Text(
            f"The model card has version {version}; this program reads up to version {SCHEMA_VERSION}.",
            f"模型卡片版本为 {version}，本程序最高支持版本 {SCHEMA_VERSION}。",
        ),
        Text("Update Model Workshop, then open the file again.", "更新模型工坊后再打开此文件。"),
    )


def read_card(path: Path) -> ModelCard:
    """The card inside the file at `path`, read without loading the graph (well under 2 ms).

    Raises WorkshopError `unsupported-model` for an ONNX file without a card, `model-invalid` for a broken file.
    """
    metadata = read_metadata(path)
    if CARD_KEY not in metadata:
        raise WorkshopError(
            "unsupported-model",
            Text(
                f"{path.name} has no model card, so how to feed it is unknown.",
                f"{path.name} 没有模型卡片，无法得知其输入方式。",
            ),
            Text("Use a file exported by Model Workshop.", "请使用由模型工坊导出的文件。"),
        )
    return decode_card(metadata[CARD_KEY])


def companion_path(path: Path, role: str) -> Path:
    """The file of graph `role` beside the main file `path`; the main file itself for the main role."""
    return path if role == MAIN_ROLE else path.with_name(f"{path.name.removesuffix('.onnx')}.{role}.onnx")


def model_files(path: Path, card: ModelCard) -> list[Path]:
    """All files of a model: the main one first, then its companions."""
    return [path, *(companion_path(path, role) for role in sorted(card.graphs))]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _invalid(en: str, zh: str) -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text(f"The model file cannot be used: {en}", f"无法使用该模型文件：{zh}"),
        Text("Export or download the file again.", "请重新导出或下载该文件。"),
    )


class _Version(msgspec.Struct):
    schema_version: int
