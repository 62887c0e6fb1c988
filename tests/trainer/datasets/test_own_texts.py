"""A person's own texts, in every form that people have them in."""

import csv
import gzip
import io
import json
from pathlib import Path

import pytest

from tests.helpers.bad_pictures import drawn_digit, png
from tests.helpers.class_folders import write_folder, write_tar, write_zip
from trainer.contract.errors import WorkshopError
from trainer.datasets import file_collections, left_out
from trainer.datasets.needs import TextNeeds
from trainer.datasets.own_texts import read_own_texts
from trainer.datasets.prepared import Prepared
from trainer.datasets.sources import Access, load_split, load_training_data

LABELLED = TextNeeds("", "", "labelled-texts")
PAIRS = TextNeeds("", "", "sentence-pairs")
RUNNING = TextNeeds("", "", "running-text")
ROWS = [(f"review number {number} was {word}", word) for number in range(15) for word in ("good", "bad")]


@pytest.fixture
def access(tmp_path) -> Access:
    return Access(tmp_path / "data dir 数据")


def load(path: Path, needs: TextNeeds = LABELLED) -> Prepared:
    """The part to train on, before anything is held out."""
    return read_own_texts(path, needs.kind)[0]("train")


def table(rows=ROWS, header=("text", "label"), delimiter=",") -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter).writerows([header, *rows] if header else rows)
    return stream.getvalue().encode()


def file(folder: Path, name: str, content: bytes) -> Path:
    return next(iter(write_folder(folder, {name: content}).rglob(name)))


def class_files(before: str = "", rows=ROWS) -> dict[str, bytes]:
    return {f"{before}{label}/{number}.txt": text.encode() for number, (text, label) in enumerate(rows)}


def refusal(path: Path, needs: TextNeeds = LABELLED) -> WorkshopError:
    with pytest.raises(WorkshopError) as caught:
        load(path, needs)
    return caught.value


def lines_of(label: str) -> bytes:
    return "\n".join(text for text, each in ROWS if each == label).encode()


def contents(read: Prepared) -> set[tuple[str, str]]:
    texts = read.examples
    return {(text, read.label_names[label]) for text, label in zip(texts.texts, texts.labels, strict=True)}


def test_some_are_held_out(tmp_path, access) -> None:
    data = load_training_data(str(file(tmp_path, "a.csv", table())), access, LABELLED)
    assert (data.name, data.label_names, data.counts) == ("own-texts", ("bad", "good"), {"train": 24, "validation": 3})
    assert data.origin.licence_class == "research"
    test = load_split(str(tmp_path / "a.csv"), access, "test", LABELLED)
    assert (len(test.examples), test.description) == (3, "held out, one in ten")


def test_tables_and_folders_in_every_packing_give_the_same_texts(tmp_path) -> None:
    lines = "\n".join(json.dumps({"review": text, "sentiment": label}) for text, label in ROWS).encode()
    places = [
        file(tmp_path, "a.csv", table()),
        file(tmp_path, "b.tsv", table(delimiter="\t")),
        file(tmp_path, "c.txt", table([row[::-1] for row in ROWS], header=None, delimiter=";")),
        file(tmp_path, "d.jsonl", lines),
        file(tmp_path, "e.csv.gz", gzip.compress(table())),
        file(tmp_path, "f.csv", table().decode().encode("utf-16")),
        write_folder(tmp_path / "folder", class_files()),
        write_folder(tmp_path / "one table", {"reviews.csv": table(), ".DS_Store": b"\0"}),
        write_zip(tmp_path / "a.zip", class_files("outer/")),
        write_tar(tmp_path / "a.tar.gz", class_files("outer/") | {"README": b"not one of them"}),
        write_zip(tmp_path / "table.zip", {"reviews_test.csv": table()}),
        write_folder(tmp_path / "files", {f"{label}.txt": lines_of(label) for label in ("good", "bad")}),
    ]  # fmt: skip
    for place in places:
        data = load(place)
        assert contents(data) == set(ROWS), place
        assert data.label_names == ("bad", "good")


