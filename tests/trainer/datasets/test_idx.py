import gzip
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from tests.helpers.idx_files import TYPE_CODES, idx_bytes, write_idx
from trainer.contract.errors import WorkshopError
from trainer.datasets.idx import is_idx, read_idx

ARRAYS = st.sampled_from(sorted(TYPE_CODES)).flatmap(
    lambda code: st_numpy.arrays(np.dtype(code), st_numpy.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=5))
)


@settings(max_examples=60, deadline=None)
@given(array=ARRAYS, packed=st.booleans())
def test_what_was_written_is_read(tmp_path_factory, array, packed):
    path = tmp_path_factory.mktemp("idx") / ("a.gz" if packed else "a")
    read = read_idx(write_idx(path, array))
    assert read.dtype == array.dtype
    np.testing.assert_array_equal(read, array)
    assert is_idx(path)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=40), packed=st.booleans())
def test_any_bytes_give_an_array_or_a_clear_error(tmp_path_factory, content, packed):
    path = tmp_path_factory.mktemp("idx") / "a"
    path.write_bytes(gzip.compress(content) if packed else content)
    try:
        assert read_idx(path).nbytes <= len(content)
    except WorkshopError as error:
        assert error.kind in ("unreadable", "too-large")


@settings(max_examples=40, deadline=None)
@given(cut=st.integers(0, 200))
def test_a_file_cut_short_anywhere_is_an_error(tmp_path_factory, cut):
    whole = gzip.compress(idx_bytes(np.random.default_rng(0).integers(0, 256, (3, 9, 9), dtype=np.uint8)))
    path = tmp_path_factory.mktemp("idx") / "a.gz"
    path.write_bytes(whole[: min(cut, len(whole) - 1)])
    with pytest.raises(WorkshopError) as caught:
        read_idx(path)
    assert caught.value.kind == "unreadable"


def test_longer_than_declared_is_an_error(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(idx_bytes(np.zeros((2, 2), np.uint8)) + b"x")
    with pytest.raises(WorkshopError, match="longer than its header"):
        read_idx(path)


def test_a_giant_declaration_costs_no_memory(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(bytes((0, 0, 8, 3)) + struct.pack(">3I", 2**31, 2**31, 2**31))
    with pytest.raises(WorkshopError) as caught:
        read_idx(path)
    assert caught.value.kind == "too-large"


def test_a_missing_file_is_an_error_with_its_name(tmp_path):
    with pytest.raises(WorkshopError, match="nowhere") as caught:
        read_idx(tmp_path / "nowhere")
    assert caught.value.kind == "unreadable"
    assert not is_idx(tmp_path / "nowhere")
