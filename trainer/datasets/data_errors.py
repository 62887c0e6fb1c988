"""What a person is told when data cannot be had or used: what happened, why, what to do."""

from collections.abc import Sequence
from pathlib import Path

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.datasets.known_sounds import SOUNDS
from trainer.datasets.known_texts import TEXTS
from trainer.datasets.needs import DataKind

_OWN = Text(
    "pass --data with a folder per class, a zip or tar of one, or IDX files",
    "用 --data 指定按类别分的文件夹、其 zip 或 tar 压缩包，或 IDX 文件",
)
_OWN_TEXTS = Text(
    "pass --data with a table (CSV, TSV, JSONL), a text file or a folder",
    "用 --data 指定表格（CSV、TSV、JSONL）、文本文件或文件夹",
)
_OWN_SOUNDS = Text(
    "pass --data with a folder of sounds per class, or a zip or tar of one",
    "用 --data 指定按类别分的声音文件夹，或其 zip 或 tar 压缩包",
)
_USE_ANOTHER_COPY = Text("Use another copy of the file.", "请换一份该文件。")
_LAYOUT = Text(
    "Put the pictures of each class into a folder of its own, named after the class.",
    "请把每个类别的图片放入以该类别命名的文件夹。",
)

_KINDS: dict[DataKind, Text] = {
    "pictures": Text("pictures", "图片"),
    "labelled-texts": Text("texts with labels", "带标签的文本"),
    "running-text": Text("running text", "连续文本"),
    "sentence-pairs": Text("pairs of sentences", "句对"),
    "labelled-sounds": Text("sounds with labels", "带标签的声音"),
}


def ways_to_get(name: str) -> Text:
    """How to come by data where the catalogued data set `name` is wanted; empty for none in particular."""
    texts = next((known for known in TEXTS if known.name == name), None)
    if name in {known.name for known in SOUNDS}:
        return _ways_to_get_sounds(name)
    own = _OWN_TEXTS if texts else _OWN
    if not name:
        return Text(f"{own.en[0].upper()}{own.en[1:]}.", f"请{own.zh}。")
    if name == "cifar10-jpeg":
        return Text(
            f"Put its zip, or its folders train and test, into datasets/{name} in the data folder, or {own.en}.",
            f"请把它的 zip 压缩包或 train、test 文件夹放入数据文件夹的 datasets/{name}，或{own.zh}。",
        )
    if texts and not texts.mirrors:
        what = (
            Text("the files of each of its sets", "其各部分数据集的文件")
            if texts.parts
            else Text("its files", "它的文件")
        )
        where = ", ".join(f"datasets/{part}" for part in texts.parts or (name,))
        return Text(
            f"Put {what.en} into {where} in the data folder (published at {texts.origin.source}), or {own.en}.",
            f"请把{what.zh}放入数据文件夹的 {where}（发布于 {texts.origin.source}），或{own.zh}。",
        )
    sample = Text(", or mnist-sample", "，或 mnist-sample") if name.startswith("mnist") else Text("", "")
    return Text(
        f"Pass --download to fetch {name}, put its files into datasets/{name} in the data folder, or {own.en}"
        f"{sample.en}.",
        f"可用 --download 下载 {name}，或把它的文件放入数据文件夹的 datasets/{name}，或{own.zh}{sample.zh}。",
    )


def _ways_to_get_sounds(name: str) -> Text:
    return Text(
        f"Pass --download to fetch {name}, put its zip, its tar or its folder recordings into datasets/{name} in the "
        f"data folder, or {_OWN_SOUNDS.en}.",
        f"可用 --download 下载 {name}，或把它的 zip、tar 压缩包或 recordings 文件夹放入数据文件夹的 datasets/{name}，"
        f"或{_OWN_SOUNDS.zh}。",
    )


def data_changed() -> WorkshopError:
    """The pictures of a training that goes on are not those it began with."""
    return WorkshopError(
        "data-changed",
        Text("The data have changed since this training began.", "自训练开始以来，数据已发生变化。"),
        Text("Put the same data back, or start a new training.", "请恢复原来的数据，或开始新的训练。"),
    )


def no_data(name: str, *, labelled: bool = True) -> WorkshopError:
    """Neither the files of data set `name` nor a sample of it are there."""
    message = Text("There is no data to work with.", "没有可用的数据。")
    if not labelled:
        hint = Text(
            "Pass --data with a folder of pictures, or a zip or tar of one.",
            "请用 --data 指定图片文件夹，或其 zip 或 tar 压缩包。",
        )
        return WorkshopError("data-missing", message, hint)
    return WorkshopError("data-missing", message, ways_to_get(name))


