"""Ten thousand short texts in one go against one by one, both measured in one run, taking turns.

The network is that of `intents`, preset `best`, with random weights: speed does not depend on them. The texts are
drawn, no two alike, of three to twelve words; fewer are read one by one, and the time is scaled.
"""

import itertools
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import pytest

from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import Device
from desktop_app.inference.sessions import GraphSession
from tests.helpers.cards import CLASSIFIER_CARD
from trainer.catalog import documented_model
from trainer.contract.card import TextSpec
from trainer.contract.pipelines.text_classification import TextClassification
from trainer.contract.tokenization import Tokenizer
from trainer.datasets.embedded.customer_messages import read_customer_messages
from trainer.datasets.vocabularies import train_vocabulary
from trainer.export.graph import export_graph
from trainer.networks.facts import TextFacts
from trainer.networks.text_encoder import build
from trainer.recipes.text_classification import graphs

TEXTS, ALONE = 10_000, 500
ROUNDS = 3
REQUIRED = 5.0

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.timeout(1200),
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning", "ignore::DeprecationWarning"),
]


@pytest.mark.parametrize("threads", [1, 2])
def test_in_one_go_against_one_by_one(tmp_path, threads, record_property) -> None:
    messages = read_customer_messages("train").texts
    classifier = our_classifier(tmp_path, messages, threads)
    texts = short_texts(messages)

    def one_by_one() -> None:
        for text in texts[:ALONE]:
            classifier.classify_text(text)

    classifier.classify_texts(texts[:100])
    pairs = [(seconds(lambda: classifier.classify_texts(texts)), seconds(one_by_one)) for _ in range(ROUNDS)]
    ratios = [alone / ALONE * TEXTS / together for together, alone in pairs]
    ratio = statistics.median(ratios)
    together = min(each for each, _ in pairs)
    record_property("ratio", ratio)
    print(f"\n{threads} threads: {TEXTS / together:.0f} texts a second, {ratio:.2f} times as fast as one by one")
    assert ratio >= REQUIRED


def our_classifier(folder: Path, messages: tuple[str, ...], threads: int) -> TextClassification:
    """The pipeline as the program runs it."""
    settings = documented_model("intents").presets["best"].hyperparameters
    tokenizer = Tokenizer(train_vocabulary(messages, settings.tokens, settings.vocabulary))
    facts = TextFacts(10, tokenizer)
    (graph,) = graphs(build(settings, facts), settings, facts)
    path = folder / "graph.onnx"
    export_graph(graph, path, 1)
    card = msgspec.structs.replace(
        CLASSIFIER_CARD,
        tasks=("text-classification",),
        inputs=graph.inputs,
        outputs=graph.outputs,
        labels=tuple(map(str, range(10))),
        tokenizer=tokenizer.content,
        text=TextSpec(longest=settings.longest),
    )
    session = GraphSession(path.read_bytes(), Device("cpu"), Machine(), threads)
    return TextClassification(card, lambda role, feeds: session.run(feeds))


def short_texts(messages: tuple[str, ...]) -> list[str]:
    """Different texts of English words of the messages."""
    words = sorted({word for message in messages for word in message.split() if word.isascii()})
    random = np.random.default_rng(0)
    drawn = (" ".join(random.choice(words, random.integers(3, 13))) for _ in itertools.count())
    return list(itertools.islice(dict.fromkeys(itertools.islice(drawn, TEXTS + 100)), TEXTS))


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
