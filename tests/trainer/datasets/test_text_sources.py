import io
import tarfile

import numpy as np
import pytest

from tests.helpers.text_data import with_texts
from trainer.contract.errors import WorkshopError
from trainer.datasets.catalogued_texts import find_layout, without_html
from trainer.datasets.known_datasets import KNOWN_DATASETS
from trainer.datasets.known_texts import TEXTS
from trainer.datasets.needs import DIGITS, TextNeeds
from trainer.datasets.overlap import key_of, without_overlap
from trainer.datasets.presence import is_here
from trainer.datasets.sources import Access, find_source, load_split, load_training_data
from trainer.datasets.texts import Texts

TO_DOWNLOAD = ("ag-news-whole", "imdb")
"""Too large for the test data; their layouts are those of others or tried below."""
LABELLED = [known.name for known in TEXTS if known.kind == "labelled-texts" and known.name not in TO_DOWNLOAD]


def needs_of(name: str) -> TextNeeds:
    return TextNeeds(name, "", KNOWN_DATASETS[name].kind)


NOT_COUNTED = ("wikitext-2", "python-reference", *TO_DOWNLOAD)
OF_FIXED_SIZE = [known.name for known in TEXTS if known.name not in NOT_COUNTED]
"""The training part of the one is not in the test data, the other is another in each Python."""


@pytest.mark.parametrize("name", OF_FIXED_SIZE)
def test_the_counts_of_the_catalog_are_those_of_the_files(name, tmp_path, test_data):
    access = with_texts(tmp_path, test_data)
    data = load_training_data(name, access, needs_of(name))
    split = load_split(name, access, "test", needs_of(name))
    assert {**data.counts, "test": len(split.examples)} == KNOWN_DATASETS[name].counts
    assert (data.name, split.origin.name) == (name, name)
    assert data.sha256 != split.sha256


@pytest.mark.parametrize("name", LABELLED)
def test_every_label_is_in_every_part_and_no_text_is_in_two(name, tmp_path, test_data):
    access = with_texts(tmp_path, test_data)
    data = load_training_data(name, access, needs_of(name))
    test = load_split(name, access, "test", needs_of(name)).examples
    parts = [data.train, data.validation, test]
    for part in parts:
        assert set(part.labels) == set(range(len(data.label_names)))
    if name not in ("sst2", "ag-news"):  # as they were published
        keys = [{" ".join(text.casefold().split()) for text in part.texts} for part in parts]
        assert not keys[0] & keys[1]
    assert not any("\ufffd" in text for text in test.texts)


@pytest.mark.parametrize("name", ["sentiment-en", "sentiment-zh"])
def test_no_test_sentence_is_trained_on_in_whatever_writing(name, tmp_path, test_data):
    access = with_texts(tmp_path, test_data)
    data = load_training_data(name, access, needs_of(name))
    test = load_split(name, access, "test", needs_of(name)).examples
    everything = "\n".join(key_of(text) for text in (*data.train.texts, *data.validation.texts))
    known = [text for text in test.texts if len(key_of(text)) >= 24 and key_of(text) in everything]
    assert known == []
    assert "the test has them too" in data.warnings[0].en


def test_sentences_are_known_again_with_other_quotes_spaces_and_lost_accents():
    test = Texts(("Don't miss « Amélie » : it's a crème brûlée of a film .",), np.zeros(1, np.int64))
    texts = Texts(
        (
            "do n't miss am lie it 's a cr me br l e of a film",
            "miss am lie it 's a cr me br l e of a film",
            "a dull film",
            "A dull  film.",
        ),
        np.zeros(4, np.int64),
    )
    kept, in_test, repeated = without_overlap(texts, test)
    assert (kept.texts, in_test, repeated) == (("a dull film",), 2, 1)


