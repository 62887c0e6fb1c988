import numpy as np
import torch
from hypothesis import given
from hypothesis import strategies as st

from trainer.training.text_windows import TextWindows

CPU = torch.device("cpu")


@given(st.integers(2, 300), st.integers(1, 40), st.integers(1, 16), st.integers(0, 5))
def test_windows_are_pieces_of_the_text_that_do_not_overlap(size, context, batch_size, epoch) -> None:
    windows = TextWindows(np.arange(size), context=context, batch_size=batch_size, seed=1, device=CPU)
    batches = list(windows.epoch(epoch))
    assert len(batches) == windows.steps_per_epoch
    assert [batch.step for batch in batches] == [epoch * len(batches) + number for number in range(len(batches))]
    tokens = torch.cat([batch.tokens for batch in batches])
    assert tokens.shape == (len(batches) * windows.batch_size, min(context, size - 1) + 1)
    assert (tokens.diff(dim=1) == 1).all()
    foretold = tokens[:, 1:].flatten().tolist()
    assert len(set(foretold)) == len(foretold)
    assert len(foretold) >= min(context, size - 1)
    assert len(foretold) > size - 1 - 2 * context - windows.batch_size * context


def test_epochs_differ_and_can_be_taken_up() -> None:
    stream = np.arange(1000)
    windows = TextWindows(stream, context=16, batch_size=4, seed=3, device=CPU)
    again = TextWindows(stream, context=16, batch_size=4, seed=3, device=CPU)
    first, second = ([batch.tokens for batch in windows.epoch(number)] for number in (0, 1))
    assert not torch.equal(first[0], second[0])
    later = [batch.tokens for batch in again.epoch(1, first=5)]
    assert all(torch.equal(one, other) for one, other in zip(second[5:], later, strict=True))
    assert {int(batch[:, 0].min()) % 16 for batch in first} != {int(batch[:, 0].min()) % 16 for batch in second}


def test_ranks_share_each_batch() -> None:
    stream = np.arange(1000)
    alone = TextWindows(stream, context=16, batch_size=6, seed=3, device=CPU)
    ranks = [TextWindows(stream, context=16, batch_size=6, seed=3, device=CPU, rank=rank, ranks=2) for rank in range(2)]
    whole = next(iter(alone.epoch(0))).tokens
    parts = [next(iter(each.epoch(0))).tokens for each in ranks]
    assert torch.equal(torch.cat(parts), whole)
