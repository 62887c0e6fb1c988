"""The customer messages are what they claim: counted, different, held out by wording, neither trivial nor a riddle."""

import itertools
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from tests.helpers.likeness import bare, chinese_share, is_simplified, likeness
from trainer.contract.errors import WorkshopError
from trainer.contract.titles import label_titles
from trainer.datasets.embedded.customer_messages import FILE, LABELS, CustomerMessages, read_customer_messages

TRAIN, TEST = read_customer_messages("train"), read_customer_messages("test")
SEQUENCES = {"en": 3, "zh": 2}
"""Letters in the sequences by which texts are compared; a Chinese sign says more than a letter."""


def by_wording() -> dict[tuple[str, int], dict[int, list[str]]]:
    """The messages of both parts by language and label, then by wording."""
    found: dict[tuple[str, int], dict[int, list[str]]] = {}
    for part in (TRAIN, TEST):
        for language, label, wording, text in zip(part.languages, part.labels, part.wordings, part.texts, strict=True):
            found.setdefault((language, label), {}).setdefault(wording, []).append(text)
    return found


def test_every_class_has_sixty_messages_in_each_language_a_fifth_of_them_for_testing() -> None:
    classes = by_wording()
    assert set(classes) == set(itertools.product(("en", "zh"), range(10)))
    for wordings in classes.values():
        assert sum(len(messages) for messages in wordings.values()) == 60
        assert len(wordings) >= 48
        assert sorted(map(len, wordings.values()))[-4:] == [3] * 4
    assert Counter(zip(TEST.languages, TEST.labels, strict=True)) == dict.fromkeys(classes, 12)


def test_the_parts_share_no_wording() -> None:
    assert not set(TRAIN.wordings) & set(TEST.wordings)
    assert len(TRAIN.texts) == len(TRAIN.labels) == len(TRAIN.languages) == 960
    assert len(TEST.texts) == 240


def test_no_message_comes_twice() -> None:
    counts = Counter(bare(text) for text in TRAIN.texts + TEST.texts)
    assert counts.most_common(1)[0][1] == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_variants_are_alike_and_wordings_differ(language: str) -> None:
    length = SEQUENCES[language]
    for (found, _), wordings in by_wording().items():
        if found != language:
            continue
        inside = [likeness(*pair, length) for texts in wordings.values() for pair in itertools.combinations(texts, 2)]
        between = [
            likeness(one, other, length)
            for some, others in itertools.combinations(wordings.values(), 2)
            for one, other in itertools.product(some, others)
        ]
        assert max(between) < 0.45
        assert np.mean(inside) > 2 * np.mean(between)


def test_each_language_is_written_in_its_signs() -> None:
    for part in (TRAIN, TEST):
        for language, text in zip(part.languages, part.texts, strict=True):
            assert chinese_share(text) > 0.6 if language == "zh" else chinese_share(text) == 0, text
            assert is_simplified(text), text
            assert text == text.strip()


def test_nobody_can_be_reached_by_what_is_written() -> None:
    for text in TRAIN.texts + TEST.texts:
        assert not re.search(r"\d[\d -]{5,}|@|https?:|www\.", text), text


def test_messages_are_short_and_long_in_many_manners() -> None:
    for language, shortest, longest in (("en", 30, 180), ("zh", 9, 55)):
        texts = [
            text
            for part in (TRAIN, TEST)
            for text, of in zip(part.texts, part.languages, strict=True)
            if of == language
        ]
        assert sum(len(text) < shortest for text in texts) >= 10
        assert sum(len(text) > longest for text in texts) >= 10
        assert sum(not any(sign in text for sign in ".?!,。？！，～") for text in texts) >= 40
        assert sum(any(sign > "\U0001f000" for sign in text) for text in texts) >= 5


def test_labels_have_titles_in_both_languages() -> None:
    titles = label_titles(LABELS)
    assert len({title.en for title in titles}) == len({title.zh for title in titles}) == 10
    assert all(chinese_share(title.zh) == 1 for title in titles)


def of_language(part: CustomerMessages, language: str) -> tuple[list[str], np.ndarray]:
    """The texts and labels of one language."""
    places = [place for place, of in enumerate(part.languages) if of == language]
    return [part.texts[place] for place in places], part.labels[places]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_counting_words_tells_most_intents_but_not_all(language: str) -> None:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    signs = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True)
    baseline = make_pipeline(make_union(words, signs), LogisticRegression(C=10, max_iter=1000))
    baseline.fit(*of_language(TRAIN, language))
    accuracy = baseline.score(*of_language(TEST, language))
    print(f"TF-IDF and logistic regression on held-out wordings, {language}: {accuracy:.1%}")
    assert 0.6 < accuracy < 0.98


def test_a_row_with_an_unknown_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "messages.tsv"
    path.write_text(FILE.read_text(encoding="utf-8") + "en\tcomplaint\t1\tI complain.\n", encoding="utf-8")
    with pytest.raises(WorkshopError, match="row 1202 has an unknown language, label or wording") as caught:
        read_customer_messages("train", path)
    assert caught.value.kind == "unreadable"
