"""Tables as JSON: one value a line (JSONL), one array of values, or an object that holds just such an array."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trainer.contract import table_errors
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text, valid_texts

DEEPEST = 5
"""Objects in objects whose names are joined by dots; deeper ones stay JSON."""
_LOOKED_AT = 20


@dataclass(frozen=True)
class JsonRow:
    """One row by the names of its columns, and its line; `problem` where it cannot be read."""

    line: int
    cells: dict[str, str]
    problem: Text | None = None


def json_rows(text: str) -> list[JsonRow] | None:
    """The rows of a JSON text, None where it is none. Raises WorkshopError `unreadable` where it is a damaged one."""
    start = text.lstrip()[:2]
    if not start.startswith(("[", "{")):
        return None
    if _is_by_lines(text):
        return list(_checked(_lines(text)))
    try:
        whole = _loaded(text)
    except ValueError as error:
        if start in ('{"', "[{", '["'):
            raise _damaged(error) from error
        return None  # words in brackets
    except RecursionError as error:
        raise table_errors.damaged_json(1, "too deep") from error
    return list(_checked((1, value) for value in _values(whole)))


def is_json(text: str) -> bool:
    """Whether a text is meant to be JSON, be it damaged."""
    try:
        return json_rows(text) is not None
    except WorkshopError:
        return True


def _loaded(text: str) -> Any:
    """Numbers stay as they are written."""
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)


def _is_by_lines(text: str) -> bool:
    """Whether at least half of the first lines, and more than one of them, are objects or arrays by themselves."""
    lines = [line for line in text[:1_000_000].splitlines() if line.strip()][:_LOOKED_AT]
    good = sum(isinstance(_line_value(line), (dict, list)) for line in lines)
    return len(lines) > 1 and 2 * good >= len(lines)


def _line_value(line: str) -> Any:
    """The value of a line, or a Text that says why it has none."""
    try:
        return _loaded(line)
    except RecursionError:
        return table_errors.broken_json("too deep")
    except ValueError as error:
        return table_errors.broken_json(getattr(error, "msg", str(error)))


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    # Not splitlines: JSON's texts may hold Unicode's own line separators.
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if line.strip():
            yield number, _line_value(line)


def _values(whole: Any) -> list[Any]:
    if isinstance(whole, dict):
        lists = [value for value in whole.values() if isinstance(value, list)]
        is_around = len(lists) == 1 and lists[0] and isinstance(lists[0][0], dict)
        return lists[0] if is_around else [whole]
    return list(whole)


def _checked(values: Iterator[tuple[int, Any]]) -> Iterator[JsonRow]:
    """Rows of the kind that the first good one is of."""
    kind: type | None = None
    for line, value in values:
        if isinstance(value, Text):
            yield JsonRow(line, {}, value)
            continue
        kind = kind or type(value)
        if type(value) is kind:
            yield JsonRow(line, _cells(value))
        else:
            yield JsonRow(line, {}, table_errors.other_json())


def _cells(value: Any) -> dict[str, str]:
    if isinstance(value, dict):
        return dict(_flattened(value, ""))
    if isinstance(value, list):
        return {f"column {number}": _as_text(each) for number, each in enumerate(value, start=1)}
    return {"text": _as_text(value)}


def _flattened(value: dict[str, Any], before: str, depth: int = 1) -> Iterator[tuple[str, str]]:
    for name, each in value.items():
        if isinstance(each, dict) and each and depth < DEEPEST:
            yield from _flattened(each, f"{before}{name}.", depth + 1)
        else:
            yield valid_texts(f"{before}{name}"), _as_text(each)


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return str(valid_texts(value))
    if value is None:
        return ""
    return str(valid_texts(json.dumps(value, ensure_ascii=False)))


def _damaged(error: ValueError) -> WorkshopError:
    line = getattr(error, "lineno", 1)
    return table_errors.damaged_json(line, getattr(error, "msg", str(error)))
