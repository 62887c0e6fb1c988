"""The figures of a model that writes, beside a 5-gram, and whether the lines that it writes are new."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trainer.contract.card import MAIN_ROLE, Metric, ModelCard
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.pipelines.text_generation import TextGeneration, starting_states
from trainer.contract.text import Text
from trainer.contract.token_choice import TokenChoice, log_probabilities
from trainer.contract.tokenization import Tokenizer
from trainer.datasets.texts import RunningText
from trainer.datasets.token_streams import strided_windows, token_stream
from trainer.metrics.material import Material, Reached, part_of
from trainer.metrics.n_grams import n_gram_log_probabilities

BASELINE = Text("5-gram, interpolated Kneser-Ney", "五元语法，插值 Kneser-Ney 平滑")
HELD_OUT = Text("lines of the held-out text", "留出文本中的行")
BATCH_NUMBERS = 8_000_000
"""Scores that are looked at in one go."""
CARRIED = 1024
"""Tokens over which a state of fixed size is carried on."""
WRITTEN_TEXTS, WRITTEN_TOKENS, WRITTEN_SEED = 20, 120, 1
"""What is written to see whether lines are new."""
LINE_ENDS = re.compile(r"[\n，。！？；、]+")
SHORTEST_LINE, SHORTEST_LATIN_LINE = 5, 20
"""Characters; shorter lines come again by chance."""


@dataclass(frozen=True)
class Measured:
    """The natural logarithms of the probabilities of all tokens of the text but the first, by model and 5-gram, and how
    much text that was.
    """

    by_model: np.ndarray
    by_baseline: np.ndarray
    characters: int
    unknown: int

    @property
    def tokens(self) -> int:
        """How many were foretold."""
        return len(self.by_model)


def report_language(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """Nats a token and a character, bits a character and perplexity on the whole split, and the share of new lines."""
    measured = _measure(card, run, material, part_of(reached, 0.0, 0.7))
    metrics = _metrics(card, material, measured)
    metrics += _new_lines(card, run, material, part_of(reached, 0.7, 1.0))
    reached(1.0)
    return metrics


def _measure(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> Measured:
    assert card.text is not None
    tokenizer = Tokenizer(card.tokenizer or "")
    text: RunningText = material.split.examples
    stream = token_stream(tokenizer, text.parts, marked=card.text.marked)
    train = token_stream(tokenizer, material.training.train.parts, marked=card.text.marked)
    by_model = text_log_probabilities(card, run, stream, reached)
    by_baseline = n_gram_log_probabilities(train, stream, tokenizer.size)[1:]
    return Measured(by_model, by_baseline, text.characters, int((stream == tokenizer.unknown).sum()))


def text_log_probabilities(card: ModelCard, run: RunGraph, stream: np.ndarray, reached: Reached) -> np.ndarray:
    """Of each token of `stream` but the first, float64 [N-1], with half of what the network sees before it or more.

    A network with a state of fixed size sees all that there was; 512 tokens stand for that.
    """
    assert card.text is not None
    grows = any(state.grows is not None for state in card.text.states)
    windows, counts = strided_windows(stream, card.text.longest if grows else max(card.text.longest, CARRIED))
    vocabulary = Tokenizer(card.tokenizer or "").size
    found = []
    rows = max(1, BATCH_NUMBERS // (windows.shape[1] * vocabulary))
    for start in range(0, len(windows), rows):
        batch = windows[start : start + rows]
        feeds = {"tokens": batch[:, :-1], **starting_states(card, len(batch))}
        logarithms = log_probabilities(run(MAIN_ROLE, feeds)["logits"])  # [W,T,V]
        of_next = np.take_along_axis(logarithms, batch[:, 1:, None], axis=2)[:, :, 0]
        found.append(of_next[counts[start : start + rows]])
        reached(min(1.0, (start + rows) / len(windows)))
    return np.concatenate(found)


def _metrics(card: ModelCard, material: Material, measured: Measured) -> list[Metric]:
    values = figures(measured.by_model, measured.characters)
    baseline = figures(measured.by_baseline, measured.characters)
    vocabulary = Tokenizer(card.tokenizer or "").size
    size = Text(
        f"vocabulary of {vocabulary:,} tokens; {measured.tokens:,} tokens, {measured.unknown:,} of them unknown, in "
        f"{measured.characters:,} characters",
        f"词表 {vocabulary:,} 个词元；{measured.characters:,} 个字符中有 {measured.tokens:,} 个词元，"
        f"其中未知 {measured.unknown:,} 个",
    )
    titles = {
        "nats_per_character": (Text("Loss a character", "每字符损失"), "nats"),
        "bits_per_character": (Text("Information a character", "每字符信息量"), "bits"),
        "nats_per_token": (Text("Loss a token", "每词元损失"), "nats"),
        "perplexity": (Text("Perplexity", "困惑度"), ""),
    }
    return [
        material.metric(
            name, title, values[name], unit, "lower", n=measured.tokens,
            baseline=baseline[name], baseline_title=BASELINE, note=size,
        )
        for name, (title, unit) in titles.items()
    ]  # fmt: skip


def figures(logarithms: np.ndarray, characters: int) -> Mapping[str, float]:
    """The same in four measures; only those a character can be compared between vocabularies."""
    nats = -float(logarithms.sum())
    per_token = nats / max(1, len(logarithms))
    return {
        "nats_per_character": nats / max(1, characters),
        "bits_per_character": nats / max(1, characters) / math.log(2),
        "nats_per_token": per_token,
        "perplexity": math.exp(min(per_token, 700.0)),
    }


def _new_lines(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """The share of written lines that are not in the training text, beside that of the held-out lines."""
    writer = TextGeneration(card, run)
    texts = []
    for number in range(WRITTEN_TEXTS):
        writing = writer.write("", WRITTEN_TOKENS, TokenChoice(), WRITTEN_SEED + number)
        texts.append("".join(token.text for token in writing))
        reached((number + 1) / WRITTEN_TEXTS)
    known = set(lines_of(material.training.train.parts))
    written, held_out = lines_of(texts), lines_of(material.split.examples.parts)
    if not written:
        return []
    note = Text(
        f"{len(written)} lines written at temperature 1, of at least {SHORTEST_LINE} Chinese or {SHORTEST_LATIN_LINE} "
        "other characters",
        f"以温度 1 写出的 {len(written)} 行，每行至少 {SHORTEST_LINE} 个汉字或 {SHORTEST_LATIN_LINE} 个其他字符",
    )
    return [
        material.metric(
            "new_lines", Text("Lines that are new", "新写的行"), new_share(written, known), "share", "higher",
            n=len(written), baseline=new_share(held_out, known) if held_out else None,
            baseline_title=HELD_OUT if held_out else None, note=note,
        )
    ]  # fmt: skip


def lines_of(texts: Sequence[str]) -> list[str]:
    """The lines and verses of texts that are long enough to be someone's own."""
    pieces = (piece.strip() for text in texts for piece in LINE_ENDS.split(text))
    return [piece for piece in pieces if len(piece) >= (SHORTEST_LINE if _is_chinese(piece) else SHORTEST_LATIN_LINE)]


def new_share(lines: Sequence[str], known: set[str]) -> float:
    """The share of `lines` that are not among the known ones."""
    return float(np.mean([line not in known for line in lines]))


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)
