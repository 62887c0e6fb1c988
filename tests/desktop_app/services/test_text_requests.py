"""Requests to models that write and translate, without a window."""

import threading
import time

import numpy as np
import pytest

from desktop_app.services.inference_requests import Watch
from desktop_app.services.text_requests import ALTERNATIVES, TranslateText, WriteText, WritingSettings
from desktop_app.ui.panels.passage import Passage, Piece, PieceMaker, Versions
from tests.helpers.tiny_text_models import WORDS, tiny_word_translator, tiny_writer
from trainer.contract.card import read_card
from trainer.contract.errors import Cancelled
from trainer.contract.pipelines import PIPELINES
from trainer.contract.pipelines.text_generation import WrittenToken
from trainer.export.session import GraphRunner


@pytest.fixture(scope="module")
def writer(tmp_path_factory):
    path = tiny_writer(tmp_path_factory.mktemp("writer"))
    return PIPELINES["text-generation"](read_card(path), GraphRunner(path))


@pytest.fixture(scope="module")
def translator(tmp_path_factory):
    path = tiny_word_translator(tmp_path_factory.mktemp("translator"), "words", WORDS, "tiny-en-de")
    return PIPELINES["translation"](read_card(path), GraphRunner(path))


def test_all_that_was_written_is_reported_once_and_in_order(writer):
    reports = []
    watch = Watch(lambda done, total, items: reports.append((time.monotonic(), done, total, items[0])))
    written = WriteText("The cat", WritingSettings(length=300, seed=3)).run(writer, watch)
    tokens = [token for *_, part in reports for token in part.tokens]
    assert (len(tokens), written.tokens, written.ending) == (300, 300, "length")
    assert reports[-1][1:3] == (300, 300)
    assert all(len(token.alternatives) == ALTERNATIVES for token in tokens)
    seconds = [part.seconds for *_, part in reports]
    assert seconds == sorted(seconds)
    gaps = np.diff([moment for moment, *_ in reports[:-1]])
    assert (gaps > 0.03).all()


def test_writing_ends_within_a_token_of_the_wish(writer):
    stopped = threading.Event()
    watch = Watch(lambda done, total, items: stopped.set(), stopped)
    written = WriteText("", WritingSettings(length=5000)).run(writer, watch)
    assert (written.tokens, written.ending) == (1, None)


def test_sentences_are_counted_and_a_translation_can_be_cancelled(translator):
    counts = []
    watch = Watch(lambda done, total, items: counts.append((done, total)))
    translated = TranslateText("The dog. " * 70, 1).run(translator, watch)
    assert translated.text.split() == ["Der", "Hund."] * 70
    assert counts == [(32, 70), (64, 70), (70, 70)]
    watch.stopped.set()
    with pytest.raises(Cancelled):
        TranslateText("The dog.", 1).run(translator, watch)


def test_pieces_wait_until_they_can_be_read():
    maker = PieceMaker()
    first = WrittenToken("", 1, 0.25, (("a", 0.5),))
    assert maker.pieces([WrittenToken("x", 9, 0.9), first]) == [Piece("x", 0.9)]
    assert maker.pieces([WrittenToken("", 2, 0.9), WrittenToken("猫", 3, 0.8)]) == [Piece("猫", 0.25, (("a", 0.5),))]


@pytest.mark.parametrize(("probability", "strength"), [(1.0, 0), (0.5, 0), (0.005, 1), (1e-9, 1), (0.05, 0.5)])
def test_unlikely_pieces_are_marked_stronger(probability, strength):
    assert Piece("x", probability).strength() == pytest.approx(strength)


def test_what_is_new_takes_the_place_of_what_was_undone():
    versions = Versions()
    assert versions.current() is None
    passages = [Passage("m", text, WritingSettings()) for text in "abc"]
    for passage in passages:
        versions.add(passage)
    versions.move(-1)
    versions.move(-1)
    assert versions.current() is passages[0]
    assert (versions.can_move(-1), versions.can_move(1)) == (False, True)
    versions.add(passages[2])
    assert not versions.can_move(1)
    versions.move(-1)
    assert versions.current() is passages[0]
