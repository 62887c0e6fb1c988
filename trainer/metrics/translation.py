"""How close translations come to those of people: BLEU and chrF, as sacreBLEU computes them.

Papers: Papineni and others 2002, "BLEU", https://aclanthology.org/P02-1040; Popovic 2015, "chrF",
https://aclanthology.org/W15-3049; Post 2018, "A call for clarity in reporting BLEU scores", arXiv 1804.08771.
"""

from collections.abc import Sequence
from typing import NamedTuple

CJK_SHARE = 0.2
"""Of the letters of a text, from which on it is taken for Chinese."""


class Score(NamedTuple):
    """A figure from 0 to 100, and the signature that says how it was computed."""

    value: float
    signature: str


def bleu(translations: Sequence[str], references: Sequence[str], tokenizer: str) -> Score:
    """Corpus BLEU of translations, one reference each; `tokenizer` is one of sacreBLEU's, such as `13a` or `zh`."""
    from sacrebleu.metrics import BLEU

    metric = BLEU(tokenize=tokenizer)
    score = metric.corpus_score(list(translations), [list(references)])
    return Score(float(score.score), str(metric.get_signature()))


def chrf(translations: Sequence[str], references: Sequence[str]) -> Score:
    """Corpus chrF2 of translations, one reference each."""
    from sacrebleu.metrics import CHRF

    metric = CHRF()
    score = metric.corpus_score(list(translations), [list(references)])
    return Score(float(score.score), str(metric.get_signature()))


def bleu_tokenizer(references: Sequence[str]) -> str:
    """Which of sacreBLEU's tokenizers fits these texts: `zh` counts each Chinese character, `13a` whole words."""
    letters = [sign for text in references for sign in text if sign.isalpha()]
    chinese = sum("\u3400" <= sign <= "\u9fff" for sign in letters)
    return "zh" if chinese > CJK_SHARE * len(letters) else "13a"
