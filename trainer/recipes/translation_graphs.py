"""The two graphs of a network that translates: `main` reads the source, `decoder` writes one token.

What `main` gives under the name of one of the decoder's inputs is that input: at every step, or at the first where the
card's `text.states` names it. Any other state begins with zeros, without tokens where it grows.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from trainer.contract.card import MAIN_ROLE, TensorSpec
from trainer.contract.hyperparameters import TranslationHyperparameters
from trainer.contract.pipelines.translation import ATTENTION, DECODER, LOG_PROBABILITIES, TOKEN, TOKENS
from trainer.networks.facts import TextFacts
from trainer.recipes.translation import NETWORK
from trainer.training.recipe import Graph, Networks

EXAMPLE = {"batch": 2, "length": 5, "past": 3}
"""Sizes of the free axes of the example that graphs are traced with."""
PAST, PRESENT = "past_", "present_"

MEANINGS = {
    "source_mask": "1 for a token of the source, 0 for padding",
    "source_states": "what the encoder made of each token of the source",
    "source_keys": "of the source, for each layer of the decoder",
    "source_values": "of the source, for each layer of the decoder",
    "past_keys": "of the tokens written before",
    "past_values": "of the tokens written before",
    "past_hidden": "the decoder's state",
    "past_cell": "the decoder's state",
}

Axes = Mapping[str, tuple[int | str, ...]]


class EncoderGraph(nn.Module):
    """Tokens of the source in, all that the decoder needs of them out."""

    def __init__(self, translator: nn.Module) -> None:
        super().__init__()
        self.translator = translator

    def forward(self, tokens: Tensor) -> tuple[Tensor, ...]:
        """int64 [B,S], padded with 0 behind, to the tensors of `encode`."""
        return tuple(self.translator.encode(tokens).values())  # type: ignore[operator]


class DecoderGraph(nn.Module):
    """One token and the state in, the logarithms of the next token's probabilities and the next state out."""

    def __init__(self, translator: nn.Module, names: tuple[str, ...]) -> None:
        super().__init__()
        self.translator = translator
        self.names = names

    def forward(self, token: Tensor, *state: Tensor) -> tuple[Tensor, ...]:
        """int64 [B,1] and the named tensors to [B,V], the attention [B,S] if there is one, and the next past."""
        by_name = dict(zip(self.names, state, strict=True))
        logits, attention, past = self.translator.step(token, by_name)  # type: ignore[operator]
        aligned = () if attention is None else (attention,)
        return torch.log_softmax(logits, dim=1), *aligned, *past.values()


def graphs(networks: Networks, hyperparameters: TranslationHyperparameters, facts: TextFacts) -> tuple[Graph, ...]:
    """Encoder and decoder."""
    translator = networks[NETWORK]
    axes: Axes = translator.state_axes  # type: ignore[assignment]
    tokens = torch.full((EXAMPLE["batch"], EXAMPLE["length"]), facts.tokenizer.end)
    with torch.no_grad():
        encoded = tuple(translator.encode(tokens))  # type: ignore[operator]
    encoder = Graph(
        role=MAIN_ROLE,
        module=EncoderGraph(translator),
        examples={TOKENS: tokens},
        inputs=(
            TensorSpec(
                name=TOKENS,
                type="int64",
                shape=("batch", "length"),
                below=facts.tokenizer.size,
                meaning="of a sentence, the end token last; 0 fills up",
            ),
        ),
        outputs=tuple(_state(name, axes[name]) for name in encoded),
    )
    return encoder, _decoder(translator, axes, facts.tokenizer.size)


def _decoder(translator: nn.Module, axes: Axes, vocabulary: int) -> Graph:
    token = TensorSpec(name=TOKEN, type="int64", shape=("batch", 1), below=vocabulary, meaning="the last token")
    inputs = (token, *(_state(name, shape) for name, shape in axes.items()))
    chances = TensorSpec(
        name=LOG_PROBABILITIES,
        type="float32",
        shape=("batch", vocabulary),
        meaning="of the next token, natural logarithms",
    )
    attention = TensorSpec(
        name=ATTENTION, type="float32", shape=("batch", "length"), meaning="what the next token is written for"
    )
    present = (
        TensorSpec(
            name=_present(name),
            type="float32",
            shape=("batch", *("past + 1" if axis == "past" else axis for axis in shape)),
            meaning=f"the next step's {name}",
        )
        for name, shape in axes.items()
        if name.startswith(PAST)
    )
    return Graph(
        role=DECODER,
        module=DecoderGraph(translator, tuple(axes)),
        examples={spec.name: _example(spec) for spec in inputs},
        inputs=inputs,
        outputs=(chances, *((attention,) if translator.aligns else ()), *present),
    )


def _state(name: str, axes: tuple[int | str, ...]) -> TensorSpec:
    return TensorSpec(name=name, type="float32", shape=("batch", *axes), meaning=MEANINGS[name])


def _present(name: str) -> str:
    return PRESENT + name.removeprefix(PAST)


def _example(spec: TensorSpec) -> Tensor:
    sizes = [axis if isinstance(axis, int) else EXAMPLE[axis] for axis in spec.shape]
    return torch.ones(sizes, dtype=torch.int64) if spec.type == "int64" else torch.zeros(sizes)
