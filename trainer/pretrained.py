"""Pretrained networks of the BERT family: what a training takes of a checkpoint, and what it keeps of it.

A checkpoint is a folder or a name on the Hugging Face hub, read by `transformers`, which only these trainings need. No
code and no pickle of a checkpoint is ever run: weights are read from `safetensors` alone.
"""

import importlib.util
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from trainer.contract.card import LicenceClass
from trainer.contract.errors import WorkshopError
from trainer.contract.tokenization import Tokenizer
from trainer.contract.writing import write_by_rename
from trainer.export.job import PRETRAINED, TOKENIZER
from trainer.networks.bert_classifier import BODIES
from trainer.networks.facts import PretrainedBody
from trainer.pretrained_errors import (
    no_checkpoint,
    no_transformers,
    not_in_the_family,
    nothing_there,
    other_tokenizer,
    unreadable,
)
from trainer.training.transfer import Weights

HUB_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?", re.ASCII)
UNKNOWN_LICENCE = "unknown"
_LICENCE = re.compile(r"^license:[ \t]*(?:\n\s*-\s*)?[\"']?(\w[\w.+-]*)", re.MULTILINE | re.ASCII)
_CLASSES: tuple[tuple[str, LicenceClass], ...] = (
    ("mit", "free"),
    ("apache-2.0", "free"),
    ("bsd", "free"),
    ("cc0-1.0", "free"),
    ("cc-by-sa", "share-alike"),
    ("cc-by-nc", "research"),
    ("cc-by", "attribution"),
)
"""How licences begin, and their class; every other one is `research`."""
T = TypeVar("T")


def take_checkpoint(where: str, folder: Path) -> None:
    """Keeps shape, licence and tokenizer of the checkpoint `where` in `folder`, so that no later step needs it again.

    Raises WorkshopError: `invalid-setting` where none is named, `not-found`, and `unsupported-model` for what is not of
    the family, cannot be read, or needs a package that is missing.
    """
    place = _place(where)
    config = _read(place, _config_of)
    if config.get("model_type") not in BODIES or "quantization_config" in config:
        raise not_in_the_family(place, str(config.get("model_type")), BODIES)
    content = _read(place, _tokenizer_of)
    try:
        tokenizer = Tokenizer(content)
    except WorkshopError as error:
        raise other_tokenizer(place) from error
    if tokenizer.pad != config["pad_token_id"] or tokenizer.size > config["vocab_size"]:
        raise other_tokenizer(place)
    body = PretrainedBody(name=_name_of(place), config=config, licence=_read(place, _licence_of))
    write_by_rename(folder / PRETRAINED, msgspec.json.encode(body))
    write_by_rename(folder / TOKENIZER, content.encode())


def kept_body(folder: Path) -> PretrainedBody | None:
    """What is kept in the folder of a run or a job; None where nothing is."""
    path = folder / PRETRAINED
    return msgspec.json.decode(path.read_bytes(), type=PretrainedBody) if path.is_file() else None


def weights_of_checkpoint(where: str) -> Weights:
    """The weights of its body, by the names that they have in the network `classifier`; its own head is left behind.

    Raises WorkshopError `unsupported-model` where one of them is missing.
    """
    place = _place(where)
    return Weights({f"body.{name}": tensor for name, tensor in _read(place, _weights_of).items()}, ())


def licence_class(licence: str) -> LicenceClass:
    """The class of a licence by its name on the hub; `research` for one that is not known."""
    name = licence.lower()
    return next((known for start, known in _CLASSES if name.startswith(start)), "research")


def _place(where: str) -> str:
    """The folder as an absolute path, or the name on the hub. Raises WorkshopError."""
    if not where:
        raise no_checkpoint()
    if importlib.util.find_spec("transformers") is None or importlib.util.find_spec("safetensors") is None:
        raise no_transformers()
    folder = Path(where).expanduser()
    if folder.is_dir():
        return str(folder.absolute())
    if not HUB_NAME.fullmatch(where):
        raise nothing_there(where)
    return where


def _name_of(place: str) -> str:
    path = Path(place)
    return path.name if path.is_absolute() else place


def _read(place: str, read: Callable[[str, dict[str, Any]], T]) -> T:
    """What `read` finds; it is also given what all of `transformers` must be told."""
    from transformers.utils import logging

    logging.set_verbosity_error()
    logging.disable_progress_bar()
    usual = {"trust_remote_code": False, "local_files_only": Path(place).is_absolute()}
    try:
        return read(place, usual)
    except Exception as error:
        raise unreadable(place, error) from error


def _config_of(place: str, usual: dict[str, Any]) -> dict[str, Any]:
    """The settings of the network in full, with the defaults of its type; as they stand for a type that is not ours."""
    from transformers import AutoConfig, PreTrainedConfig

    found, _ = PreTrainedConfig.get_config_dict(place, local_files_only=usual["local_files_only"])
    if found.get("model_type") not in BODIES or "quantization_config" in found:
        return dict(found)
    config = AutoConfig.from_pretrained(place, **usual).to_dict()
    left_out = ("_name_or_path", "architectures", "auto_map", "id2label", "label2id", "dtype", "transformers_version")
    plain = {"is_decoder": False, "add_cross_attention": False}
    return {name: value for name, value in config.items() if name not in left_out} | plain


def _tokenizer_of(place: str, usual: dict[str, Any]) -> str:
    """The tokenizer as `transformers` uses it, as JSON text."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(place, **usual).backend_tokenizer
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return str(tokenizer.to_str())


def _weights_of(place: str, usual: dict[str, Any]) -> dict[str, Any]:
    import torch
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.from_pretrained(place, **usual)
    model, loading = AutoModel.from_pretrained(
        place,
        config=config,
        use_safetensors=True,
        dtype=torch.float32,
        output_loading_info=True,
        **usual,
        **BODIES[config.model_type],
    )
    if missing := sorted(loading["missing_keys"]):
        raise ValueError(f"{len(missing)} weights are missing, such as {missing[0]}")
    return dict(model.state_dict())


def _licence_of(place: str, usual: dict[str, Any]) -> str:
    """What the model card, `README.md`, says in its head."""
    from transformers.utils import cached_file

    path = cached_file(
        place,
        "README.md",
        local_files_only=usual["local_files_only"],
        _raise_exceptions_for_missing_entries=False,
        _raise_exceptions_for_connection_errors=False,
    )
    if path is None:
        return UNKNOWN_LICENCE
    head = Path(path).read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n").split("\n---", 1)[0]
    found = _LICENCE.search(head) if head.startswith("---") else None
    return found[1] if found else UNKNOWN_LICENCE