def test_a_test_part_is_kept_apart_and_not_trained_on(tmp_path, access) -> None:
    test = [*ROWS[:3], ("something else", "good")]
    tables = write_folder(tmp_path / "tables", {"my_train.csv": table(), "my_test.csv": table(test)})
    folders = write_folder(tmp_path / "folders", class_files("train/") | class_files("test/", test))
    for place in (tables, folders):
        data = load(place)
        split = load_split(str(place), access, "test", LABELLED)
        assert (split.description, set(split.examples.texts)) == ("test", {text for text, _ in test})
        assert contents(data) == set(ROWS[3:])
        assert sum("the same as" in warning.en for warning in data.warnings) == 3


def test_rows_that_cannot_be_used_are_named_and_left_out(tmp_path) -> None:
    odd = [("", "good"), ("no label", ""), ("too", "many", "cells"), ROWS[0], (ROWS[1][0], "good")]
    data = load(file(tmp_path, "a.csv", table([*ROWS, *odd])))
    assert contents(data) == set(ROWS)
    assert [warning.en for warning in data.warnings] == [
        "a.csv: row 33 (line 34): it has 3 cells, but the table has 2 columns",
        "a.csv: row 31: it has no text",
        "a.csv: row 32: it has no label",
        "a.csv: row 34: the same as a.csv: row 1",
        "a.csv: row 35: the same as a.csv: row 2, but labelled good",
    ]


def test_files_that_cannot_be_used_are_named_and_left_out(tmp_path) -> None:
    odd = {
        "good/picture.txt": png(drawn_digit()),
        "good/empty.txt": b"",
        "bad/broken.txt": "好的 ".encode() * 9 + b"\xff",
        "stray.txt": b"in no folder",
    }
    data = load(write_folder(tmp_path / "texts", class_files() | odd))
    assert contents(data) == set(ROWS)
    told = "\n".join(warning.en for warning in data.warnings)
    assert all(name in told for name in odd)
    assert len(data.warnings) == len(odd)


def test_many_warnings_are_cut_short(tmp_path) -> None:
    warnings = load(file(tmp_path, "a.csv", table([*ROWS, *[("", "good")] * 50]))).warnings
    assert len(warnings) == left_out.MOST_WARNINGS + 1
    assert warnings[-1].en == "and 30 more files and rows were left out"


def test_what_holds_no_labelled_texts_is_refused_with_the_reason(tmp_path) -> None:
    plain = refusal(file(tmp_path, "a.csv", table([(text,) for text, _ in ROWS], ("text",))))
    assert (plain.kind, "a.csv has no column of labels; its columns are: text" in str(plain)) == ("wrong-kind", True)
    one = refusal(file(tmp_path, "b.csv", table([(text, "good") for text, _ in ROWS])))
    assert (one.kind, "with 1 different labels" in str(one)) == ("empty", True)
    assert refusal(file(tmp_path, "c.csv", table(ROWS[:4]))).kind == "empty"
    assert refusal(file(tmp_path, "d.csv", png(drawn_digit()))).kind == "wrong-kind"
    assert refusal(write_folder(tmp_path / "nothing", {".hidden": b""})).kind == "empty"
    many = [(f"{text} {number}", str(number)) for number, (text, _) in enumerate(ROWS * 50)]
    assert "different labels" in str(refusal(file(tmp_path, "e.csv", table(many))))


def test_archives_with_odd_names_and_bombs(tmp_path, monkeypatch) -> None:
    odd = class_files("../../outside/") | {"/absolute/good/1.txt": b"words", "good/\x07.txt": b"more words"}
    write_zip(tmp_path / "odd.zip", odd)
    load(tmp_path / "odd.zip")
    assert not (tmp_path.parent / "outside").exists()
    monkeypatch.setattr(file_collections, "LARGEST_FILE", 10_000)
    bomb = write_zip(tmp_path / "bomb.zip", class_files() | {"good/bomb.txt": b"a" * 10_000_000})
    data = load(bomb)
    assert contents(data) == set(ROWS)
    assert ["bomb.txt is too large" in warning.en for warning in data.warnings] == [True]


ENGLISH = [f"This is sentence number {number}." for number in range(20)]
CHINESE = [f"这是第{number}句。" for number in range(20)]


