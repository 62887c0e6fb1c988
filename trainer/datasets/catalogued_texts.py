"""How the files of the catalogued sets of texts are laid out and read."""

import gzip
import html
import re
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.access import PartName
from trainer.datasets.dataset import Examples
from trainer.datasets.prepared import Prepared
from trainer.datasets.table_rows import read_rows
from trainer.datasets.texts import RunningText, SentencePairs, Texts

SENTIMENT = ("negative", "positive")
TOPICS = ("World", "Sports", "Business", "Sci/Tech")
_ARTICLE = re.compile(r"(?<=\n \n) = [^=\n]+ = \n(?= \n)")

ReadFiles = Callable[[Sequence[Path]], Examples]


@dataclass(frozen=True)
class Layout:
    """Names of the files of each part, and how the files of one part are read together; a set may lack parts.

    `read_test` reads the test part where it lies in the same file as the others.
    """

    train: tuple[str, ...]
    read: ReadFiles
    test: tuple[str, ...] = ()
    validation: tuple[str, ...] = ()
    label_names: tuple[str, ...] = ()
    read_test: ReadFiles | None = None

    def is_here(self, folder: Path) -> bool:
        """Whether all its files are in the folder."""
        return all((folder / name).is_file() for name in (*self.train, *self.validation, *self.test))

    def read_part(self, folder: Path, part: PartName) -> Prepared[Any]:
        """The training part, with the validation part behind it, or the test part. Raises WorkshopError."""
        if part == "test":
            return Prepared(self._read(folder, self.test, self.read_test or self.read), self.label_names)
        train = self._read(folder, self.train, self.read)
        if not self.validation:
            return Prepared(train, self.label_names)
        validation = self._read(folder, self.validation, self.read)
        both = train.and_then(validation)
        return Prepared(both, self.label_names, lengths=(len(train), len(validation), 0))

    def _read(self, folder: Path, names: tuple[str, ...], read: ReadFiles) -> Examples:
        paths = [folder / name for name in names]
        try:
            return read(paths)
        except OSError as error:
            raise data_errors.cannot_open(paths[0], error) from error
        except (ValueError, EOFError, tarfile.TarError) as error:
            raise data_errors.broken_file(paths[0], Text(str(error), str(error))) from error


def find_layout(name: str, folder: Path) -> Layout | None:
    """How the files of the catalogued set `name` lie in `folder`; None where they are not there."""
    return next((layout for layout in LAYOUTS[name] if layout.is_here(folder)), None)


def _labelled(text: str, label: str, paths: Sequence[Path]) -> Texts:
    """A table with a header; labels are 0 and 1. Rows without a text are left out."""
    header, *rows = read_rows(paths[0])
    text_column, label_column = header.index(text), header.index(label)
    kept = [row for row in rows if row[text_column].strip()]
    labels = np.array([int(row[label_column]) for row in kept], dtype=np.int64)
    return Texts(tuple(row[text_column] for row in kept), labels)


def _topics(paths: Sequence[Path]) -> Texts:
    """Class 1 to 4, title, description; remains of HTML become the signs that they stand for."""
    rows = read_rows(paths[0])
    labels = np.array([int(row[0]) - 1 for row in rows], dtype=np.int64)
    return Texts(tuple(without_html(f"{title}\n{description}") for _, title, description in rows), labels)


def without_html(text: str) -> str:
    """The text without tags, entities in full; also entities that have lost their `&`."""
    whole = re.sub(r"(?<!&) ?\b(amp;)|(?<!&) ?(#\d+;)", r"&\1\2", text)
    whole = re.sub(r"(?<![&\w])(quot|lt|gt|nbsp);", r"&\1;", whole)
    tagless = re.sub(r"</?\w[^>\n]{0,200}>", " ", html.unescape(whole.replace("\\$", "$")))
    return re.sub(r"[^\S\n]+", " ", tagless).strip()


def _reviews(paths: Sequence[Path]) -> Texts:
    """The archive with a file a review, `txt_sentoken/neg` and `pos`, in the order of their names."""
    texts, labels = [], []
    with tarfile.open(paths[0]) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            folder = member.name.split("/")[-2:][0]
            content = archive.extractfile(member) if member.isfile() and folder in ("neg", "pos") else None
            if content is not None:
                texts.append(content.read().decode("utf-8", "replace").strip())
                labels.append(int(folder == "pos"))
    return Texts(tuple(texts), np.array(labels, dtype=np.int64))