def dataset_missing(name: str) -> WorkshopError:
    """A catalogued data set was asked for by name and is not here."""
    message = Text(f"The data set {name} is not on this computer.", f"本机上没有数据集 {name}。")
    return WorkshopError("data-missing", message, ways_to_get(name))


def no_digits(name: str) -> WorkshopError:
    """A data set of photographs, given to a model that reads digits."""
    message = Text(
        f"{name} holds photographs, but this model works with digits.", f"{name} 是照片，而该模型处理手写数字。"
    )
    return WorkshopError("wrong-kind", message, Text("Choose data with digits.", "请选择手写数字数据。"))


def other_kind(name: str, kind: DataKind, needed: DataKind) -> WorkshopError:
    """A catalogued data set of one kind, given to a model of another."""
    is_, must_be = _KINDS[kind], _KINDS[needed]
    message = Text(
        f"{name} holds {is_.en}, but this model works with {must_be.en}.",
        f"{name} 是{is_.zh}，而该模型需要{must_be.zh}。",
    )
    return WorkshopError("wrong-kind", message, Text("Choose data of that kind.", "请选择该类数据。"))


def unknown_where(where: str, names: tuple[str, ...]) -> WorkshopError:
    """`--data` is neither a name nor a path that exists."""
    known = ", ".join(names)
    message = Text(
        f"There is no data called {where}: it is neither a data set ({known}) nor a file or folder.",
        f"没有名为 {where} 的数据：它既不是数据集（{known}），也不是文件或文件夹。",
    )
    return WorkshopError("data-missing", message, ways_to_get("mnist"))


def broken_file(path: Path, reason: Text) -> WorkshopError:
    """A data file whose content contradicts itself."""
    message = Text(f"{path.name} cannot be read: {reason.en}.", f"无法读取 {path.name}：{reason.zh}。")
    return WorkshopError("unreadable", message, _USE_ANOTHER_COPY)


def cannot_open(path: Path, error: OSError) -> WorkshopError:
    """A data file that the system does not give out."""
    reason = error.strerror or str(error)
    message = Text(f"{path.name} cannot be opened: {reason}.", f"无法打开 {path.name}：{reason}。")
    hint = Text("Check the path and that you may read the file.", "请检查路径，以及您是否有权读取该文件。")
    return WorkshopError("unreadable", message, hint)


def not_the_original(path: Path, name: str) -> WorkshopError:
    """A file in the place of a catalogued data set that holds something else."""
    message = Text(
        f"{path.name} is not the file of {name}: its checksum differs.", f"{path.name} 不是 {name} 的文件：校验和不符。"
    )
    hint = Text(
        "Delete it and download the data set again, or pass its folder with --data to use it as your own data.",
        "请删除它并重新下载该数据集，或用 --data 指定其文件夹，作为自己的数据使用。",
    )
    return WorkshopError("data-changed", message, hint)


def wrong_kind(path: Path) -> WorkshopError:
    """A file that is neither IDX, zip nor tar."""
    message = Text(f"{path.name} is neither a zip, a tar nor an IDX file.", f"{path.name} 不是 zip、tar 或 IDX 文件。")
    return WorkshopError("wrong-kind", message, _LAYOUT)


def too_large(path: Path, en: str, zh: str) -> WorkshopError:
    """Data beyond what is read into memory."""
    message = Text(f"{path.name} is too large: {en}.", f"{path.name} 过大：{zh}。")
    return WorkshopError("too-large", message, Text("Use a part of the data.", "请使用其中一部分数据。"))


def too_few_pictures(count: int, least: int, *, labelled: bool = True) -> WorkshopError:
    """Too little to train on and to validate."""
    found = Text("No usable picture was found", "没有找到可用图片")
    if count:
        pictures = "picture was" if count == 1 else "pictures were"
        found = Text(f"Only {count} usable {pictures} found", f"只找到 {count} 张可用图片")
    message = Text(f"{found.en}; at least {least} are needed.", f"{found.zh}；至少需要 {least} 张。")
    hint = _LAYOUT if labelled else Text("Choose a folder with more pictures.", "请选择图片更多的文件夹。")
    return WorkshopError("empty", message, hint)


def no_test_part() -> WorkshopError:
    """Data with a training part only, where the test part was asked for."""
    message = Text("This data has no test part.", "该数据没有测试部分。")
    hint = Text("Add the test files beside the training files.", "请在训练文件旁加入测试文件。")
    return WorkshopError("data-missing", message, hint)


def no_label_column(name: str, columns: Sequence[str]) -> WorkshopError:
    """A table whose columns are no text with a label."""
    known = ", ".join(columns)
    message = Text(
        f"{name} has no column of labels; its columns are: {known}.", f"{name} 没有标签列；现有的列：{known}。"
    )
    hint = Text(
        "Name two columns text and label in the first row.",
        "请在第一行把两列分别命名为 text 和 label（或 内容、标签）。",
    )
    return WorkshopError("wrong-kind", message, hint)