def test_pairs_from_columns_and_from_two_files(tmp_path) -> None:
    rows = list(zip(ENGLISH, CHINESE, strict=True))
    sides = {"corpus.en": "\n".join(ENGLISH).encode(), "corpus.zh": ("\n".join(CHINESE) + "\n").encode("gb18030")}
    places = [
        file(tmp_path, "a.tsv", table(rows, header=None, delimiter="\t")),
        file(tmp_path, "b.csv", table([row[::-1] for row in rows], header=("zh", "en"))),
        write_zip(tmp_path / "a.zip", {"cmn.txt": table([(*row, "CC-BY 2.0") for row in rows], None, "\t")}),
        write_folder(tmp_path / "sides", sides),
    ]
    for place in places:
        pairs = load(place, PAIRS).examples
        assert {*zip(pairs.sources, pairs.targets, strict=True)} == set(rows), place


def test_pairs_with_a_test_part(tmp_path, access) -> None:
    sides = {
        "train.de": "\n".join(CHINESE),
        "train.en": "\n".join(ENGLISH),
        "test.en": "Hello.\nBye.",
        "test.de": "Hallo.\nTschüss.",
    }
    folder = write_folder(tmp_path / "sides", {name: text.encode() for name, text in sides.items()})
    split = load_split(str(folder), access, "test", PAIRS)
    assert (split.examples.sources, split.examples.targets) == (("Hello.", "Bye."), ("Hallo.", "Tschüss."))


def test_sides_of_unequal_length_are_refused(tmp_path) -> None:
    sides = {"a.en": "\n".join(ENGLISH).encode(), "a.de": "\n".join(CHINESE[:-1]).encode()}
    error = refusal(write_folder(tmp_path / "sides", sides), PAIRS)
    assert (error.kind, str(error)) == ("unreadable", "a.en has 20 lines, but a.de has 19.")


def test_pairs_that_cannot_be_used_are_named(tmp_path) -> None:
    rows = [*zip(ENGLISH, CHINESE, strict=True), ("Alone.", " "), (ENGLISH[3], CHINESE[3])]
    data = load(file(tmp_path, "a.tsv", table(rows, header=("source", "target"), delimiter="\t")), PAIRS)
    assert [warning.en for warning in data.warnings] == [
        "a.tsv: row 21: one side is empty", "a.tsv: row 22: the same as a.tsv: row 4",
    ]  # fmt: skip
    assert refusal(file(tmp_path, "b.csv", table([("a",)] * 20, ("text",))), PAIRS).kind == "wrong-kind"


PROSE = "It was a day like any other, and nobody knew what would come.\n\n" * 60
POEMS = "\n\n".join(f"第{number}首\n某人\n春风又绿江南岸，\n明月何时照我还。" * 2 for number in range(40))
PLAY = "\n\n".join(f"Somebody:\nI say this for the {number}th time,\nand then once more." for number in range(40))


def test_running_text_of_a_file_stays_whole_and_poems_are_parted(tmp_path) -> None:
    for name, text in (("prose.txt", PROSE), ("play.txt", PLAY)):
        content = text.replace("\n", "\r\n").encode("utf-16")
        assert load(file(tmp_path, name, content), RUNNING).examples.parts == (text,)
    poems = load(file(tmp_path, "poems.txt", f"{POEMS}\n\n{POEMS}".encode("gb18030")), RUNNING)
    assert poems.examples.parts == tuple(POEMS.split("\n\n"))


def test_running_text_of_a_folder(tmp_path) -> None:
    files = {f"{number}.txt": f"document {number}\n{PROSE}".encode() for number in range(30)}
    odd = {"again.txt": files["3.txt"], "b.png": png(drawn_digit())}
    data = load(write_folder(tmp_path / "documents", files | odd), RUNNING)
    assert len(data.examples) == 30
    assert [warning.en for warning in data.warnings] == [
        "again.txt: the same as 3.txt", "b.png: This is a picture, not a plain text.",
    ]  # fmt: skip
    assert refusal(file(tmp_path, "short.txt", b"a few words"), RUNNING).kind == "empty"
    pictures = refusal(write_folder(tmp_path / "pictures", {"b.png": png(drawn_digit())}), RUNNING)
    assert str(pictures).endswith("Left out first: b.png: This is a picture, not a plain text.")


