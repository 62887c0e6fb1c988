"""Checkpoints of the BERT family as `transformers` writes them: two layers of 32, with weights drawn."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.tiny_texts import tiny_sentences

os.environ.setdefault("HF_HUB_OFFLINE", "1")
REASON = "the optional package transformers is not installed"
transformers: Any = pytest.importorskip("transformers", reason=REASON)

SPECIAL = {
    "bert": ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
    "roberta": ["<s>", "<pad>", "</s>", "<unk>", "<mask>"],
}
SHAPE = {
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 64,
    "max_position_embeddings": 66,
}
SHAPES: dict[str, dict[str, Any]] = {
    "bert": SHAPE,
    "electra": SHAPE | {"embedding_size": 16},
    "roberta": SHAPE | {"pad_token_id": 1, "bos_token_id": 0, "eos_token_id": 2},
    "distilbert": {"dim": 32, "hidden_dim": 64, "n_layers": 2, "n_heads": 2, "max_position_embeddings": 66},
}
TYPES = tuple(SHAPES)
README = "---\nlanguage: en\nlicense: {licence}\n---\n# A network\nlicense: mit\n"


def write_checkpoint(folder: Path, model_type: str = "bert", licence: str = "apache-2.0") -> Path:
    """A whole checkpoint; its words are those of the tiny sentences."""
    import torch

    folder.mkdir(parents=True)
    tokenizer = _bytes() if model_type == "roberta" else _word_pieces()
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    config = transformers.AutoConfig.for_model(model_type, vocab_size=len(tokenizer), **SHAPES[model_type])
    transformers.AutoModel.from_config(config).save_pretrained(folder)
    (folder / "README.md").write_text(README.format(licence=licence), encoding="utf-8")
    return folder


def change_config(folder: Path, **values: Any) -> None:
    """Sets entries of `config.json`."""
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


def _word_pieces() -> Any:
    words = sorted({word for text in tiny_sentences(200, 1).texts for word in text.lower().split()})
    letters = [f"{start}{letter}" for letter in "abcdefghijklmnopqrstuvwxyz.,!" for start in ("", "##")]
    tokens = dict.fromkeys([*SPECIAL["bert"], *letters, "好", *words])
    return transformers.BertTokenizer(vocab={token: number for number, token in enumerate(tokens)})


def _bytes() -> Any:
    import tokenizers

    alphabet = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
    tokens = [*SPECIAL["roberta"][:-1], *alphabet, "he", "Ġt", "Ġthe", SPECIAL["roberta"][-1]]
    vocabulary = {token: number for number, token in enumerate(tokens)}
    return transformers.RobertaTokenizer(vocab=vocabulary, merges=[("h", "e"), ("Ġ", "t"), ("Ġt", "he")])
