"""Whether an anomaly score tells pictures of what a model knows from others."""

import numpy as np


def area_under_curve(usual: np.ndarray, unusual: np.ndarray) -> float:
    """The probability that one of the `unusual` scores [M] is above one of the `usual` [N]; equal ones count half.

    That is the area under the receiver operating characteristic; 0.5 is chance. Mann and Whitney 1947,
    doi 10.1214/aoms/1177730491.
    """
    from scipy.stats import rankdata

    ranks = rankdata(np.concatenate([usual, unusual]))[len(usual) :]
    above = ranks.sum() - len(unusual) * (len(unusual) + 1) / 2
    return float(above / (len(usual) * len(unusual)))
