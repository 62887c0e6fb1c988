import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.tiny_sounds import RATE, tone
from trainer.contract.utterances import Span, fitted, levels, utterances, windows_within


def found_in(samples: np.ndarray) -> list[Span]:
    return utterances(*levels([samples], RATE), RATE)


def row(lengths: list[float], pause: float, noise: float) -> tuple[np.ndarray, list[tuple[float, float]]]:
    pieces, edges, now = [np.zeros(round(pause * RATE))], [], pause
    for length in lengths:
        edges.append((now, now + length))
        pieces += [tone(500, length), np.zeros(round(pause * RATE))]
        now += length + pause
    samples = np.concatenate(pieces)
    return samples + np.random.default_rng(0).normal(0, noise, len(samples)), edges


@settings(max_examples=40, deadline=None)
@given(
    lengths=st.lists(st.floats(0.2, 0.7), min_size=1, max_size=6),
    pause=st.floats(0.2, 1.0),
    noise=st.sampled_from([0.0, 0.001, 0.005]),
)
def test_words_are_parted_at_their_pauses(lengths: list[float], pause: float, noise: float) -> None:
    samples, edges = row(lengths, pause, noise)
    found = found_in(samples.astype(np.float32))
    assert len(found) == len(edges)
    for span, (start, end) in zip(found, edges, strict=True):
        assert span.start / RATE == pytest.approx(start, abs=0.09)
        assert span.end / RATE == pytest.approx(end, abs=0.09)


def test_a_closure_inside_a_word_does_not_part_it() -> None:
    pieces = [
        tone(500, 0.3),
        np.zeros(round(0.09 * RATE)),
        tone(2000, 0.15),
        np.zeros(round(0.2 * RATE)),
        tone(3000, 0.06),
    ]
    assert len(found_in(np.concatenate([np.zeros(2000), *pieces, np.zeros(2000)]).astype(np.float32))) == 1


def test_silence_holds_nothing_and_steady_noise_is_one_sound() -> None:
    assert found_in(np.zeros(8000, dtype=np.float32)) == []
    assert found_in(np.full(8000, 0.3, dtype=np.float32)) == []  # a constant is silence too
    hum = np.random.default_rng(1).normal(0, 0.1, 16_000).astype(np.float32)
    (span,) = found_in(hum)
    assert (span.start, span.end) == (0, 16_000)


def test_a_word_in_a_long_silence_is_found_and_nothing_else() -> None:
    hiss = np.random.default_rng(2).normal(0, 0.0005, 300 * RATE).astype(np.float32)
    hiss[200 * RATE : 200 * RATE + 3200] += tone(600, 0.4)
    (span,) = found_in(hiss)
    assert span.start / RATE == pytest.approx(200, abs=0.1)
    assert span.length / RATE == pytest.approx(0.4, abs=0.2)


def test_levels_are_the_same_however_the_sound_is_cut_up() -> None:
    samples = tone(700, 1.003)
    whole, count = levels([samples], RATE)
    pieces, counted = levels(np.array_split(samples, 17), RATE)
    assert np.allclose(whole, pieces)
    assert count == counted == len(samples)


def test_short_sounds_lie_in_the_middle_and_of_long_ones_the_loudest_part_is_taken() -> None:
    short = np.arange(1, 4, dtype=np.float32)
    assert fitted(short, 7).tolist() == [0, 0, 1, 2, 3, 0, 0]
    long = np.concatenate([np.full(50, 0.1), np.full(20, 1.0), np.full(50, 0.1)]).astype(np.float32)
    assert fitted(long, 20).tolist() == [1.0] * 20


def test_what_is_longer_than_a_word_is_covered_by_windows() -> None:
    assert windows_within(Span(100, 1300), 1000) == [Span(100, 1300)]
    pieces = windows_within(Span(0, 2500), 1000)
    assert [piece.length for piece in pieces] == [1000] * 3
    assert (pieces[0].start, pieces[-1].end) == (0, 2500)
    assert all(after.start <= before.end for before, after in itertools.pairwise(pieces))
