"""Batches of texts: each text once an epoch, little padding, the same order whenever it is asked for."""

import numpy as np
import torch

from trainer.training.text_batches import TextBatches, similar_lengths

LENGTHS = np.random.default_rng(0).integers(1, 60, 1000)
ROWS = [[number % 90 + 4] * length for number, length in enumerate(LENGTHS)]
LABELS = np.arange(1000) % 7


def batches(**options) -> TextBatches:
    usual = {"batch_size": 16, "longest": 100, "seed": 3, "device": torch.device("cpu")}
    return TextBatches(ROWS, LABELS, **(usual | options))


def test_an_epoch_has_each_text_once_with_its_label() -> None:
    dealt = list(batches().epoch(0))
    assert len(dealt) == batches().steps_per_epoch == 62
    assert {tuple(batch.labels.shape) for batch in dealt} == {(16,)}
    for batch in dealt:
        first, lengths = batch.tokens[:, 0].numpy(), (batch.tokens != 0).sum(dim=1).numpy()
        for token, length, label in zip(first, lengths, batch.labels.numpy(), strict=True):
            assert any(ROWS[n][0] == token and len(ROWS[n]) == length and LABELS[n] == label for n in range(1000))
    numbers = similar_lengths(LENGTHS, 16, np.random.default_rng(0))
    assert numbers.shape == (62, 16)
    assert len(set(numbers.ravel())) == 62 * 16


def test_a_tenth_of_the_signs_is_padding_at_most() -> None:
    tokens = [batch.tokens for batch in batches().epoch(0)]
    shares = sum(int((each == 0).sum()) for each in tokens) / sum(each.numel() for each in tokens)
    assert shares < 0.1


def test_an_epoch_can_be_taken_up_in_its_middle_and_others_differ() -> None:
    whole, rest = list(batches().epoch(4)), list(batches().epoch(4, first=40))
    assert torch.equal(whole[40].tokens, rest[0].tokens)
    assert whole[40].step == rest[0].step == 4 * 62 + 40
    assert not all(one.tokens.shape == other.tokens.shape for one, other in zip(whole, batches().epoch(5), strict=True))


def test_ranks_share_each_batch() -> None:
    alone = next(batches().epoch(0))
    parts = [next(batches(rank=rank, ranks=2).epoch(0)) for rank in range(2)]
    assert torch.equal(torch.cat([part.labels for part in parts]), alone.labels)


def test_of_a_long_text_each_epoch_sees_another_window() -> None:
    row = list(range(4, 304))
    long = TextBatches([row] * 4, np.zeros(4, np.int64), batch_size=4, longest=50, seed=0, device=torch.device("cpu"))
    seen = [next(long.epoch(epoch)).tokens for epoch in range(6)]
    starts = {int(start) for tokens in seen for start in tokens[:, 0]}
    assert all(tokens.shape == (4, 50) and (tokens.diff(dim=1) == 1).all() for tokens in seen)
    assert len(starts) > 15
    assert min(starts) < 50
    assert max(starts) > 200
