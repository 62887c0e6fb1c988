"""A small Transformer that translates: an encoder reads the source, a decoder writes the target and looks back at it.

Layers normalise what comes in (pre-norm); one matrix serves as the embeddings of both languages and as the output. The
decoder's own keys and values can be kept, so that each token of a translation is computed once.

Papers: Vaswani and others 2017, arXiv 1706.03762; Xiong and others 2020, arXiv 2002.04745 (pre-norm); Press and Wolf
2016, arXiv 1608.05859 (tied embeddings); Garg and others 2019, arXiv 1909.02074 (the last layer but one aligns best).
Data: Multi30k, Tatoeba.

Shapes: B sentences, S tokens of the source, T of the target, P that were written before, D numbers a token, L layers of
the decoder, H heads, d = D/H numbers a head, V tokens in the vocabulary.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters import TranslationTransformerHyperparameters
from trainer.contract.hyperparameters.text_networks import PositionKind
from trainer.networks.attention import (
    PADDING,
    CrossLayer,
    KeysValues,
    LayerShape,
    Positions,
    SelfLayer,
    initialise,
    padding_mask,
)
from trainer.networks.dropout import Dropout
from trainer.networks.facts import TextFacts

Caches = list[KeysValues]
"""Keys and values of each layer."""


class TranslationTransformer(nn.Module):
    """Source tokens int64 [B,S] and target tokens [B,T], both padded with 0 behind, to logits [B,T,V] of the next."""

    aligns = True

    def __init__(
        self,
        *,
        vocabulary: int,
        shape: LayerShape,
        encoder_layers: int = 3,
        decoder_layers: int = 3,
        positions: PositionKind = "sinusoidal",
        longest: int = 256,
    ) -> None:
        """`longest` bounds learned positions alone."""
        super().__init__()
        self.vocabulary, self.shape, self.layers = vocabulary, shape, decoder_layers
        self.embedding = nn.Embedding(vocabulary, shape.width, padding_idx=PADDING)
        self.positions = Positions(positions, shape, longest)
        self.dropout = Dropout(shape.dropout)
        self.encoder = nn.ModuleList(SelfLayer(shape) for _ in range(encoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder = nn.ModuleList(CrossLayer(shape) for _ in range(decoder_layers))
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.output_bias = nn.Parameter(torch.zeros(vocabulary))
        self._initialise()

    @property
    def state_axes(self) -> dict[str, tuple[int | str, ...]]:
        """The axes, behind the batch, of all that `encode` and `first_past` give together."""
        heads, size = (self.layers, self.shape.heads), self.shape.head_width
        source, past = (*heads, "length", size), (*heads, "past", size)
        return {
            "source_keys": source,
            "source_values": source,
            "source_mask": ("length",),
            "past_keys": past,
            "past_values": past,
        }

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Logits [B,T,V]: at each place those of the token that follows there."""
        mask = padding_mask(source)
        seen = self._read(source, mask)
        states, rotation = self._embed(target, 0), self.positions.rotation(target.shape[1])
        for layer in self.decoder:
            offered = layer.cross.keys_values(seen)  # type: ignore[union-attr,operator]
            states, _, _ = layer(states, offered, mask, rotation=rotation, causal=True)
        return self._logits(states)

    def encode(self, tokens: Tensor) -> dict[str, Tensor]:
        """What the decoder needs of the source [B,S], and a past without tokens.

        `source_keys` and `source_values` [B,L,H,S,d], `source_mask` float [B,S], 1 for real tokens and 0 for padding.
        """
        seen = self._read(tokens, padding_mask(tokens))
        offered = [layer.cross.keys_values(seen) for layer in self.decoder]  # type: ignore[union-attr,operator]
        keys, values = (torch.stack(each, dim=1) for each in zip(*offered, strict=True))
        return {"source_keys": keys, "source_values": values, "source_mask": (tokens != PADDING).to(keys.dtype)}

    def first_past(self, sentences: int) -> dict[str, Tensor]:
        """The decoder's past before the first token: `past_keys` and `past_values` [B,L,H,0,d]."""
        weight = self.embedding.weight
        nothing = weight.new_zeros((sentences, self.layers, self.shape.heads, 0, self.shape.head_width))
        return {"past_keys": nothing, "past_values": nothing}

    def step(self, tokens: Tensor, state: dict[str, Tensor]) -> tuple[Tensor, Tensor, dict[str, Tensor]]:
        """One step of the decoder: tokens [B,1] to logits [B,V], the attention [B,S] and the next `past_...`.

        The attention is the mean of the heads of the last layer but one.
        """
        past = state["past_keys"].shape[3]
        mask = _source_mask(state["source_mask"])
        states, rotation = self._embed(tokens, past), self.positions.rotation(1, past)
        aligning, caches = max(0, self.layers - 2), []
        weights: Tensor | None = None
        for number, layer in enumerate(self.decoder):
            source, before = (
                (state[f"{name}_keys"][:, number], state[f"{name}_values"][:, number]) for name in ("source", "past")
            )
            weigh = number == aligning
            states, cache, seen = layer(states, source, mask, rotation=rotation, past=before, weigh=weigh)
            weights = seen if weigh else weights
            caches.append(cache)
        assert weights is not None
        keys, values = (torch.stack(each, dim=1) for each in zip(*caches, strict=True))
        attention = weights.mean(dim=1)[:, -1]  # [B,H,1,S] to [B,S]
        return self._logits(states)[:, -1], attention, {"past_keys": keys, "past_values": values}

    def _embed(self, tokens: Tensor, past: int) -> Tensor:
        embedded = self.embedding(tokens) * self.shape.width**0.5
        return self.dropout(self.positions.add_to(embedded, past))

    def _read(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """[B,S] to what the encoder makes of it, [B,S,D]."""
        states, rotation = self._embed(tokens, 0), self.positions.rotation(tokens.shape[1])
        for layer in self.encoder:
            states, _ = layer(states, mask, rotation)
        return self.encoder_norm(states)

    def _logits(self, states: Tensor) -> Tensor:
        return functional.linear(self.decoder_norm(states), self.embedding.weight, self.output_bias)

    def _initialise(self) -> None:
        initialise(self, spread=(2 / (5 * self.shape.width)) ** 0.5)  # small, as for layers of equal width
        nn.init.normal_(self.embedding.weight, std=self.shape.width**-0.5)  # of variance 1 once scaled
        with torch.no_grad():
            self.embedding.weight[PADDING].zero_()


def _source_mask(given: Tensor) -> Tensor:
    """A mask given as numbers [B,S] as bool [B,1,1,S]; its first token is always there, so that none looks nowhere."""
    is_first = torch.arange(given.shape[1], device=given.device) == 0
    return ((given > 0.5) | is_first)[:, None, None, :]


def build(hyperparameters: TranslationTransformerHyperparameters, facts: TextFacts) -> dict[str, nn.Module]:
    """The network by the name that its recipe uses."""
    shape = LayerShape(
        width=hyperparameters.width,
        heads=hyperparameters.heads,
        hidden=hyperparameters.hidden,
        activation=hyperparameters.activation,
        dropout=hyperparameters.dropout,
    )
    translator = TranslationTransformer(
        vocabulary=facts.tokenizer.size,
        shape=shape,
        encoder_layers=hyperparameters.encoder_layers,
        decoder_layers=hyperparameters.decoder_layers,
        positions=hyperparameters.positions,
        longest=hyperparameters.longest,
    )
    return {"translator": translator}