def test_long_reviews_are_read_from_their_archive_without_the_ones_that_have_no_label(tmp_path):
    files = {
        "train/pos/1_9.txt": "Fine.<br /><br />Very &quot;fine&quot;.",
        "train/neg/0_2.txt": "Dull.",
        "train/unsup/0_0.txt": "Nobody said.",
        "train/urls_pos.txt": "http://example.org",
        "test/neg/3_1.txt": "Poor é.",
        "test/pos/2_8.txt": "Good.",
    }
    (tmp_path / "imdb").mkdir()
    with tarfile.open(tmp_path / "imdb" / "aclImdb_v1.tar.gz", "w:gz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"aclImdb/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    layout = find_layout("imdb", tmp_path / "imdb")
    train, test = (layout.read_part(tmp_path / "imdb", part) for part in ("train", "test"))
    assert train.examples.texts == ("Dull.", 'Fine.\n\nVery "fine".')
    assert train.examples.labels.tolist() == [0, 1]
    assert test.examples.texts == ("Poor é.", "Good.")
    assert test.examples.labels.tolist() == [0, 1]
    assert train.label_names == ("negative", "positive")


def test_equal_sentences_of_pairs_are_never_parted(tmp_path, test_data):
    data = load_training_data("tatoeba-en-zh", with_texts(tmp_path, test_data), needs_of("tatoeba-en-zh"))
    for side in ("sources", "targets"):
        assert not set(getattr(data.train, side)) & set(getattr(data.validation, side))


def test_both_packings_of_multi30k_hold_the_same_pairs(tmp_path, test_data):
    raw = tmp_path / "datasets" / "multi30k-en-de"
    raw.parent.mkdir()
    raw.symlink_to(test_data / "text" / "translation" / "multi30k_raw")
    other = with_texts(tmp_path / "other", test_data, "multi30k-en-de")
    ours, theirs = (
        load_training_data("multi30k-en-de", access, needs_of("multi30k-en-de")) for access in (Access(tmp_path), other)
    )
    assert ours.validation == theirs.validation
    differing = [pair for pair in zip(ours.train.targets, theirs.train.targets, strict=True) if pair[0] != pair[1]]
    assert len(differing) <= 1  # a tab inside one caption became a space


def test_the_end_of_a_long_text_is_the_test(tmp_path, test_data):
    access = with_texts(tmp_path, test_data, "tiny-shakespeare")
    data = load_training_data("tiny-shakespeare", access, needs_of("tiny-shakespeare"))
    test = load_split("tiny-shakespeare", access, "test", needs_of("tiny-shakespeare")).examples
    whole = (test_data / "text" / "lm" / "tinyshakespeare_input.txt").read_text(encoding="utf-8")
    assert data.train.parts[0] + data.validation.parts[0] + test.parts[0] == whole
    assert len(test.parts[0]) == len(whole) // 10


def test_poems_are_held_out_whole(tmp_path, test_data):
    data = load_training_data("song-ci", with_texts(tmp_path, test_data, "song-ci"), needs_of("song-ci"))
    assert not set(data.train.parts) & set(data.validation.parts)
    assert all("\n" in poem and not poem.startswith("\n") for poem in data.validation.parts)


def test_pictures_are_no_texts_and_the_other_way_round(tmp_path, test_data):
    access = with_texts(tmp_path, test_data, "rt-polarity")
    for where, needs in (("rt-polarity", DIGITS), ("rt-polarity", TextNeeds("", "", "running-text"))):
        with pytest.raises(WorkshopError) as caught:
            find_source(where, access, needs)
        assert caught.value.kind == "wrong-kind"


def test_a_combined_set_is_here_when_all_its_parts_are(tmp_path, test_data):
    with_texts(tmp_path, test_data, "rt-polarity", "sst2")
    known = KNOWN_DATASETS["sentiment-en"]
    assert not is_here(known, tmp_path / "datasets" / known.name)
    with pytest.raises(WorkshopError) as caught:
        load_training_data("sentiment-en", Access(tmp_path), needs_of("sentiment-en"))
    assert "datasets/review-polarity" in caught.value.hint.en
    with_texts(tmp_path, test_data, "review-polarity")
    assert is_here(known, tmp_path / "datasets" / known.name)


def test_remains_of_html_become_what_they_stand_for():
    assert without_html("Fed #39;s &lt;b&gt;rate&lt;/b&gt; quot;up quot; AT amp;T") == 'Fed\'s rate "up " AT&T'
    assert without_html("1 < 2 and 3 > 2") == "1 < 2 and 3 > 2"
