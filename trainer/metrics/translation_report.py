"""The figures of a model that translates, beside the translation of the most similar training sentence."""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from trainer.contract.card import Metric, ModelCard
from trainer.contract.pipelines.run import RunGraph
from trainer.contract.pipelines.translation import BEAM, Translation
from trainer.contract.text import Text
from trainer.datasets.texts import SentencePairs
from trainer.metrics.material import Material, Reached
from trainer.metrics.text_baseline import written_with_spaces
from trainer.metrics.translation import Score, bleu, bleu_tokenizer, chrf

NEAREST = Text("nearest training sentence", "最相近的训练句子")
_CHUNK = 500
"""Sentences that are compared with all training sentences at a time."""


def report_translation(card: ModelCard, run: RunGraph, material: Material, reached: Reached) -> list[Metric]:
    """BLEU and chrF on the whole split, and the share of translations that were ended for their length."""
    pairs: SentencePairs = material.split.examples

    def keep_going(done: int, total: int) -> bool:
        reached(0.95 * done / total)
        return True

    translated = Translation(card, run).translate_all(pairs.sources, BEAM, keep_going)
    texts = [each.text for each in translated]
    simple = nearest_translations(material.training.train, pairs.sources)
    reached(1.0)
    tokenizer = bleu_tokenizer(pairs.targets)
    title = Text("BLEU of characters", "BLEU（按字）") if tokenizer == "zh" else Text("BLEU", "BLEU")
    by_bleu = [bleu(each, pairs.targets, tokenizer) for each in (texts, simple)]
    by_chrf = [chrf(each, pairs.targets) for each in (texts, simple)]
    cut = float(np.mean([any(part.is_cut for part in each.sentences) for each in translated]))
    return [
        _metric(material, "bleu", title, *by_bleu),
        _metric(material, "chrf", Text("chrF", "chrF"), *by_chrf),
        material.metric("cut_share", Text("Cut short", "被截断"), cut, "share", "lower", n=len(pairs)),
    ]


def nearest_translations(train: SentencePairs, sources: Sequence[str]) -> list[str]:
    """For each source the target of the training pair whose source is the most similar by TF-IDF.

    Words and pairs of them are compared, in texts without spaces one to three characters.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second to import

    by_words = written_with_spaces(train.sources)
    kind = {"ngram_range": (1, 2), "token_pattern": r"\S+"} if by_words else {"analyzer": "char", "ngram_range": (1, 3)}
    vectoriser = TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **kind)
    with threadpool_limits(1):
        known, asked = vectoriser.fit_transform(train.sources), vectoriser.transform(sources)
        nearest = [
            np.asarray((asked[start : start + _CHUNK] @ known.T).argmax(axis=1)).reshape(-1)
            for start in range(0, asked.shape[0], _CHUNK)
        ]
    return [train.targets[number] for number in np.concatenate(nearest)]


def _metric(material: Material, name: str, title: Text, score: Score, baseline: Score) -> Metric:
    note = Text(
        f"sacreBLEU, signature {score.signature}; beam of {BEAM}",
        f"sacreBLEU，签名 {score.signature}；束宽 {BEAM}",
    )
    return material.metric(
        name,
        title,
        score.value,
        "",
        "higher",
        n=len(material.split.examples),
        baseline=baseline.value,
        baseline_title=NEAREST,
        note=note,
    )
