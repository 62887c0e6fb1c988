import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from trainer.datasets.vocabularies import train_vocabulary

from trainer.contract.tokenization import Tokenizer
from trainer.datasets.token_streams import strided_windows, token_stream


@given(st.integers(1, 200), st.integers(1, 50))
def test_each_token_counts_once_with_half_a_window_before_it(size, context) -> None:
    windows, counts = strided_windows(np.arange(size), context)
    assert windows.shape == (len(counts), counts.shape[1] + 1)
    counted = [
        (int(window[place + 1]), place + 1)
        for window, count in zip(windows, counts, strict=True)
        for place in np.flatnonzero(count)
    ]
    assert [token for token, _ in counted] == list(range(1, size))
    assert all(before >= min(token, counts.shape[1] // 2) for token, before in counted)
    for window, count in zip(windows, counts, strict=True):
        last = np.flatnonzero(count)[-1] + 1 if count.any() else 0
        assert (np.diff(window[: last + 1]) == 1).all()


def test_parts_stand_between_marks() -> None:
    tokenizer = Tokenizer(train_vocabulary(["ab", "ba"], "characters", 10))
    a, b = tokenizer.encode("ab")
    assert token_stream(tokenizer, ["ab", "b"], marked=True).tolist() == [2, a, b, 3, 2, b, 3]
    assert token_stream(tokenizer, ["ab", "b"], marked=False).tolist() == [a, b, b]
    assert token_stream(tokenizer, [], marked=True).dtype == np.int64
