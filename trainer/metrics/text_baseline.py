"""The simple thing that a network which reads texts must beat: weighed words and a linear model, made in seconds."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from trainer.contract.text import Text
from trainer.datasets.texts import Texts

WORDS = Text("TF-IDF of words, linear", "词 TF-IDF + 线性模型")
CHARACTERS = Text("TF-IDF of characters, linear", "字符 TF-IDF + 线性模型")
MOST_FEATURES = 200_000
_UNPARTED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
WITHOUT_SPACES = 0.1
"""The share of texts without spaces between words from which on characters are weighed."""


def share_without_spaces(texts: Sequence[str]) -> float:
    """The share of texts whose words are not parted by spaces: those of which a fifth of the letters are Chinese
    characters or kana.
    """
    return float(np.mean([5 * len(_UNPARTED.findall(text)) > sum(map(str.isalpha, text)) for text in texts]))


def written_with_spaces(texts: Sequence[str]) -> bool:
    """Whether the words of these texts are parted by spaces, as those of Chinese and Japanese are not."""
    return share_without_spaces(texts) < WITHOUT_SPACES


def tf_idf_linear(train: Texts, texts: Sequence[str], classes: int) -> tuple[Text, np.ndarray]:
    """Logistic regression on TF-IDF of words and pairs of them, or without spaces of one to four characters.

    Returns its title and its probabilities, float32 [N, classes], for `texts`.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second to import
    from sklearn.linear_model import LogisticRegression

    by_words = written_with_spaces(train.texts)
    kind: dict[str, Any] = {"ngram_range": (1, 2)} if by_words else {"analyzer": "char", "ngram_range": (1, 4)}
    vectoriser = TfidfVectorizer(sublinear_tf=True, max_features=MOST_FEATURES, dtype=np.float32, **kind)
    model = LogisticRegression(C=4.0, max_iter=200)
    with threadpool_limits(1):
        model.fit(vectoriser.fit_transform(train.texts), train.labels)
        found = model.predict_proba(vectoriser.transform(texts))
    probabilities = np.zeros((len(texts), classes), dtype=np.float32)
    probabilities[:, model.classes_] = found
    return WORDS if by_words else CHARACTERS, probabilities