def no_pair_of_columns(name: str, columns: Sequence[str]) -> WorkshopError:
    """A table without two columns of words."""
    known = ", ".join(columns)
    message = Text(
        f"{name} has no two columns of sentences; its columns are: {known}.",
        f"{name} 没有两列句子；现有的列：{known}。",
    )
    hint = Text(
        "Use a table with a sentence and its translation in each row, or two files with a sentence a line.",
        "请使用每行一个句子及其译文的表格，或两个每行一句的文件。",
    )
    return WorkshopError("wrong-kind", message, hint)


def unequal_lines(first: str, lines: int, second: str, others: int) -> WorkshopError:
    """Two files whose lines should belong together."""
    message = Text(
        f"{first} has {lines:,} lines, but {second} has {others:,}.",
        f"{first} 有 {lines:,} 行，而 {second} 有 {others:,} 行。",
    )
    hint = Text("Line by line, the files must say the same.", "两个文件的各行必须一一对应。")
    return WorkshopError("unreadable", message, hint)


def too_few_texts(count: int, least: int, labels: int, warnings: Sequence[Text]) -> WorkshopError:
    """Too little to learn labels from."""
    message = Text(
        f"{count:,} usable texts with {labels:,} different labels were found; at least {least} texts to train on and 2 "
        "labels are needed.",
        f"找到 {count:,} 条可用文本、{labels:,} 种标签；训练至少需要 {least} 条文本和 2 种标签。",
    )
    hint = Text(
        "Use a table with the columns text and label, or a folder for each class with a text a file.",
        "请使用含 text 与 label 两列的表格，或每个类别一个文件夹、每个文件一条文本。",
    )
    return WorkshopError("empty", _with_first(message, warnings), hint)


def too_few_sounds(count: int, least: int, labels: int, warnings: Sequence[Text]) -> WorkshopError:
    """Too little to learn labels from."""
    message = Text(
        f"{count:,} usable sounds with {labels:,} different labels were found; at least {least} sounds to train on and "
        "2 labels are needed.",
        f"找到 {count:,} 段可用声音、{labels:,} 种标签；训练至少需要 {least} 段声音和 2 种标签。",
    )
    hint = Text(
        "Put the sounds of each class into a folder of its own, named after the class.",
        "请把每个类别的声音放入以该类别命名的文件夹。",
    )
    return WorkshopError("empty", _with_first(message, warnings), hint)


def too_much_sound(hours: int) -> WorkshopError:
    """More recordings than are held in memory."""
    message = Text(f"There are more than {hours} hours of sound.", f"声音总长超过 {hours} 小时。")
    hint = Text("Train on fewer or shorter recordings.", "请使用更少或更短的录音进行训练。")
    return WorkshopError("too-large", message, hint)


def _with_first(message: Text, warnings: Sequence[Text]) -> Text:
    """The message, with the first of the reasons why something was left out."""
    if not warnings:
        return message
    first = warnings[0]
    return Text(
        f"{message.en} Left out first: {first.en.rstrip('.')}.",
        f"{message.zh}首个被略过的是：{first.zh.rstrip('。')}。",
    )


def too_many_labels(count: int, most: int) -> WorkshopError:
    """A column that holds no labels, or more than can be learned."""
    message = Text(
        f"There are {count:,} different labels; at most {most:,} can be learned.",
        f"共有 {count:,} 种标签，最多支持 {most:,} 种。",
    )
    hint = Text("Name the right column label in the first row.", "请在第一行把正确的列命名为 label（或 标签）。")
    return WorkshopError("wrong-kind", message, hint)


def too_few_pairs(count: int, least: int, warnings: Sequence[Text]) -> WorkshopError:
    """Too little to learn to translate from."""
    message = Text(
        f"Only {count:,} usable pairs were found; at least {least} are needed.",
        f"只找到 {count:,} 个可用句对；至少需要 {least} 个。",
    )
    hint = Text(
        "Use a table with a sentence and its translation in each row, or two files with a sentence a line.",
        "请使用每行一个句子及其译文的表格，或两个每行一句的文件。",
    )
    return WorkshopError("empty", _with_first(message, warnings), hint)


def too_little_text(count: int, least: int, warnings: Sequence[Text]) -> WorkshopError:
    """Too little to learn to write from; both in characters."""
    message = Text(
        f"There are only {count:,} characters of text; at least {least:,} are needed.",
        f"文本只有 {count:,} 个字符；至少需要 {least:,} 个。",
    )
    hint = Text("Use a longer text, or a folder of texts.", "请使用更长的文本，或一个文本文件夹。")
    return WorkshopError("empty", _with_first(message, warnings), hint)
