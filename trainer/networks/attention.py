"""The parts that text networks are made of: attention, its positions and masks, and the layers around it.

An encoder of texts is a stack of `SelfLayer`s with a padding mask; a network that writes is the same stack with a
causal mask and a cache; an encoder-decoder has `SelfLayer`s on one side and `CrossLayer`s on the other. Every part of a
layer normalises its input first (pre-norm) and adds its result to what came in, so no warm-up is needed.

Papers: Vaswani and others 2017, arXiv 1706.03762 (attention, sinusoidal positions); Xiong and others 2020, arXiv
2002.04745 (pre-norm); Su and others 2021, arXiv 2104.09864 (rotary positions); Henry and others 2020, arXiv 2010.04245
(normalised queries and keys); Shazeer 2019, arXiv 1911.02150 (decoding with cached keys and values).

Shapes: B texts of a batch, T tokens that ask, S tokens that are looked at, P tokens of the past, D numbers a token,
H heads, d = D/H numbers a head.
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters.common import Activation
from trainer.contract.hyperparameters.text_networks import PositionKind
from trainer.networks.activations import activation_module
from trainer.networks.dropout import Dropout

PADDING = 0
"""The token that fills up the shorter texts of a batch."""

LONGEST_BY_PRODUCTS = 160
"""Tokens up to which, in bfloat16 on a CPU, two products of matrices are faster than PyTorch's kernel (measured)."""

BASE = 10_000.0
"""Ratio of the longest to the shortest wave of sinusoidal and rotary positions, as both articles have it."""

KeysValues = tuple[Tensor, Tensor]
"""Keys and values of tokens, each [B,H,S,d]."""

Rotation = tuple[Tensor, Tensor]
"""Cosine and sine by which rotary positions turn queries and keys, each [T,d]."""


@dataclass(frozen=True)
class LayerShape:
    """What all layers of a network have in common; `hidden` is the width of the perceptron behind each attention."""

    width: int = 128
    heads: int = 4
    hidden: int = 512
    activation: Activation = "gelu"
    dropout: float = 0.0
    qk_norm: bool = False
    bias: bool = True

    @property
    def head_width(self) -> int:
        """Numbers a head."""
        return self.width // self.heads


def padding_mask(tokens: Tensor) -> Tensor:
    """Which of int64 [B,S] may be looked at: bool [B,1,1,S], false where there is only padding."""
    return (tokens != PADDING)[:, None, None, :]


def causal_mask(length: int, past: int, device: torch.device) -> Tensor:
    """Bool [1,1,T,P+T]: each of `length` tokens may look at itself, those before it and the `past`."""
    asking = torch.arange(length, device=device)[:, None] + past
    return (torch.arange(past + length, device=device)[None, :] <= asking)[None, None]


class Positions(nn.Module):
    """Tells the network where a token stands: by what is added to it, or by how queries and keys are turned.

    `longest` bounds learned positions alone.
    """

    frequencies: Tensor

    def __init__(self, kind: PositionKind, shape: LayerShape, longest: int) -> None:
        super().__init__()
        self.kind = kind
        size = shape.head_width if kind == "rotary" else shape.width
        self.table = nn.Embedding(longest, shape.width) if kind == "learned" else None
        exponents = torch.arange(0, size, 2, dtype=torch.float32) / size
        self.register_buffer("frequencies", BASE**-exponents, persistent=False)  # [size/2]

    def add_to(self, embedded: Tensor, past: int = 0) -> Tensor:
        """[B,T,D] of the tokens after the first `past` ones, with their positions where those are added."""
        if self.kind == "rotary":
            return embedded
        places = torch.arange(embedded.shape[1], device=embedded.device) + past
        if self.table is not None:
            return embedded + self.table(places)
        angles = self._angles(places)
        return embedded + torch.stack((angles.sin(), angles.cos()), dim=2).flatten(1)  # sine and cosine in turn

    def rotation(self, length: int, past: int = 0) -> Rotation | None:
        """How queries and keys of `length` tokens after the first `past` ones are turned; None for other positions."""
        if self.kind != "rotary":
            return None
        angles = self._angles(torch.arange(length, device=self.frequencies.device) + past)
        both = torch.cat((angles, angles), dim=1)  # [T,d]
        return both.cos(), both.sin()

    def _angles(self, places: Tensor) -> Tensor:
        """[T] to [T,size/2]."""
        return places[:, None].float() * self.frequencies


