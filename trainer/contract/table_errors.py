"""What a person is told when a table, or a row of it, cannot be used: what happened, why, what to do."""

from collections.abc import Sequence

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

_CHECK_ROW = Text(
    "Put cells that hold the delimiter into quotation marks, or save the table anew from a spreadsheet as CSV (UTF-8).",
    "请把含有分隔符的单元格放入引号，或在电子表格程序中重新另存为 CSV（UTF-8）。",
)
_NAMES = {"\t": Text("tabulators", "制表符"), "": Text("lines", "换行")}


def no_rows() -> WorkshopError:
    """A header alone, or blank lines."""
    message = Text("The table has no rows.", "表格中没有数据行。")
    return WorkshopError("empty", message, Text("Use a table with rows in it.", "请使用有数据行的表格。"))


def cells_differ(found: int, wanted: int) -> Text:
    """Why a row is left out: it has not as many cells as the table has columns."""
    cells = "1 cell" if found == 1 else f"{found:,} cells"
    columns = "1 column" if wanted == 1 else f"{wanted:,} columns"
    return Text(f"it has {cells}, but the table has {columns}", f"该行有 {found:,} 个单元格，而表格有 {wanted:,} 列")


def open_quotes() -> Text:
    """Why a row is left out: quotation marks that do not fit together."""
    return Text("a quotation mark is not closed, or not followed by the delimiter", "引号没有闭合，或其后不是分隔符")


def broken_json(reason: str) -> Text:
    """Why a line is left out: it is no JSON."""
    return Text(f"it is not valid JSON ({reason})", f"不是有效的 JSON（{reason}）")


def other_json() -> Text:
    """Why a line is left out: it holds another kind of JSON than the first."""
    return Text("it holds another kind of JSON than the first row", "其 JSON 类型与第一行不同")


def mostly_wrong(row: int, line: int, reason: Text, delimiter: str) -> WorkshopError:
    """Most rows are unusable, such as in a table parted by another sign than its header."""
    name = _NAMES.get(delimiter, Text(f"“{delimiter}”", f"“{delimiter}”"))
    message = Text(
        f"Most rows of the table cannot be read when parted by {name.en}; row {row:,} (line {line:,}): {reason.en}.",
        f"以{name.zh}分隔时，表格的大多数行无法读取；第 {row:,} 行（文件第 {line:,} 行）：{reason.zh}。",
    )
    return WorkshopError("unreadable", message, _CHECK_ROW)


def damaged_json(line: int, reason: str) -> WorkshopError:
    """A JSON file that is damaged as a whole."""
    message = Text(f"Line {line:,} is not valid JSON: {reason}.", f"第 {line:,} 行不是有效的 JSON：{reason}。")
    hint = Text("Use one JSON object a line, or one JSON array.", "请使用每行一个 JSON 对象，或一个 JSON 数组。")
    return WorkshopError("unreadable", message, hint)


def too_many(what: Text, most: int) -> WorkshopError:
    """More rows or columns than are read."""
    message = Text(f"The table has more than {most:,} {what.en}.", f"表格的{what.zh}超过 {most:,}。")
    return WorkshopError("too-large", message, Text("Use a part of it.", "请使用其中一部分。"))


def unknown_column(name: str, columns: Sequence[str]) -> WorkshopError:
    """A column was asked for that is not there."""
    known = ", ".join(columns)
    message = Text(
        f"The table has no column {name}; its columns are: {known}.", f"表格中没有列 {name}；现有的列：{known}。"
    )
    return WorkshopError("invalid-setting", message, Text("Choose one of its columns.", "请选择其中一列。"))


def bad_row(message: Text) -> WorkshopError:
    """A row that cannot be read; `message` names it and says why."""
    return WorkshopError("unreadable", Text(f"{message.en[0].upper()}{message.en[1:]}.", f"{message.zh}。"), _CHECK_ROW)


def column_chosen_twice(name: str) -> WorkshopError:
    """One column for two purposes."""
    return WorkshopError(
        "invalid-setting",
        Text(f"The column “{name}” is chosen for two purposes.", f"列“{name}”被选作两种用途。"),
        Text("Choose a different column for each.", "请为每种用途选择不同的列。"),
    )
