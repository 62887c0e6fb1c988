"""What a person is told when a text cannot be used: what happened, why, what to do."""

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

_SAVE_AS_UTF8 = Text("Save it as plain text in UTF-8 and try again.", "请另存为 UTF-8 编码的纯文本后再试。")
_USE_A_TEXT = Text(
    "Use a plain text file, or a table as CSV, TSV or JSONL.", "请使用纯文本文件，或 CSV、TSV、JSONL 表格。"
)


def no_bytes() -> WorkshopError:
    """The file has no content, or a mark alone."""
    message = Text("The file is empty: it holds no text.", "文件是空的：没有文字。")
    return WorkshopError("empty", message, Text("Use a file with text in it.", "请使用有文字的文件。"))


def nothing_written() -> WorkshopError:
    """A text of spaces alone."""
    message = Text("There is no text to read.", "没有可读的文字。")
    return WorkshopError("empty", message, Text("Give a text of a word at least.", "请给出至少一个词的文本。"))


def not_a_file(*, is_folder: bool) -> WorkshopError:
    """A folder, device, pipe or socket where a text was expected."""
    if is_folder:
        message = Text("This is a folder, not a text file.", "这是文件夹，不是文本文件。")
        hint = Text("Choose a file inside the folder.", "请选择文件夹中的文件。")
        return WorkshopError("wrong-kind", message, hint)
    message = Text("This is a device or a pipe, not a text file.", "这是设备或管道，不是文本文件。")
    return WorkshopError("wrong-kind", message, _USE_A_TEXT)


def a_document(kind: Text) -> WorkshopError:
    """A file of a known kind that holds no plain text."""
    message = Text(f"This is {kind.en}, not a plain text.", f"这是{kind.zh}，不是纯文本。")
    return WorkshopError("wrong-kind", message, _USE_A_TEXT)


def not_a_text() -> WorkshopError:
    """Bytes that read as text in no encoding."""
    message = Text(
        "This is not a text: its bytes read as words in no known encoding.",
        "这不是文本：其内容在任何已知编码下都读不成文字。",
    )
    return WorkshopError("wrong-kind", message, _SAVE_AS_UTF8)


def undecodable(encoding: str, line: int, byte: int) -> WorkshopError:
    """A text that breaks its own encoding. `line` and `byte` count from 1."""
    message = Text(
        f"Line {line:,} is not valid {encoding}: byte {byte:,} of the file is damaged or of another encoding.",
        f"第 {line:,} 行不是有效的 {encoding}：文件的第 {byte:,} 个字节已损坏或属于其他编码。",
    )
    return WorkshopError("unreadable", message, _SAVE_AS_UTF8)


def cut_short(encoding: str, line: int) -> WorkshopError:
    """A text that ends inside a character."""
    message = Text(
        f"The file is cut short: line {line:,} ends in the middle of a character ({encoding}).",
        f"文件不完整：第 {line:,} 行在一个字符中间结束（{encoding}）。",
    )
    return WorkshopError("unreadable", message, Text("Use another copy of the file.", "请换一份该文件。"))


def holds_nul(line: int, column: int) -> WorkshopError:
    """A NUL in a text. `line` and `column` count from 1."""
    message = Text(
        f"Line {line:,} holds a NUL, which no text has (character {column:,} of the line).",
        f"第 {line:,} 行含有文本中不应出现的 NUL（该行第 {column:,} 个字符）。",
    )
    return WorkshopError("unreadable", message, Text("Remove it, or use another copy.", "请删除它，或换一份文件。"))


def too_large(size: int, limit: int) -> WorkshopError:
    """More bytes than are read. `size` and `limit` in bytes."""
    megabytes, limit_megabytes = -(-size // 1024**2), limit // 1024**2
    message = Text(
        f"The file is too large: {megabytes:,} MB, the limit is {limit_megabytes:,} MB.",
        f"文件太大：{megabytes:,} MB，上限为 {limit_megabytes:,} MB。",
    )
    return WorkshopError("too-large", message, Text("Split it into smaller files.", "请把它分成较小的文件。"))