def test_running_text_of_a_column(tmp_path) -> None:
    rows = [(number, f"Story {number}. " + PROSE[:80]) for number in range(40)]
    data = load(file(tmp_path, "stories.csv", table(rows, ("id", "text"))), RUNNING)
    assert data.examples.parts == tuple(text for _, text in rows)


REAL = [
    ("sentiment_en/review_polarity.tar.gz", ("neg", "pos"), 2_000),
    ("sentiment_en/rt-polaritydata.zip", ("neg", "pos"), 10_662),
    ("sentiment_en/rt_polarity_train.csv", ("0", "1"), 9_596),
    ("sentiment_zh/ChnSentiCorp_htl_all.csv.gz", ("0", "1"), 7_766),
    ("sentiment_zh/online_shopping_9_cats_sample.csv", ("0", "1"), 10_150),
    ("topics/ag_news_csv", ("1", "2", "3", "4"), 6_400),
]


@pytest.mark.parametrize(("name", "labels", "count"), REAL)
def test_real_labelled_texts(name, labels, count, test_data) -> None:
    data = load(test_data / "text" / name)
    assert data.label_names == labels
    assert 0.995 * count <= len(data.examples) <= count  # a few come twice, or are empty
    assert all(text.strip() and "\ufffd" not in text for text in data.examples.texts)


def test_real_pairs(test_data) -> None:
    pairs = load(test_data / "text" / "translation" / "cmn-eng.zip", PAIRS).examples
    assert len(pairs) > 28_000
    assert (pairs.sources[0].isascii(), pairs.targets[0].isascii()) == (True, False)
    raw = load(test_data / "text" / "translation" / "multi30k_raw", PAIRS).examples
    assert len(raw) > 30_000
    assert raw.sources[0].startswith("Two young")


@pytest.mark.parametrize(
    ("name", "is_poems"),
    [("song_ci_simplified.txt", True), ("tang_300_traditional.txt", True), ("tinyshakespeare_input.txt", False)],
)
def test_real_running_text(name, is_poems, test_data) -> None:
    assert (len(load(test_data / "text" / "lm" / name, RUNNING).examples) > 100) is is_poems


def test_real_articles_have_a_test_part(access, test_data) -> None:
    split = load_split(str(test_data / "text" / "lm" / "wikitext-2"), access, "test", RUNNING)
    assert split.examples.characters > 1_000_000


def test_columns_are_as_chosen_where_the_guess_would_be_another(tmp_path):
    rows = [(f"{text}, truly", "x" * (number % 2 + 1), text, label) for number, (text, label) in enumerate(ROWS)]
    path = file(tmp_path, "t.csv", table(rows, ("text", "label", "other", "mood")))
    access = Access(tmp_path / "data", columns={"text": "other", "label": "mood"})
    dataset = load_training_data(str(path), access, LABELLED)
    assert dataset.label_names == ("bad", "good")
    assert {text for part in (dataset.train, dataset.validation) for text in part.texts} <= {text for text, _ in ROWS}
    assert load_training_data(str(path), Access(tmp_path / "data"), LABELLED).label_names == ("x", "xx")


def test_chosen_columns_of_pairs_and_of_running_text(tmp_path):
    rows = [(f"one {number}", f"eins {number}", f"uno {number}") for number in range(20)]
    path = file(tmp_path, "p.csv", table(rows, ("en", "de", "es")))
    read = read_own_texts(path, "sentence-pairs", {"source": "es", "target": "en"})[0]("train")
    assert (read.examples.sources[0], read.examples.targets[0]) == ("uno 0", "one 0")
    rows = [(f"short {number}", f"{number} " + "much longer " * 9) for number in range(200)]
    path = file(tmp_path, "r.csv", table(rows, ("note", "text")))
    assert "short 3" in read_own_texts(path, "running-text", {"text": "note"})[0]("train").examples.parts


def test_a_column_that_is_not_there_is_named(tmp_path):
    path = file(tmp_path, "t.csv", table())
    with pytest.raises(WorkshopError, match="mood"):
        read_own_texts(path, "labelled-texts", {"label": "mood"})[0]("train")
