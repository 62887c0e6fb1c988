"""From text to token ids and back, by the tokenizer whose whole JSON text is in a model's card."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

PAD, UNKNOWN, BEGIN, END = range(4)
"""Ids of the special tokens, the same in every vocabulary that is trained here."""
SPECIAL_TOKENS = ("<pad>", "<unk>", "<s>", "</s>")
BERT_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
"""What pretrained vocabularies may call the same four; their ids are anywhere."""
LONGEST_JSON = 32 * 1024 * 1024
"""Signs of a tokenizer; ours have some hundred thousand."""

WORD_ENDS = r"[\s\p{P}\p{S}]"
"""The one expression at which our tokenizers split: it cannot be slow, as one from elsewhere could."""
_PARTS: dict[str, tuple[str, ...]] = {
    "model": ("BPE", "WordPiece"),
    "normalizer": ("Sequence", "NFKC", "Lowercase", "BertNormalizer"),
    "pre_tokenizer": ("Sequence", "ByteLevel", "WhitespaceSplit", "Punctuation", "Split", "BertPreTokenizer"),
    "decoder": ("ByteLevel", "Fuse", "WordPiece"),
    "post_processor": ("ByteLevel", "TemplateProcessing", "BertProcessing", "RobertaProcessing"),
}
"""What a tokenizer may be made of."""
LONGEST_WORD = 200
"""Signs of a word that WordPiece may look at: the time that it takes grows with the square."""
WIDEST_FRAME = 4


@dataclass(frozen=True)
class Frame:
    """What stands before and behind each piece of text that a classifier reads, and the id that fills batches up.

    Tokenizers that are trained here put nothing around a text, that of BERT `[CLS]` and `[SEP]`.
    """

    before: tuple[int, ...] = ()
    after: tuple[int, ...] = ()
    padding: int = PAD

    @property
    def width(self) -> int:
        """How many tokens it has."""
        return len(self.before) + len(self.after)

    def around(self, ids: Sequence[int]) -> list[int]:
        """The ids with the frame around them; one unknown word where there would be nothing at all."""
        return [*self.before, *ids, *self.after] or [UNKNOWN]


PLAIN = Frame()


class Tokenizer:
    """A tokenizer of Hugging Face `tokenizers`. `pad`, `unknown`, `begin` and `end` are the ids of special tokens: 0 to
    3 in a vocabulary that was trained here; `frame` is what it puts around a text.
    """

    def __init__(self, content: str) -> None:
        """Of its JSON text. Raises WorkshopError `model-invalid` for one that this program would not have made."""
        import tokenizers

        _check(content)
        try:
            self._tokenizer = tokenizers.Tokenizer.from_str(content)
        except Exception as error:
            raise _invalid() from error
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True  # who writes <s> means just these signs
        self.pad, self.unknown, self.begin, self.end = self._special_ids()
        self.frame = self._frame()
        self.content = content

    @property
    def size(self) -> int:
        """How many tokens there are, special ones included."""
        return int(self._tokenizer.get_vocab_size())

    def encode(self, text: str) -> list[int]:
        """The token ids of a text, without begin and end."""
        return self.encode_batch([text])[0]

    def encode_batch(self, texts: Sequence[str]) -> list[list[int]]:
        """The token ids of each text, without begin and end."""
        whole = [_without_halves(text) for text in texts]
        return [each.ids for each in self._tokenizer.encode_batch_fast(whole, add_special_tokens=False)]

    def places(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """The token ids of a text, and where in it each begins and ends, in characters."""
        encoding = self._tokenizer.encode(_without_halves(text), add_special_tokens=False)
        return encoding.ids, encoding.offsets

    def decode(self, ids: Sequence[int]) -> str:
        """The text of token ids, special tokens left out."""
        return str(self._tokenizer.decode([int(each) for each in ids], skip_special_tokens=True))

    def token(self, number: int) -> str:
        """The token with that id, as it is in the vocabulary."""
        return str(self._tokenizer.id_to_token(number))

    def _special_ids(self) -> tuple[int, int, int, int]:
        for names in (SPECIAL_TOKENS, BERT_TOKENS):
            pad, unknown, begin, end = map(self._tokenizer.token_to_id, names)
            if pad is not None and unknown is not None and begin is not None and end is not None:
                return pad, unknown, begin, end
        raise _invalid()

    def _frame(self) -> Frame:
        encoding = self._tokenizer.encode("a")
        own = [number for number, special in enumerate(encoding.special_tokens_mask) if not special]
        before, after = (encoding.ids[: own[0]], encoding.ids[own[-1] + 1 :]) if own else (encoding.ids, [])
        if len(before) + len(after) > WIDEST_FRAME:
            raise _invalid()
        return Frame(tuple(before), tuple(after), self.pad)


def padded(rows: Sequence[Sequence[int] | np.ndarray], length: int | None = None, padding: int = PAD) -> np.ndarray:
    """Token ids of several texts as int64 [B,T], filled up with padding; T is `length`, which cuts longer ones, or that
    of the longest, at least 1.
    """
    width = length or max([1, *map(len, rows)])
    table = np.full((len(rows), width), padding, dtype=np.int64)
    for row, ids in zip(table, rows, strict=True):
        row[: len(ids)] = ids[:width]
    return table


def _without_halves(text: str) -> str:
    """Halves of a surrogate pair, which are no characters, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _check(content: str) -> None:
    """Raises WorkshopError unless it is small enough and made of the parts that ours are made of."""
    if len(content) > LONGEST_JSON:
        raise _invalid()
    try:
        parsed = json.loads(content)
        fits = all(_fits(parsed.get(name), allowed) for name, allowed in _PARTS.items())
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise _invalid() from error
    if not fits:
        raise _invalid()


def _fits(part: Any, allowed: tuple[str, ...]) -> bool:
    if part is None:
        return True
    inner = part.get("normalizers") or part.get("pretokenizers") or ()
    is_known = part["type"] in allowed and part.get("pattern") in (None, {"Regex": WORD_ENDS})
    is_quick = part["type"] != "WordPiece" or part.get("max_input_chars_per_word", 0) <= LONGEST_WORD
    return is_known and is_quick and all(_fits(each, allowed) for each in inner)


def _invalid() -> WorkshopError:
    return WorkshopError(
        "model-invalid",
        Text("The model's tokenizer cannot be used.", "无法使用该模型的分词器。"),
        Text("Export or download the file again.", "请重新导出或下载该文件。"),
    )