def _long_reviews(part: str, paths: Sequence[Path]) -> Texts:
    """The archive with a file a review, `train/neg`, `train/pos` and the same for `test`; `train/unsup` has no labels.

    Line breaks are those of HTML.
    """
    texts, labels = [], []
    with tarfile.open(paths[0]) as archive:
        for member in archive:
            folders = member.name.split("/")[-3:-1]
            content = archive.extractfile(member) if folders in ([part, "neg"], [part, "pos"]) else None
            if content is not None:
                text = re.sub(r"<br\s*/?>", "\n", content.read().decode("utf-8", "replace"))
                texts.append((member.name, html.unescape(text).strip()))
                labels.append(int(folders[1] == "pos"))
    order = sorted(range(len(texts)), key=lambda number: texts[number])
    return Texts(tuple(texts[number][1] for number in order), np.array(labels, dtype=np.int64)[order])


def _whole(paths: Sequence[Path]) -> RunningText:
    return RunningText((paths[0].read_text(encoding="utf-8"),))


def _poems(paths: Sequence[Path]) -> RunningText:
    """Parted by blank lines."""
    poems = paths[0].read_text(encoding="utf-8").split("\n\n")
    return RunningText(tuple(poem.strip("\n") for poem in poems if poem.strip()))


def _articles(paths: Sequence[Path]) -> RunningText:
    """Each begins with a title between single equals signs and blank lines."""
    text = "\n" + paths[0].read_text(encoding="utf-8")
    starts = [match.start() for match in _ARTICLE.finditer(text)]
    return RunningText(tuple(text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)))


def _pairs(paths: Sequence[Path]) -> SentencePairs:
    """Two columns without quoting."""
    lines = paths[0].read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if line.strip()]
    return SentencePairs(tuple(pair[0].strip() for pair in pairs), tuple(pair[1].strip() for pair in pairs))


def _two_files(paths: Sequence[Path]) -> SentencePairs:
    """A sentence a line, in gzip."""
    sides = [gzip.open(path, "rt", encoding="utf-8").read().rstrip("\n").split("\n") for path in paths]  # noqa: SIM115
    sources, targets = ([" ".join(line.split("\t")).strip() for line in side] for side in sides)
    return SentencePairs(tuple(sources), tuple(targets))


LAYOUTS: dict[str, tuple[Layout, ...]] = {
    "rt-polarity": (
        Layout(("rt_polarity_train.csv",), partial(_labelled, "text", "label"), ("rt_polarity_test.csv",),
               label_names=SENTIMENT),
    ),
    "sst2": (
        Layout(("sst2_train.tsv",), partial(_labelled, "text", "label"), ("sst2_test.tsv",), ("sst2_dev.tsv",),
               SENTIMENT),
    ),
    "review-polarity": (Layout(("review_polarity.tar.gz",), _reviews, label_names=SENTIMENT),),
    "chnsenticorp": (
        Layout(("ChnSentiCorp_htl_train.csv",), partial(_labelled, "text", "label"), ("ChnSentiCorp_htl_test.csv",),
               label_names=SENTIMENT),
    ),
    "online-shopping": (
        Layout(("online_shopping_9_cats_sample.csv",), partial(_labelled, "review", "label"), label_names=SENTIMENT),
    ),
    "ag-news": (Layout(("train.csv",), _topics, ("test.csv",), label_names=TOPICS),),
    "ag-news-whole": (Layout(("train.csv",), _topics, ("test.csv",), label_names=TOPICS),),
    "imdb": (
        Layout(("aclImdb_v1.tar.gz",), partial(_long_reviews, "train"), ("aclImdb_v1.tar.gz",), label_names=SENTIMENT,
               read_test=partial(_long_reviews, "test")),
    ),
    "tiny-shakespeare": (Layout(("input.txt",), _whole), Layout(("tinyshakespeare_input.txt",), _whole)),
    "wikitext-2": (
        Layout(("train.txt",), _articles, ("test.txt",), ("valid.txt",)),
        Layout(("valid.txt",), _articles, ("test.txt",)),
    ),
    "song-ci": (Layout(("song_ci_simplified.txt",), _poems),),
    "multi30k-en-de": (
        Layout(("multi30k_en_de_train.tsv",), _pairs, ("multi30k_en_de_test_2016_flickr.tsv",),
               ("multi30k_en_de_val.tsv",)),
        Layout(("train.en.gz", "train.de.gz"), _two_files, ("test_2016_flickr.en.gz", "test_2016_flickr.de.gz"),
               ("val.en.gz", "val.de.gz")),
    ),
    "tatoeba-en-zh": (Layout(("en_zh_train.tsv",), _pairs, ("en_zh_test.tsv",)),),
}  # fmt: skip
"""One or more a catalogued set, the first that fits counts."""
