import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from trainer.datasets.texts import linked


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_what_is_linked_is_a_component_of_the_graph(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    edges = coo_array((np.ones(len(first)), (first, 13 + second)), shape=(26, 26))
    expected = connected_components(edges, directed=False)[1][first]
    found = linked(first, second)
    assert np.array_equal(found[:, None] == found, expected[:, None] == expected)
