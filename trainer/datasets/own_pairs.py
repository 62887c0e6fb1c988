"""A person's own pairs of sentences: two columns of a table, or two files whose lines belong together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from trainer.contract.chosen_columns import parse_with_columns
from trainer.contract.column_words import rank
from trainer.contract.errors import WorkshopError
from trainer.contract.tables import looks_like_table
from trainer.contract.text import Text
from trainer.contract.text_files import with_plain_line_ends
from trainer.datasets import data_errors
from trainer.datasets.access import PartName
from trainer.datasets.left_out import left_out
from trainer.datasets.text_files_found import FoundTexts
from trainer.datasets.texts import SentencePairs

FEWEST_PAIRS = 10


@dataclass(frozen=True)
class _Pair:
    part: PartName
    place: Text
    source: str
    target: str


def read_pairs(found: FoundTexts) -> tuple[dict[PartName, SentencePairs], tuple[Text, ...]]:
    """The pairs of each part, each once, and what was left out. Raises WorkshopError."""
    warnings: list[Text] = []
    texts: dict[str, str] = {}
    for name, text in found.texts(found.names):
        if isinstance(text, WorkshopError):
            warnings.append(left_out(name, text.message))
        else:
            texts[name] = text
    kept = _usable(_pairs_in(found, texts), warnings)
    parts: dict[PartName, SentencePairs] = {}
    for part in ("train", "test"):
        chosen = [each for each in kept if each.part == part]
        parts[part] = SentencePairs(tuple(each.source for each in chosen), tuple(each.target for each in chosen))
    if len(parts["train"]) < FEWEST_PAIRS:
        raise data_errors.too_few_pairs(len(parts["train"]), FEWEST_PAIRS, warnings)
    return parts, tuple(warnings)


def _pairs_in(found: FoundTexts, texts: dict[str, str]) -> Iterator[_Pair | Text]:
    """Pairs, and warnings among them. Files that are no tables go in twos."""
    tables = [name for name in texts if len(texts) == 1 or looks_like_table(texts[name], name)]
    for name in tables:
        yield from _from_table(name, texts[name], found)
    for part in ("train", "test"):
        rest = [name for name in texts if name not in tables and found.part_of(name) == part]
        for group in _groups(rest):
            if len(group) == 2:
                yield from _from_two_files(part, *_in_order(group), texts)
            else:
                yield from (left_out(name, Text("it has no partner", "没有对应的另一语言文件")) for name in group)


def _groups(names: Sequence[str]) -> list[list[str]]:
    """Names that are equal but for their last suffix, such as `a.en` and `a.de`; else all of them together."""
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(str(PurePosixPath(name.removesuffix(".gz")).with_suffix("")), []).append(name)
    if any(len(group) != 2 for group in groups.values()):
        return [list(names)] if names else []
    return list(groups.values())


def _in_order(names: Sequence[str]) -> tuple[str, str]:
    """The source first: as the names say, else English, else by the alphabet."""
    first, second = sorted(names, key=lambda name: (_place(name), name))
    return first, second


def _place(name: str) -> int:
    place = rank(PurePosixPath(name).name, "source")
    return 1000 if place is None else place


def _from_table(name: str, text: str, found: FoundTexts) -> Iterator[_Pair | Text]:
    table, roles = parse_with_columns(text, found.columns)
    if roles.source is None or roles.target is None:
        raise data_errors.no_pair_of_columns(name, table.columns)
    yield from (left_out(name, problem.message) for problem in table.problems)
    for number, source, target in zip(
        table.numbers, table.column(roles.source), table.column(roles.target), strict=True
    ):
        yield _Pair(found.part_of(name), left_out(name, Text(f"row {number:,}", f"第 {number:,} 行")), source, target)


def _from_two_files(part: PartName, source: str, target: str, texts: dict[str, str]) -> Iterator[_Pair]:
    sides = [with_plain_line_ends(texts[name]).removesuffix("\n").split("\n") for name in (source, target)]
    if len(sides[0]) != len(sides[1]):
        raise data_errors.unequal_lines(source, len(sides[0]), target, len(sides[1]))
    for number, (first, second) in enumerate(zip(*sides, strict=True), start=1):
        yield _Pair(part, left_out(source, Text(f"line {number:,}", f"第 {number:,} 行")), first, second)


def _usable(pairs: Iterator[_Pair | Text], warnings: list[Text]) -> list[_Pair]:
    """Those with words on both sides, each once, test pairs first."""
    found = []
    for each in pairs:
        if isinstance(each, Text):
            warnings.append(each)
        elif each.source.strip() and each.target.strip():
            found.append(each)
        else:
            warnings.append(left_out(each.place, Text("one side is empty", "其中一侧为空")))
    first: dict[tuple[str, str], _Pair] = {}
    for pair in sorted(found, key=lambda pair: pair.part != "test"):
        known = first.setdefault((pair.source.strip(), pair.target.strip()), pair)
        if known is not pair:
            same = Text(f"the same as {known.place.en}", f"与 {known.place.zh} 相同")
            warnings.append(left_out(pair.place, same))
    return list(first.values())
