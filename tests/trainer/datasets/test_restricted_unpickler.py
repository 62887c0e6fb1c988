import copyreg
import os
import pickle
import pickletools
import struct
import tarfile
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy

from tests.helpers.cifar_batches import colour_pictures, pickled_batch
from trainer.datasets import restricted_unpickler
from trainer.datasets.restricted_unpickler import PickledArray, PickleError, read_pickle

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.binary(), inner) | st.tuples(inner, inner),
    max_leaves=10,
)
CODES = ["u1", "i1", "<u2", ">u2", "<i4", ">i4", "<i8", ">i8", "<f4", ">f8"]
ARRAYS = st.sampled_from(CODES).flatmap(
    lambda code: st_numpy.arrays(np.dtype(code), st_numpy.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=4))
)


class Call:
    """Pickles as a call of `function` with `arguments`."""

    def __init__(self, function, *arguments, state=None) -> None:
        self.parts = (function, arguments) if state is None else (function, arguments, state)

    def __reduce__(self):
        return self.parts


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@settings(max_examples=60, deadline=None)
@given(value=PLAIN)
def test_plain_values_come_back(protocol, value):
    assert read_pickle(pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@settings(max_examples=60, deadline=None)
@given(array=ARRAYS, fortran=st.booleans())
def test_arrays_come_back(protocol, array, fortran):
    array = np.asfortranarray(array) if fortran else array
    read = read_pickle(pickle.dumps({"data": array, "again": array}, protocol))
    for key in ("data", "again"):
        assert read[key].values.dtype == array.dtype
        np.testing.assert_array_equal(read[key].values, array)


def test_the_original_layout_is_read_as_pickle_reads_it(test_data):
    with tarfile.open(test_data / "cifar10" / "cifar-10-python-sample.tar.gz") as archive:
        contents = [archive.extractfile(member).read() for member in archive if member.isreg()]
    assert len(contents) == 7
    for content in contents:
        read, expected = read_pickle(content), pickle.loads(content, encoding="bytes")
        assert read.keys() == expected.keys()
        for key, value in expected.items():
            found = read[key].values if isinstance(read[key], PickledArray) else read[key]
            np.testing.assert_array_equal(found, value)


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize(
    "make",
    [
        lambda target: Call(os.system, f"mkdir {target}"),
        lambda target: Call(eval, f"__import__('os').mkdir({str(target)!r})"),
        lambda target: Call(exec, f"import os; os.mkdir({str(target)!r})"),
        lambda target: Call(os.mkdir, str(target)),
        lambda target: {"data": [Call(os.mkdir, str(target))]},
        lambda target: Call(np.save, str(target), np.arange(3)),
        lambda target: Call(np.memmap, str(target), "u1", "w+", 0, (3,)),
        lambda target: Call(np.ndarray, (3,), "u1", state=(1, Call(os.mkdir, str(target)), "u1", False, b"")),
        lambda target: Call(copyreg._reconstructor, Call(os.mkdir, str(target)), object, None),
    ],
    ids=["os.system", "eval", "exec", "mkdir", "inside", "numpy.save", "numpy.memmap", "array state", "copyreg"],
)
def test_nothing_is_executed(tmp_path, protocol, make):
    content = pickle.dumps(make(tmp_path / "executed"), protocol)
    with pytest.raises(PickleError):
        read_pickle(content)
    assert not list(tmp_path.iterdir())
    with suppress(TypeError):  # of the odd states, after the harm is done
        pickle.loads(content)
    assert list(tmp_path.iterdir()), "the pickle does no harm, so this test proves nothing"


def test_what_was_asked_for_is_named():
    with pytest.raises(PickleError, match=r"(posix|nt) system"):
        read_pickle(pickle.dumps(Call(os.system, "true"), 2))
    with pytest.raises(PickleError, match="copy_reg _reconstructor"):
        read_pickle(pickle.dumps(Call(copyreg._reconstructor, object, object, None), 2))
    with pytest.raises(PickleError) as caught:
        read_pickle(b"\x80\x02c" + b"\x1b[31m" * 100 + b"\nx\n.")
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize(
    "value",
    [
        np.array(["words"]),
        np.array([object()], dtype=object),
        np.array([(1, 2)], dtype=[("a", "u1"), ("b", "u1")]),
        np.array(["2024-01-01"], dtype="M8[D]"),
        np.uint8(3),
        {1, 2},
        frozenset((1,)),
        1 + 2j,
        2**5000,
        {(1, 2): 3},
        np.zeros((1,) * 5),
    ],
)
def test_other_values_are_refused(value):
    with pytest.raises(PickleError):
        read_pickle(pickle.dumps(value, 2))


def array_pickle(shape: bytes, content: bytes, code: bytes = b"u1", order: bytes = b"|") -> bytes:
    """An array in the words of Python 2, with whatever shape and bytes."""
    start = b"\x80\x02cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R("
    kind = b"cnumpy\ndtype\nU" + bytes([len(code)]) + code + b"K\0K\x01\x87R(K\x03U" + bytes([len(order)]) + order
    rest = b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb\x89T" + struct.pack("<i", len(content)) + content
    return start + b"K\x01" + shape + kind + rest + b"tb."


def test_an_array_as_python_2_wrote_it():
    values = read_pickle(array_pickle(b"K\x02K\x03\x86", bytes(range(6)))).values
    np.testing.assert_array_equal(values, np.arange(6).reshape(2, 3))


@pytest.mark.parametrize(
    ("shape", "content"),
    [
        (b"K\x02K\x04\x86", bytes(6)),
        (b"J\xff\xff\xff\xffK\xfa\x86", bytes(6)),  # -1
        (b"J\xff\xff\xff\x7fJ\xff\xff\xff\x7f\x86", bytes(6)),
        (b"\x8a\xff" + b"\x7f" * 255 + b"K\0\x86", b""),
        (b"\x88K\x06\x86", bytes(6)),  # True
        (b"NK\x06\x86", bytes(6)),
        (b"(K\x01K\x01K\x01K\x01K\x01t", bytes(1)),
        (b"K\x06", bytes(6)),
    ],
)
def test_a_shape_that_does_not_fit_is_refused(shape, content):
    with pytest.raises(PickleError):
        read_pickle(array_pickle(shape, content))


@pytest.mark.parametrize("code", [b"O", b"O8", b"V9", b"S4", b"u3", b"", b"u1,u1", b"M8"])
def test_other_kinds_of_arrays_are_refused(code):
    with pytest.raises(PickleError):
        read_pickle(array_pickle(b"K\x06\x85", bytes(6), code))
    with pytest.raises(PickleError):
        read_pickle(array_pickle(b"K\x06\x85", bytes(6), b"u1", order=code))


@pytest.mark.parametrize(
    "content",
    [
        b"\x80\x04\x95" + struct.pack("<Q", 2**62) + b"N.",  # a frame
        b"\x80\x02T" + struct.pack("<i", 2**31 - 1) + b"a.",  # a byte string
        b"\x80\x03B" + struct.pack("<I", 2**32 - 1) + b"a.",
        b"\x80\x04\x8e" + struct.pack("<Q", 2**62) + b"a.",
        b"\x80\x05\x96" + struct.pack("<Q", 2**40) + b"a.",  # a bytearray, which pickle makes before it looks
        b"\x80\x02X" + struct.pack("<I", 2**32 - 1) + b"a.",
        b"\x80\x02Nr" + struct.pack("<I", 2**32 - 1) + b".",  # a memo number, for which pickle makes a table
        b"\x80\x02\x8b" + struct.pack("<i", 2**31 - 1) + b"a.",  # a number
        b"\x80\x02" + b"}" * 600_000 + b".",
        b"\x80\x02)" + b"\x85" * 600_000 + b"N.",  # tuples in tuples
        b"\x80\x02}" + b")" + b"\x85" * 100_000 + b"Ns.",  # as a key
        b"\x80\x02)" + b"q\0h\0\x86" * 60_000 + b".",  # each holds the last one twice
        b"\x80\x02})" + b"q\0h\0\x86" * 100 + b"Ns.",  # as a key, whose hash would take forever
    ],
    ids=["frame", "string", "bytes", "bytes8", "bytearray", "text", "memo", "number", "many", "deep", "deep key",
         "doubling", "doubling key"],
)  # fmt: skip
def test_what_is_declared_costs_no_memory_and_no_time(content):
    tracemalloc.start()
    with suppress(PickleError):
        read_pickle(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 64 * 1024**2


def test_the_number_of_values_is_bounded(monkeypatch):
    monkeypatch.setattr(restricted_unpickler, "MOST_INSTRUCTIONS", 50)
    with pytest.raises(PickleError, match="too many values"):
        read_pickle(pickle.dumps(list(range(100)), 2))


SMALL = pickled_batch(*colour_pictures(1, 0))


@settings(max_examples=300, deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes_give_a_value_or_a_clear_error(content):
    try:
        read_pickle(content)
    except PickleError as error:
        assert error.reason.en
        assert error.reason.zh


@settings(max_examples=300, deadline=None)
@given(
    changes=st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.binary(max_size=4)), min_size=1, max_size=4),
    keep_pixels=st.booleans(),
)
def test_a_changed_batch_gives_a_value_or_a_clear_error(changes, keep_pixels):
    content = bytearray(SMALL)
    for place, new in changes:
        place = place % 400 if keep_pixels else place  # where the instructions are
        content[place : place + len(new)] = new
    with suppress(PickleError):
        read_pickle(bytes(content))


WORDS = [bytes([code.code.encode("latin-1")[0]]) for code in pickletools.opcodes]


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from([*WORDS, b"K\x01", b"U\x01b", b"cnumpy\ndtype\n", b"cnumpy\nndarray\n", b"q\0", b"h\0",
                                 b"cnumpy.core.multiarray\n_reconstruct\n", b"c_codecs\nencode\n", b"X\x01\0\0\0b"]),
                max_size=30))  # fmt: skip
def test_any_instructions_give_a_value_or_a_clear_error(words):
    with suppress(PickleError):
        read_pickle(b"".join(words) + b".")


@pytest.mark.parametrize("cut", range(0, len(SMALL) - 1, 97))
def test_a_pickle_cut_short_is_an_error(cut):
    with pytest.raises(PickleError):
        read_pickle(SMALL[:cut])
