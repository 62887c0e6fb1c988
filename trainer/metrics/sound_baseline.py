"""The simple thing that a network which hears must beat: how loud each mel band is on average, and a linear model."""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from trainer.contract.log_mel import log_mel
from trainer.contract.text import Text
from trainer.datasets.sounds import Sounds

TITLE = Text("logistic regression on mean and spread of mel bands", "梅尔频带均值与离散程度 + 逻辑回归")


def features_of(waves: Sequence[np.ndarray], rate: int) -> np.ndarray:
    """Mean and standard deviation over time of each log-mel band, float32 [N, 2 * bands]."""
    spectrograms = (log_mel(wave, rate) for wave in waves)
    return np.stack([np.concatenate([each.mean(axis=0), each.std(axis=0)]) for each in spectrograms])


def linear_on_mel_bands(train: Sounds, waves: Sequence[np.ndarray], classes: int) -> np.ndarray:
    """The probabilities of logistic regression, float32 [N, classes], for recordings float32 [n]."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500))
    with threadpool_limits(1):
        model.fit(features_of(train.waves, train.rate), train.labels)
        found = model.predict_proba(features_of(waves, train.rate))
    probabilities = np.zeros((len(waves), classes), dtype=np.float32)
    probabilities[:, model.classes_] = found
    return probabilities
