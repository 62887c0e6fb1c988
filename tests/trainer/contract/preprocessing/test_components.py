"""Connected components against a plain flood fill."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from trainer.contract.preprocessing.components import label_components


def _flood_fill(mask: np.ndarray) -> list[set[tuple[int, int]]]:
    rest = {(int(y), int(x)) for y, x in zip(*np.nonzero(mask), strict=True)}
    pieces = []
    while rest:
        waiting, piece = [rest.pop()], set()
        while waiting:
            y, x = waiting.pop()
            piece.add((y, x))
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & rest
            rest -= near
            waiting.extend(near)
        pieces.append(piece)
    return pieces


@settings(max_examples=100, deadline=None)
@given(arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=18), elements=st.booleans()))
def test_components_are_those_of_a_flood_fill(mask: np.ndarray) -> None:
    labels, components = label_components(mask)
    expected = _flood_fill(mask)
    found = [{(int(y), int(x)) for y, x in zip(*np.nonzero(labels == each.label), strict=True)} for each in components]
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))
    for component, pixels in zip(components, found, strict=True):
        rows, columns = {y for y, _ in pixels}, {x for _, x in pixels}
        box = component.box
        assert component.area == len(pixels)
        assert (box.left, box.top, box.right, box.bottom) == (
            min(columns), min(rows), max(columns) + 1, max(rows) + 1,
        )  # fmt: skip
