"""Decoding in the program against `generate` of `transformers`, both measured in one run, taking turns.

Both networks have the same layers, width, heads and vocabulary, and write as many tokens greedily after the same prompt
with a cache of keys and values, on the same threads. Weights are random: speed does not depend on them.
"""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
import torch

from desktop_app.inference.machine import Machine
from desktop_app.inference.providers import Device
from desktop_app.inference.sessions import GraphSession
from tests.helpers.cards import CLASSIFIER_CARD
from trainer.catalog import documented_model
from trainer.contract.card import TextSpec
from trainer.contract.pipelines.text_generation import TextGeneration
from trainer.contract.token_choice import TokenChoice
from trainer.contract.tokenization import Tokenizer
from trainer.datasets.vocabularies import train_vocabulary
from trainer.export.graph import export_graph
from trainer.export.job import states_of
from trainer.networks.facts import TextFacts
from trainer.networks.text_transformer import HIDDEN, build
from trainer.recipes.language_modelling import graphs

SIGNS = "".join(map(chr, range(32, 97)))
PROMPT = "ROMEO AND JULIET"
TOKENS = 200
ROUNDS = 5
REQUIRED = 1.5

pytestmark = [
    pytest.mark.benchmark,
    pytest.mark.timeout(1200),
    pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::UserWarning", "ignore::DeprecationWarning"),
]


@pytest.mark.parametrize("threads", [1, 2])
def test_decoding_against_transformers(tmp_path, threads, record_property) -> None:
    pytest.importorskip("transformers")
    torch.set_num_threads(threads)
    ours, theirs = our_writer(tmp_path, threads), their_writer()
    ours()
    theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    ratio = statistics.median(other / own for own, other in pairs)
    speeds = [TOKENS / min(each) for each in zip(*pairs, strict=True)]
    record_property("ratio", ratio)
    print(f"\n{threads} threads: {speeds[0]:.0f} against {speeds[1]:.0f} tokens a second, {ratio:.2f} times")
    assert ratio >= REQUIRED


def our_writer(folder: Path, threads: int) -> Callable[[], Any]:
    """The pipeline of `text-transformer`, preset `best`, as the program runs it."""
    settings = documented_model("text-transformer").presets["best"].hyperparameters
    tokenizer = Tokenizer(train_vocabulary([SIGNS], "characters", 1000))
    facts = TextFacts(0, tokenizer)
    (graph,) = graphs(build(settings, facts), settings, facts)
    path = folder / "graph.onnx"
    export_graph(graph, path, 1)
    card = msgspec.structs.replace(
        CLASSIFIER_CARD,
        tasks=("text-generation",),
        inputs=graph.inputs,
        outputs=graph.outputs,
        labels=(),
        classification=None,
        tokenizer=tokenizer.content,
        text=TextSpec(longest=settings.context, states=states_of(graph.inputs, graph.outputs)),
    )
    session = GraphSession(path.read_bytes(), Device("cpu"), Machine(), threads)
    writer = TextGeneration(card, lambda role, feeds: session.run(feeds))
    return lambda: list(writer.write(PROMPT, TOKENS, TokenChoice(temperature=0.0)))


def their_writer() -> Callable[[], Any]:
    """GPT-2 of the same size."""
    from transformers import GPT2Config, GPT2LMHeadModel

    settings = documented_model("text-transformer").presets["best"].hyperparameters
    config = GPT2Config(
        vocab_size=len(SIGNS) + 4,
        n_positions=settings.context,
        n_embd=settings.width,
        n_layer=settings.layers,
        n_head=settings.heads,
        n_inner=HIDDEN * settings.width,
        attn_implementation="eager",
        bos_token_id=2,
        eos_token_id=3,
        pad_token_id=0,
    )
    network = GPT2LMHeadModel(config).eval()
    prompt = torch.from_numpy(np.arange(4, 4 + len(PROMPT))[None])

    def write() -> Any:
        with torch.no_grad():
            return network.generate(
                prompt, max_new_tokens=TOKENS, min_new_tokens=TOKENS, do_sample=False, use_cache=True
            )

    return write


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