def rotate(vectors: Tensor, rotation: Rotation) -> Tensor:
    """Turns [B,H,T,d]: number i and number i + d/2 are a point of the plane, turned by its token's i-th angle."""
    cosine, sine = (each.to(vectors.dtype) for each in rotation)
    first, second = vectors.chunk(2, dim=3)
    return vectors * cosine + torch.cat((-second, first), dim=3) * sine


class HeadNorm(nn.Module):
    """Brings the root mean square of each head's numbers, [B,H,T,d], to 1, then to what was learned."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))

    def forward(self, vectors: Tensor) -> Tensor:
        """[B,H,T,d] to [B,H,T,d], in the precision of the vectors."""
        return functional.rms_norm(vectors, self.weight.shape, self.weight.to(vectors.dtype), eps=1e-6)


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None, *, causal: bool = False) -> Tensor:
    """softmax(Q K^T / sqrt(d)) V, [B,H,T,d], [B,H,S,d] and [B,H,S,d] to [B,H,T,d]; bool `mask`, or each before it.

    PyTorch's kernel takes several times longer backwards in bfloat16 on a CPU than what is done here in its place.
    """
    value = value.to(key.dtype)
    if query.device.type != "cpu" or query.dtype != torch.bfloat16:
        return functional.scaled_dot_product_attention(query, key, value, mask, is_causal=causal)
    if key.shape[2] <= LONGEST_BY_PRODUCTS:
        mask = causal_mask(query.shape[2], 0, query.device) if causal else mask
        return attention_weights(query, key, mask).to(value.dtype) @ value
    with torch.autocast("cpu", enabled=False):
        seen = functional.scaled_dot_product_attention(
            query.float(), key.float(), value.float(), mask, is_causal=causal
        )
    return seen.to(query.dtype)


def attention_weights(query: Tensor, key: Tensor, mask: Tensor | None = None) -> Tensor:
    """softmax(Q K^T / sqrt(d)), [B,H,T,d] and [B,H,S,d] to float [B,H,T,S]; rows add to 1."""
    scores = (query @ key.transpose(2, 3)).float() / math.sqrt(key.shape[3])
    if mask is not None:
        scores = scores.masked_fill(~mask, torch.finfo(scores.dtype).min)
    return torch.softmax(scores, dim=3)


class SelfAttention(nn.Module):
    """softmax(Q K^T / sqrt(d)) V among the tokens of a text, [B,T,D] to [B,T,D]."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query_key_value = nn.Linear(shape.width, 3 * shape.width, bias=shape.bias)
        self.query_norm, self.key_norm = _norms(shape)
        self.joined = nn.Linear(shape.width, shape.width, bias=shape.bias)

    def forward(
        self,
        inputs: Tensor,
        mask: Tensor | None = None,
        rotation: Rotation | None = None,
        past: KeysValues | None = None,
        *,
        causal: bool = False,
    ) -> tuple[Tensor, KeysValues]:
        """[B,T,D] to ([B,T,D], the keys and values of the past and of these tokens).

        `mask` is bool and true where a token may look, broadcast to [B,H,T,P+T]. `causal` in its place, without a past,
        is the faster way to let each token look at those before it alone.
        """
        query, key, value = (_in_heads(each, self.heads) for each in self.query_key_value(inputs).chunk(3, dim=2))
        query, key = self.query_norm(query), self.key_norm(key)
        if rotation is not None:
            query, key = rotate(query, rotation), rotate(key, rotation)
        if past is not None:
            key, value = torch.cat((past[0], key), dim=2), torch.cat((past[1], value), dim=2)
        return self.joined(_joined(attend(query, key, value, mask, causal=causal))), (key, value)


class CrossAttention(nn.Module):
    """softmax(Q K^T / sqrt(d)) V of the tokens of one text, which ask, to those of another, [B,T,D] to [B,T,D]."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query = nn.Linear(shape.width, shape.width, bias=shape.bias)
        self.key_value = nn.Linear(shape.width, 2 * shape.width, bias=shape.bias)
        self.query_norm, self.key_norm = _norms(shape)
        self.joined = nn.Linear(shape.width, shape.width, bias=shape.bias)

    def keys_values(self, source: Tensor) -> KeysValues:
        """What the text that is looked at, [B,S,D], offers; once for all steps of decoding."""
        key, value = (_in_heads(each, self.heads) for each in self.key_value(source).chunk(2, dim=2))
        return self.key_norm(key), value

    def forward(self, inputs: Tensor, source: KeysValues, mask: Tensor | None = None) -> Tensor:
        """[B,T,D] to [B,T,D]; `mask` is bool, broadcast to [B,H,T,S]."""
        query = self.query_norm(_in_heads(self.query(inputs), self.heads))
        key, value = source
        return self.joined(_joined(attend(query, key, value, mask)))

    def with_weights(self, inputs: Tensor, source: KeysValues, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """As `forward`, with how much each token looks at each of the other text, [B,H,T,S]; rows add to 1."""
        query = self.query_norm(_in_heads(self.query(inputs), self.heads))
        key, value = source
        weights = attention_weights(query, key, mask)
        return self.joined(_joined(weights.to(value.dtype) @ value)), weights


class Perceptron(nn.Module):
    """Two linear layers on each token, [B,T,D] to [B,T,D]."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        self.hidden = nn.Linear(shape.width, shape.hidden, bias=shape.bias)
        self.activation = activation_module(shape.activation)
        self.output = nn.Linear(shape.hidden, shape.width, bias=shape.bias)

    def forward(self, inputs: Tensor) -> Tensor:
        """[B,T,D] to [B,T,D]."""
        return self.output(self.activation(self.hidden(inputs)))


