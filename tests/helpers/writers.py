"""Small networks that write, untrained, as the pipeline sees them: a card and a `run`."""

from collections.abc import Mapping

import msgspec
import numpy as np
import torch
from torch import Tensor, nn

from tests.helpers.cards import CLASSIFIER_CARD
from trainer.contract.card import ModelCard, StateSpec, TensorSpec, TextSpec
from trainer.contract.pipelines.run import RunGraph
from trainer.networks.attention import LayerShape
from trainer.networks.text_lstm import TextLSTM
from trainer.networks.text_transformer import TextTransformer


def small_transformer(vocabulary: int, longest: int = 16, seed: int = 1) -> TextTransformer:
    """Two layers of width 16 with weights large enough to have opinions."""
    torch.manual_seed(seed)
    shape = LayerShape(width=16, heads=2, hidden=32, qk_norm=True, bias=False)
    network = TextTransformer(vocabulary=vocabulary, shape=shape, layers=2, context=longest)
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.5)
    return network.eval()


def small_lstm(vocabulary: int, seed: int = 1) -> TextLSTM:
    """Two layers of width 12."""
    torch.manual_seed(seed)
    network = TextLSTM(vocabulary=vocabulary, embedding=8, width=12)
    nn.init.normal_(network.output.weight, std=2.0)
    return network.eval()


def transformer_writer(
    tokenizer: str, network: TextTransformer, longest: int = 16, *, marked: bool = False
) -> tuple[ModelCard, RunGraph]:
    """The card of a transformer, and its graph in PyTorch."""
    states = tuple(
        StateSpec(input=f"past_{kind}_{layer}", output=f"present_{kind}_{layer}", grows=2)
        for layer in range(len(network.layers))
        for kind in ("key", "value")
    )
    heads, size = network.shape.heads, network.shape.head_width

    def run(role: str, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        assert feeds[states[0].input].shape[2] + feeds["tokens"].shape[1] <= longest
        kept = [torch.from_numpy(feeds[state.input]) for state in states]
        with torch.no_grad():
            logits, present = network.step(
                torch.from_numpy(feeds["tokens"]), list(zip(kept[::2], kept[1::2], strict=True))
            )
        return _named(logits, [each for pair in present for each in pair], states)

    shape = ("batch", heads, "past", size)
    return _card(
        tokenizer, TextSpec(longest=longest, states=states, marked=marked), dict.fromkeys(range(4), shape)
    ), run


def lstm_writer(tokenizer: str, network: TextLSTM, *, marked: bool = False) -> tuple[ModelCard, RunGraph]:
    """The card of an LSTM, and its graph in PyTorch."""
    states = (
        StateSpec(input="past_hidden", output="present_hidden"),
        StateSpec(input="past_cell", output="present_cell"),
    )

    def run(role: str, feeds: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        with torch.no_grad():
            logits, state = network.step(
                torch.from_numpy(feeds["tokens"]),
                (torch.from_numpy(feeds["past_hidden"]), torch.from_numpy(feeds["past_cell"])),
            )
        return _named(logits, list(state), states)

    shape = (network.lstm.num_layers, "batch", network.lstm.hidden_size)
    return _card(tokenizer, TextSpec(longest=16, states=states, marked=marked), dict.fromkeys(range(2), shape)), run


def _named(logits: Tensor, kept: list[Tensor], states: tuple[StateSpec, ...]) -> dict[str, np.ndarray]:
    named = {state.output: each.numpy() for state, each in zip(states, kept, strict=True)}
    return {"logits": logits.numpy(), **named}


def _card(tokenizer: str, text: TextSpec, shapes: dict[int, tuple[str | int, ...]]) -> ModelCard:
    tokens = TensorSpec(name="tokens", type="int64", shape=("batch", "length"))
    kept = tuple(
        TensorSpec(name=state.input, type="float32", shape=shapes[number]) for number, state in enumerate(text.states)
    )
    return msgspec.structs.replace(
        CLASSIFIER_CARD,
        name="tiny-writer",
        tasks=("text-generation",),
        inputs=(tokens, *kept),
        outputs=(),
        labels=(),
        classification=None,
        tokenizer=tokenizer,
        text=text,
    )
