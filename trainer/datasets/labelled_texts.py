"""A person's own texts with labels: tables, a folder per class with a text a file, or a file per class with
one a line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np

from trainer.contract.chosen_columns import parse_with_columns
from trainer.contract.column_guesses import ColumnRoles
from trainer.contract.errors import WorkshopError
from trainer.contract.tables import Table, looks_like_table
from trainer.contract.text import Text
from trainer.contract.text_files import with_plain_line_ends
from trainer.datasets import data_errors
from trainer.datasets.access import PartName
from trainer.datasets.class_folders import order_of_labels, places_of
from trainer.datasets.left_out import left_out
from trainer.datasets.text_files_found import FoundTexts, is_named_like_a_table
from trainer.datasets.texts import Texts

FEWEST_TEXTS = 10
MOST_LABELS = 1000


@dataclass(frozen=True)
class LabelledText:
    """One text, its label, the part that it belongs to, and its place in words."""

    part: PartName
    place: Text
    text: str
    label: str


@dataclass(frozen=True)
class LabelledParts:
    """The texts of each part, and what was left out."""

    parts: dict[PartName, Texts]
    label_names: tuple[str, ...]
    warnings: tuple[Text, ...]


def read_labelled(found: FoundTexts) -> LabelledParts:
    """Each text once, those of the test part first. Raises WorkshopError."""
    warnings: list[Text] = []
    texts = list(_texts_in(found, warnings))
    kept = _usable(texts, warnings)
    labels = {each.label for each in kept}
    if len(labels) > MOST_LABELS:
        raise data_errors.too_many_labels(len(labels), MOST_LABELS)
    if sum(each.part == "train" for each in kept) < FEWEST_TEXTS or len(labels) < 2:
        raise data_errors.too_few_texts(len(kept), FEWEST_TEXTS, len(labels), warnings)
    names = order_of_labels(labels)
    number = {name: index for index, name in enumerate(names)}
    parts: dict[PartName, Texts] = {}
    for part in ("train", "test"):
        chosen = [each for each in kept if each.part == part]
        numbers = np.array([number[each.label] for each in chosen], dtype=np.int64)
        parts[part] = Texts(tuple(each.text for each in chosen), numbers)
    return LabelledParts(parts, names, tuple(warnings))


def labelled_parts(found: FoundTexts) -> set[PartName]:
    """The parts that the names of the files speak of."""
    if found.collection is None or _tables(found):
        return {found.part_of(name) for name in _tables(found)}
    return {place.part for place in places_of(list(found.names))[0].values()}


def _tables(found: FoundTexts) -> list[str]:
    return [name for name in found.names if is_named_like_a_table(name)]


def _texts_in(found: FoundTexts, warnings: list[Text]) -> Iterator[LabelledText]:
    tables = _tables(found)
    if found.collection is None or tables:
        yield from _from_tables(found, tables or found.names, warnings)
        return
    places, misplaced = places_of(list(found.names))
    if len({place.label for place in places.values()}) < 2:
        yield from _from_files_of_lines(found, warnings)
        return
    warnings += misplaced
    for name, text in found.texts(places):
        if isinstance(text, WorkshopError):
            warnings.append(left_out(name, text.message))
        else:
            place = places[name]
            yield LabelledText(place.part, Text(name, name), with_plain_line_ends(text), place.label)


def _from_tables(found: FoundTexts, tables: Sequence[str], warnings: list[Text]) -> Iterator[LabelledText]:
    warnings += [left_out(name, Text("it is no table", "不是表格")) for name in found.names if name not in tables]
    for name, text in found.texts(tables):
        try:
            if isinstance(text, WorkshopError):
                raise text
            table, roles = parse_with_columns(text, found.columns)
            yield from _from_table(table, roles, name, found.part_of(name), warnings)
        except WorkshopError as error:
            if len(tables) == 1:
                raise
            warnings.append(left_out(name, error.message))


def _from_table(
    table: Table, roles: ColumnRoles, name: str, part: PartName, warnings: list[Text]
) -> Iterator[LabelledText]:
    if roles.text is None or roles.label is None:
        raise data_errors.no_label_column(name, table.columns)
    warnings += [left_out(name, problem.message) for problem in table.problems]
    columns = zip(table.numbers, table.column(roles.text), table.column(roles.label), strict=True)
    for number, text, label in columns:
        place = left_out(name, Text(f"row {number:,}", f"第 {number:,} 行"))
        yield LabelledText(part, place, with_plain_line_ends(text), label.strip())


def _from_files_of_lines(found: FoundTexts, warnings: list[Text]) -> Iterator[LabelledText]:
    """A file per class with a text a line, such as `reviews.pos` and `reviews.neg`, or `good.txt` and `bad.txt`."""
    files = {name: PurePosixPath(name) for name in found.names}
    stems = {file.stem for file in files.values()}
    is_by_suffix = len(stems) == 1 and len(files) > 1
    for name, text in found.texts(found.names):
        if isinstance(text, WorkshopError) or looks_like_table(text):
            reason = (
                text.message
                if isinstance(text, WorkshopError)
                else Text("it lies in no class's folder", "不在任何类别的文件夹中")
            )
            warnings.append(left_out(name, reason))
            continue
        label = files[name].suffix[1:] if is_by_suffix else files[name].stem
        for number, line in enumerate(with_plain_line_ends(text).split("\n"), start=1):
            if line.strip():
                yield LabelledText("train", left_out(name, Text(f"line {number:,}", f"第 {number:,} 行")), line, label)


def _usable(texts: Sequence[LabelledText], warnings: list[Text]) -> list[LabelledText]:
    """Those that have words and a label and were not there before."""
    first: dict[str, LabelledText] = {}
    for each in sorted(texts, key=lambda each: each.part != "test"):
        key = " ".join(each.text.casefold().split())
        if not key or not each.label:
            reason = Text("it has no text", "没有文本") if not key else Text("it has no label", "没有标签")
            warnings.append(left_out(each.place, reason))
            continue
        known = first.setdefault(key, each)
        if known is not each:
            warnings.append(_repeated(each, known))
    return list(first.values())


def _repeated(text: LabelledText, known: LabelledText) -> Text:
    is_other = text.label != known.label
    label = Text(f", but labelled {text.label}", f"，但标签为 {text.label}") if is_other else Text("", "")
    same = Text(f"the same as {known.place.en}{label.en}", f"与 {known.place.zh} 相同{label.zh}")
    return left_out(text.place, same)
