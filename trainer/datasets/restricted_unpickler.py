"""Reads pickles of arrays, lists, numbers and text as data: nothing is imported, nothing that a file names is called.

`pickle.load` runs what a file says, and takes the sizes and memo numbers that it declares at their word. Here
`pickletools` takes the file apart and a small machine follows the few instructions that plain data need. The names by
which numpy saves an array are known to it as marks; the array itself is a view of the bytes in the file.
"""

import io
import math
import pickletools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

import numpy as np

from trainer.contract.text import Text

MOST_INSTRUCTIONS = 500_000
"""A batch of CIFAR-10 has 30,000. It bounds what small objects cost: an instruction of one byte can make 64."""

_MOST_AXES = 4
_LONGEST_NAME = 60
_KEYS = (bytes, str)  # the hash of a nested tuple may take forever, those of chosen numbers are all the same
_NUMBERS = frozenset(f"{kind}{size}" for kind in "iu" for size in (1, 2, 4, 8)) | {"f4", "f8"}


class PickleError(ValueError):
    """Why a file was not read; `reason` goes on after "... cannot be read: "."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.reason = Text(en, zh)


@dataclass(eq=False)
class PickledArray:
    """An array of numbers in a pickle; `values` is read-only, and empty until the file has told them."""

    values: np.ndarray


@dataclass(eq=False)
class _NumberType:
    """What numpy calls a dtype: `u1`, `i4` ... and its byte order."""

    code: str
    order: str = "="

    def to_numpy(self) -> np.dtype:
        return np.dtype(self.order + self.code)


class _Name(Enum):
    """What a pickle may name."""

    RECONSTRUCT = auto()
    FROM_BUFFER = auto()
    ARRAY = auto()
    NUMBER_TYPE = auto()
    ENCODE = auto()
    BYTES = auto()


_NAMES = {
    "numpy.core.multiarray _reconstruct": _Name.RECONSTRUCT,
    "numpy._core.multiarray _reconstruct": _Name.RECONSTRUCT,
    "numpy.core.numeric _frombuffer": _Name.FROM_BUFFER,
    "numpy._core.numeric _frombuffer": _Name.FROM_BUFFER,
    "numpy ndarray": _Name.ARRAY,
    "numpy dtype": _Name.NUMBER_TYPE,
    "_codecs encode": _Name.ENCODE,  # how Python 3 writes bytes for Python 2
    "__builtin__ bytes": _Name.BYTES,  # the same where there are none
}


class _Mark:
    """Where the items of a list, tuple or dictionary begin on the stack."""


def read_pickle(content: bytes) -> object:
    """The value in a pickle of protocol 2 to 5: dictionaries, lists, tuples, numbers, text, bytes and `PickledArray`.

    The byte strings of Python 2 come as bytes, as `pickle.load(encoding="bytes")` gives them. Containers may hold
    themselves. Raises PickleError for all else; memory is bounded by a small multiple of the file.
    """
    machine = _Machine()
    try:
        for name, argument in _instructions(content):
            machine.follow(name, argument)
    except PickleError:
        raise
    except ValueError as error:  # of pickletools: the end in the midst of an instruction, or text that is none
        raise _damaged() from error
    return machine.result()


def _instructions(content: bytes) -> Iterator[tuple[str, Any]]:
    """Name and argument of each instruction but the last. One that is not known ends it before its argument is read."""
    stream = io.BytesIO(content)
    for _ in range(MOST_INSTRUCTIONS):
        instruction = _BY_CODE.get(stream.read(1).decode("latin-1"))
        if instruction is None:
            raise _damaged()
        if instruction.name == "STOP":
            return
        if instruction.name not in _KNOWN:
            raise _refused(instruction.name)
        yield instruction.name, _argument(instruction, stream)
    raise PickleError("it holds too many values", "其中的值过多")


def _argument(instruction: pickletools.OpcodeInfo, stream: io.BytesIO) -> Any:
    if instruction.name == "GLOBAL":  # pickletools would undo escapes, which pickle does not
        return " ".join(stream.readline().removesuffix(b"\n").decode("latin-1") for _ in ("module", "name"))
    return instruction.arg.reader(stream) if instruction.arg else None


class _Machine:
    """The stack and the memo of a pickle."""

    def __init__(self) -> None:
        self._stack: list[Any] = []
        self._memo: dict[int, Any] = {}

    def follow(self, name: str, argument: Any) -> None:
        """One instruction. Raises PickleError where it makes no sense, or asks for what plain data do not need."""
        if name in _CONSTANTS:
            self._stack.append(_CONSTANTS[name](argument))
        elif name in _STEPS:
            _STEPS[name](self, argument)

    def result(self) -> object:
        """The one value that is left."""
        (value, *rest) = self._stack or (_Mark(),)
        if rest or isinstance(value, _Mark):
            raise _damaged()
        return value

    def mark(self, _: object) -> None:
        self._stack.append(_Mark())

    def put(self, number: int | None) -> None:
        self._memo[len(self._memo) if number is None else number] = self._top(object)

    def get(self, number: int) -> None:
        if number not in self._memo:
            raise _damaged()
        self._stack.append(self._memo[number])

    def tuple_of(self, count: int) -> None:
        self._stack.append(tuple(self._pop_many(count)))

    def tuple_to_mark(self, _: object) -> None:
        self._stack.append(tuple(self._pop_to_mark()))

    def append(self, _: object) -> None:
        items = self._pop_many(1)
        self._top(list).extend(items)

    def append_to_mark(self, _: object) -> None:
        items = self._pop_to_mark()
        self._top(list).extend(items)

    def set_item(self, _: object) -> None:
        self._set(self._pop_many(2))

    def set_to_mark(self, _: object) -> None:
        self._set(self._pop_to_mark())

    def name(self, written: str) -> None:
        if written not in _NAMES:
            raise _refused(written)
        self._stack.append(_NAMES[written])

    def name_on_stack(self, _: object) -> None:
        module, name = self._pop_many(2)
        self.name(f"{module} {name}" if isinstance(module, str) and isinstance(name, str) else "")

    def reduce(self, _: object) -> None:
        """Where pickle would call what was named."""
        name, arguments = self._pop_many(2)
        match name, arguments:
            case _Name.RECONSTRUCT, (_Name.ARRAY, (0,), b"b" | "b"):
                made: Any = PickledArray(np.empty(0, np.uint8))
            case _Name.FROM_BUFFER, (bytes() as content, _NumberType() as kind, tuple() as shape, "C" | "F" as order):
                made = PickledArray(_array(content, kind, shape, is_fortran=order == "F"))
            case _Name.NUMBER_TYPE, (bytes() | str() as code, False | 0, True | 1):
                made = _number_type(_text(code))
            case _Name.ENCODE, (str() as text, "latin1"):
                made = text.encode("latin-1")
            case _Name.BYTES, ():
                made = b""
            case _:
                raise _refused(name.name if isinstance(name, _Name) else "")
        self._stack.append(made)

    def build(self, _: object) -> None:
        """Where pickle would hand a state to an object."""
        state = self._pop_many(1)[0]
        match self._top(object), state:
            case PickledArray() as made, (
                1,
                tuple() as shape,
                _NumberType() as kind,
                bool() as fortran,
                bytes() as content,
            ):
                made.values = _array(content, kind, shape, fortran)
            case _NumberType() as kind, (3, bytes() | str() as order, None, None, None, -1, -1, 0):
                kind.order = _byte_order(_text(order))
            case _:
                raise _refused("BUILD")

    def _set(self, items: list[Any]) -> None:
        keys, values = items[::2], items[1::2]
        if len(keys) != len(values) or not all(isinstance(key, _KEYS) for key in keys):
            raise _damaged()
        self._top(dict).update(zip(keys, values, strict=True))

    def _top(self, kind: type) -> Any:
        if not self._stack or isinstance(self._stack[-1], _Mark) or not isinstance(self._stack[-1], kind):
            raise _damaged()
        return self._stack[-1]

    def _pop_many(self, count: int) -> list[Any]:
        items = self._stack[-count:]
        if len(items) < count or any(isinstance(item, _Mark) for item in items):
            raise _damaged()
        del self._stack[-count:]
        return items

    def _pop_to_mark(self) -> list[Any]:
        items: list[Any] = []
        while self._stack:
            item = self._stack.pop()
            if isinstance(item, _Mark):
                return items[::-1]
            items.append(item)
        raise _damaged()


_CONSTANTS: dict[str, Callable[[Any], Any]] = {
    "NONE": lambda _: None,
    "NEWTRUE": lambda _: True,
    "NEWFALSE": lambda _: False,
    "EMPTY_LIST": lambda _: [],
    "EMPTY_DICT": lambda _: {},
    "EMPTY_TUPLE": lambda _: (),
    **dict.fromkeys(("BININT", "BININT1", "BININT2", "LONG1"), int),
    "BINFLOAT": float,
    **dict.fromkeys(("BINUNICODE", "SHORT_BINUNICODE", "BINUNICODE8"), str),
    **dict.fromkeys(("BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "BYTEARRAY8"), bytes),
    **dict.fromkeys(("BINSTRING", "SHORT_BINSTRING"), lambda text: text.encode("latin-1")),  # as pickletools read it
}

_STEPS: dict[str, Callable[[_Machine, Any], None]] = {
    "MARK": _Machine.mark,
    **dict.fromkeys(("BINPUT", "LONG_BINPUT", "MEMOIZE"), _Machine.put),
    **dict.fromkeys(("BINGET", "LONG_BINGET"), _Machine.get),
    "TUPLE1": lambda machine, _: machine.tuple_of(1),
    "TUPLE2": lambda machine, _: machine.tuple_of(2),
    "TUPLE3": lambda machine, _: machine.tuple_of(3),
    "TUPLE": _Machine.tuple_to_mark,
    "APPEND": _Machine.append,
    "APPENDS": _Machine.append_to_mark,
    "SETITEM": _Machine.set_item,
    "SETITEMS": _Machine.set_to_mark,
    "GLOBAL": _Machine.name,
    "STACK_GLOBAL": _Machine.name_on_stack,
    "REDUCE": _Machine.reduce,
    "BUILD": _Machine.build,
}

_BY_CODE = {instruction.code: instruction for instruction in pickletools.opcodes}
_KNOWN = frozenset(("PROTO", "FRAME", *_CONSTANTS, *_STEPS))


def _array(content: bytes, kind: _NumberType, shape: tuple[Any, ...], is_fortran: bool) -> np.ndarray:
    dtype = kind.to_numpy()
    is_shape = len(shape) <= _MOST_AXES and all(type(length) is int and 0 <= length < 2**31 for length in shape)
    if not is_shape or math.prod(shape) * dtype.itemsize != len(content):
        raise PickleError("an array has not the size that it declares", "数组的大小与声明不符")
    return np.frombuffer(content, dtype).reshape(shape, order="F" if is_fortran else "C")


def _number_type(code: str) -> _NumberType:
    if code not in _NUMBERS:
        raise PickleError("an array holds something else than numbers", "数组中含有数字以外的内容")
    return _NumberType(code)


def _byte_order(order: str) -> str:
    if order not in ("<", ">", "|", "="):
        raise _damaged()
    return order


def _text(written: bytes | str) -> str:
    """What Python 2 wrote as bytes and Python 3 as text."""
    return written.decode("latin-1") if isinstance(written, bytes) else written


def _refused(name: str) -> PickleError:
    shown = "".join(letter if letter.isprintable() else "?" for letter in name[:_LONGEST_NAME]) or "a value"
    return PickleError(
        f"it asks for something that plain data do not need ({shown})", f"其中要求了普通数据不需要的内容（{shown}）"
    )


def _damaged() -> PickleError:
    return PickleError("it is damaged or cut short", "文件已损坏或不完整")