class SelfLayer(nn.Module):
    """A layer of an encoder, or of a network that writes: tokens look at each other, then a perceptron on each."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        self.attention_norm, self.perceptron_norm = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.attention = SelfAttention(shape)
        self.perceptron = Perceptron(shape)
        self.dropout = Dropout(shape.dropout)

    def forward(
        self,
        inputs: Tensor,
        mask: Tensor | None = None,
        rotation: Rotation | None = None,
        past: KeysValues | None = None,
        *,
        causal: bool = False,
    ) -> tuple[Tensor, KeysValues]:
        """[B,T,D] to ([B,T,D], keys and values up to here); the arguments are those of `SelfAttention`."""
        seen, present = self.attention(self.attention_norm(inputs), mask, rotation, past, causal=causal)
        inputs = inputs + self.dropout(seen)
        return inputs + self.dropout(self.perceptron(self.perceptron_norm(inputs))), present


class CrossLayer(nn.Module):
    """A layer of a decoder: its tokens look at each other, then at those of another text, then a perceptron on each."""

    def __init__(self, shape: LayerShape) -> None:
        super().__init__()
        self.attention_norm, self.cross_norm = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.perceptron_norm = nn.LayerNorm(shape.width)
        self.attention = SelfAttention(shape)
        self.cross = CrossAttention(shape)
        self.perceptron = Perceptron(shape)
        self.dropout = Dropout(shape.dropout)

    def forward(
        self,
        inputs: Tensor,
        source: KeysValues,
        source_mask: Tensor | None = None,
        mask: Tensor | None = None,
        rotation: Rotation | None = None,
        past: KeysValues | None = None,
        *,
        causal: bool = False,
        weigh: bool = False,
    ) -> tuple[Tensor, KeysValues, Tensor | None]:
        """[B,T,D] to ([B,T,D], keys and values up to here, the weights of the cross attention where `weigh` is on).

        `source` comes from `self.cross.keys_values`; the other arguments are those of `SelfAttention`.
        """
        seen, present = self.attention(self.attention_norm(inputs), mask, rotation, past, causal=causal)
        inputs = inputs + self.dropout(seen)
        asking = self.cross_norm(inputs)
        weights: Tensor | None = None
        if weigh:
            found, weights = self.cross.with_weights(asking, source, source_mask)
        else:
            found = self.cross(asking, source, source_mask)
        inputs = inputs + self.dropout(found)
        return inputs + self.dropout(self.perceptron(self.perceptron_norm(inputs))), present, weights


def initialise(network: nn.Module, spread: float = 0.02) -> None:
    """Normal weights of that standard deviation, biases 0; layers begin by passing on what came in.

    The last matrix of each part of a layer is 0, so that a deep network starts as a shallow one (Zhang and others 2019,
    arXiv 1901.09321).
    """
    for name, module in network.named_modules():
        if isinstance(module, (nn.Linear, nn.Embedding)):
            is_last = name.endswith((".joined", "perceptron.output"))
            nn.init.normal_(module.weight, std=0.0 if is_last else spread)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)


def _norms(shape: LayerShape) -> tuple[nn.Module, nn.Module]:
    if not shape.qk_norm:
        return nn.Identity(), nn.Identity()
    return HeadNorm(shape.head_width), HeadNorm(shape.head_width)


def _in_heads(vectors: Tensor, heads: int) -> Tensor:
    """[B,T,D] to [B,H,T,d]."""
    return vectors.unflatten(2, (heads, -1)).transpose(1, 2)


def _joined(vectors: Tensor) -> Tensor:
    """[B,H,T,d] to [B,T,D]."""
    return vectors.transpose(1, 2).flatten(2)
