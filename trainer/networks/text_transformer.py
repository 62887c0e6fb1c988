"""A decoder-only transformer that writes: each token looks back at those before it, and says which one comes next.

Layers with pre-norm, rotary positions, normalised queries and keys, and the embedding as the last layer too (Press and
Wolf 2016, arXiv 1608.05859). While it writes, keys and values of the text so far are kept, so that a step computes one
token only. Papers of the parts: `trainer.networks.attention`; of the whole: Radford and others 2019, "Language Models
are Unsupervised Multitask Learners".

Data: any running text, such as tiny Shakespeare or poems.

Shapes: B texts of a batch, T tokens, P tokens of the past, D numbers a token, H heads, d = D/H, V tokens of the
vocabulary.
"""

from collections.abc import Sequence

from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters import WritingTransformerHyperparameters
from trainer.contract.hyperparameters.text_networks import PositionKind
from trainer.contract.settings import invalid_settings
from trainer.contract.text import Text
from trainer.networks.attention import KeysValues, LayerShape, Positions, SelfLayer, causal_mask, initialise
from trainer.networks.dropout import Dropout
from trainer.networks.facts import TextFacts

HIDDEN = 4
"""The perceptron of a layer is that many times as wide as what a token is described by."""


class TextTransformer(nn.Module):
    """Tokens, int64 [B,T], to logits of the token after each, [B,T,V]."""

    def __init__(
        self,
        *,
        vocabulary: int,
        shape: LayerShape,
        layers: int = 4,
        context: int = 128,
        positions: PositionKind = "rotary",
        tied: bool = True,
    ) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(vocabulary, shape.width)
        self.positions = Positions(positions, shape, context)
        self.dropout = Dropout(shape.dropout)
        self.layers = nn.ModuleList(SelfLayer(shape) for _ in range(layers))
        self.norm = nn.LayerNorm(shape.width)
        self.output = None if tied else nn.Linear(shape.width, vocabulary, bias=False)
        initialise(self)

    def forward(self, tokens: Tensor) -> Tensor:
        """int64 [B,T] to logits [B,T,V]."""
        rotation = self.positions.rotation(tokens.shape[1])
        described = self._embed(tokens, 0)
        for layer in self.layers:
            described, _ = layer(described, rotation=rotation, causal=True)
        return self._score(described)

    def step(self, tokens: Tensor, past: Sequence[KeysValues]) -> tuple[Tensor, list[KeysValues]]:
        """Logits [B,T,V] of the tokens after the past ones, and the keys and values of all up to here, a pair a layer.

        Without a past, its keys and values are [B,H,0,d].
        """
        done, length = past[0][0].shape[2], tokens.shape[1]
        mask = causal_mask(length, done, tokens.device)
        rotation = self.positions.rotation(length, done)
        described = self._embed(tokens, done)
        present = []
        for layer, kept in zip(self.layers, past, strict=True):
            described, now = layer(described, mask, rotation, kept)
            present.append(now)
        return self._score(described), present

    def _embed(self, tokens: Tensor, past: int) -> Tensor:
        embedded = self.embedding(tokens)
        if self.positions.kind == "sinusoidal":
            embedded = embedded * self.shape.width**0.5  # as the article has it
        return self.dropout(self.positions.add_to(embedded, past))

    def _score(self, described: Tensor) -> Tensor:
        described = self.norm(described)
        return functional.linear(described, self.embedding.weight) if self.output is None else self.output(described)


def build(hyperparameters: WritingTransformerHyperparameters, facts: TextFacts) -> dict[str, nn.Module]:
    """The network as the hyperparameters want it, under the name `writer`. Raises WorkshopError `invalid-setting`."""
    width, heads = hyperparameters.width, hyperparameters.heads
    if width % (2 * heads):
        raise invalid_settings(
            [
                Text(
                    f"width {width} is no multiple of twice the {heads} heads",
                    f"宽度 {width} 不是头数 {heads} 的两倍的倍数",
                )
            ]
        )
    shape = LayerShape(
        width=width,
        heads=heads,
        hidden=HIDDEN * width,
        activation=hyperparameters.activation,
        dropout=hyperparameters.dropout,
        qk_norm=hyperparameters.qk_norm,
        bias=False,
    )
    network = TextTransformer(
        vocabulary=facts.tokenizer.size,
        shape=shape,
        layers=hyperparameters.layers,
        context=hyperparameters.context,
        positions=hyperparameters.positions,
        tied=hyperparameters.tied,
    )
    return {"writer": network}
