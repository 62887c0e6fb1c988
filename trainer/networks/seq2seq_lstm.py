"""An encoder-decoder LSTM that translates: one LSTM reads the source, another writes the target from what it remembers.

Without attention the decoder knows the source by the encoder's last state alone; the source is read backwards, which
puts its beginning, where the target begins, next to it. With attention the encoder reads in both directions, and the
decoder looks back at what it made of each token: multiplicative scores (Luong) or additive ones (Bahdanau). In training
the decoder is given the target shifted by one (teacher forcing), in use what it has written itself.

Padding changes nothing: a padded source is turned round, so that its padding comes first, and the encoder has no bias
but one that goes with real tokens alone, so that its state stays at zero until the first of them.

Papers: Sutskever, Vinyals and Le 2014, arXiv 1409.3215; Bahdanau, Cho and Bengio 2014, arXiv 1409.0473; Luong, Pham and
Manning 2015, arXiv 1508.04025; Press and Wolf 2016, arXiv 1608.05859 (one matrix for embeddings and output).
Data: Multi30k, Tatoeba.

Shapes: B sentences, S tokens of the source, T of the target, E numbers of an embedding, D of a state, L layers, V
tokens in the vocabulary.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.hyperparameters import Seq2SeqHyperparameters
from trainer.contract.hyperparameters.translation import AttentionKind
from trainer.networks.attention import PADDING
from trainer.networks.dropout import Dropout
from trainer.networks.facts import TextFacts

PASTS = ("past_hidden", "past_cell")
OUT_OF_SIGHT = -1e4
"""Added to the score of padding; its share is then exactly 0 in float32, and still a number in float16."""


class Seq2SeqLSTM(nn.Module):
    """Source tokens int64 [B,S] and target tokens [B,T], both padded with 0 behind, to logits [B,T,V] of the next."""

    def __init__(
        self,
        *,
        vocabulary: int,
        embedding: int = 256,
        width: int = 512,
        layers: int = 2,
        attention: AttentionKind = "multiplicative",
        dropout: float = 0.0,
    ) -> None:
        """`width` must be even with attention: each direction of the encoder gets half of it. Raises ValueError."""
        super().__init__()
        if attention != "none" and width % 2:
            raise ValueError(f"an encoder of two directions needs an even width, not {width}")
        self.vocabulary, self.width, self.layers = vocabulary, width, layers
        self.aligns = attention != "none"
        directions = 2 if self.aligns else 1
        self.embedding = nn.Embedding(vocabulary, embedding, padding_idx=PADDING)
        self.dropout = Dropout(dropout)
        self.encoder = nn.ModuleList(
            nn.LSTM(
                (width if layer else embedding) + 1,
                width // directions,
                bias=False,
                batch_first=True,
                bidirectional=self.aligns,
            )
            for layer in range(layers)
        )
        below = 2 * width if self.aligns else width
        self.decoder = nn.ModuleList(
            nn.LSTM(below if layer else embedding, width, batch_first=True) for layer in range(layers)
        )
        if self.aligns:
            self.hidden_bridge = nn.Linear(width // 2, width)
            self.cell_bridge = nn.Linear(width // 2, width)
            self.attention = MultiplicativeScores(width) if attention == "multiplicative" else AdditiveScores(width)
        self.features = nn.Linear(below, embedding)
        self.output_bias = nn.Parameter(torch.zeros(vocabulary))
        self._initialise()

    @property
    def state_axes(self) -> dict[str, tuple[int | str, ...]]:
        """The axes, behind the batch, of all that `encode` and `first_past` give together."""
        past: dict[str, tuple[int | str, ...]] = dict.fromkeys(PASTS, (self.layers, self.width))
        return {
            **({"source_states": ("length", self.width), "source_mask": ("length",)} if self.aligns else {}),
            **past,
        }

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Logits [B,T,V]: at each place those of the token that follows there."""
        state = self.encode(source)
        features, _, _, _ = self._decode(target, state, state["past_hidden"], state["past_cell"])
        return self._logits(features)

    def encode(self, tokens: Tensor) -> dict[str, Tensor]:
        """What the decoder starts from: `past_hidden` and `past_cell` [B,L,D].

        With attention `source_states` [B,S,D] and `source_mask` [B,S], 1 for real tokens and 0 for padding, too.
        """
        real = (tokens != PADDING).unsqueeze(2).to(self.embedding.weight.dtype)  # [B,S,1]
        states = self._embed(tokens).flip(1)  # backwards: padding comes first
        turned = real.flip(1)
        # Not flip: the exporter takes the length of an LSTM's output for fixed, and an index sets it free again.
        backwards = torch.arange(tokens.shape[1] - 1, -1, -1, device=tokens.device)
        hidden, cell = [], []
        for number, layer in enumerate(self.encoder):
            states = self.dropout(states) if number else states
            states, (last_hidden, last_cell) = layer(torch.cat([states, turned], dim=2))
            states = states * turned  # the second direction goes on into the padding
            hidden.append(last_hidden[0])  # of the first direction, which ends at the first token
            cell.append(last_cell[0])
        past = torch.stack(hidden, dim=1), torch.stack(cell, dim=1)  # [B,L,D], of one direction
        if not self.aligns:
            return {"past_hidden": past[0], "past_cell": past[1]}
        return {
            "source_states": states.index_select(1, backwards),
            "source_mask": real.squeeze(2),
            "past_hidden": torch.tanh(self.hidden_bridge(past[0])),
            "past_cell": self.cell_bridge(past[1]),
        }

    def first_past(self, sentences: int) -> dict[str, Tensor]:
        """Nothing: the encoder gives the decoder's first past."""
        return {}

    def step(self, tokens: Tensor, state: dict[str, Tensor]) -> tuple[Tensor, Tensor | None, dict[str, Tensor]]:
        """One step of the decoder: tokens [B,1] to logits [B,V], the attention [B,S] and the next `past_...`."""
        features, attention, hidden, cell = self._decode(tokens, state, state["past_hidden"], state["past_cell"])
        past = {"past_hidden": hidden, "past_cell": cell}
        return self._logits(features)[:, -1], None if attention is None else attention[:, -1], past

    def _embed(self, tokens: Tensor) -> Tensor:
        return self.dropout(self.embedding(tokens) * self.embedding.embedding_dim**0.5)

    def _decode(
        self, tokens: Tensor, source: dict[str, Tensor], hidden: Tensor, cell: Tensor
    ) -> tuple[Tensor, Tensor | None, Tensor, Tensor]:
        """Tokens [B,T] to features [B,T,E], the attention [B,T,S], and the states [B,L,D] behind the last token.

        The first layer asks the source; those above it and the output hear the answer.
        """
        states, answer, attention = self._embed(tokens), None, None
        hiddens, cells = [], []
        for number, layer in enumerate(self.decoder):
            below = states if answer is None else torch.cat([states, answer], dim=2)
            start = hidden[:, number].unsqueeze(0).contiguous(), cell[:, number].unsqueeze(0).contiguous()
            states, (last_hidden, last_cell) = layer(below, start)
            hiddens.append(last_hidden[0])
            cells.append(last_cell[0])
            if self.aligns and number == 0:
                attention = self.attention(states, source["source_states"], source["source_mask"])
                answer = attention @ source["source_states"]  # [B,T,D]
            states = self.dropout(states)
        top = states if answer is None else torch.cat([states, answer], dim=2)
        features = self.dropout(torch.tanh(self.features(top)))
        return features, attention, torch.stack(hiddens, dim=1), torch.stack(cells, dim=1)

    def _logits(self, features: Tensor) -> Tensor:
        return functional.linear(features, self.embedding.weight, self.output_bias)

    def _initialise(self) -> None:
        """Embeddings that are sizeable once scaled, and forget gates that start open (Jozefowicz and others 2015)."""
        with torch.no_grad():
            nn.init.normal_(self.embedding.weight, std=self.embedding.embedding_dim**-0.5)
            self.embedding.weight[PADDING].zero_()
            for encoder in self.encoder:
                for weight in _of_kind(encoder, "weight_ih"):
                    quarter = len(weight) // 4
                    weight[:, -1] = 0.0  # the bias: the last input is 1 for each real token
                    weight[quarter : 2 * quarter, -1] = 1.0
            for decoder in self.decoder:
                for bias in _of_kind(decoder, "bias"):
                    quarter = len(bias) // 4
                    bias.zero_()
                    bias[quarter : 2 * quarter] = 0.5  # there are two, which are added


class MultiplicativeScores(nn.Module):
    """softmax(q W k) over the source (Luong and others 2015, `general`)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.key = nn.Linear(width, width, bias=False)

    def forward(self, queries: Tensor, states: Tensor, mask: Tensor) -> Tensor:
        """Queries [B,T,D], states [B,S,D] and a mask [B,S] to shares [B,T,S] that add up to 1."""
        scores = queries @ self.key(states).transpose(1, 2)
        return torch.softmax(scores.float() + (1.0 - mask.unsqueeze(1)) * OUT_OF_SIGHT, dim=2).to(queries.dtype)


class AdditiveScores(nn.Module):
    """softmax(v tanh(W q + U k)) over the source (Bahdanau and others 2014)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width, bias=False)
        self.score = nn.Linear(width, 1, bias=False)

    def forward(self, queries: Tensor, states: Tensor, mask: Tensor) -> Tensor:
        """Queries [B,T,D], states [B,S,D] and a mask [B,S] to shares [B,T,S] that add up to 1."""
        pairs = torch.tanh(self.query(queries).unsqueeze(2) + self.key(states).unsqueeze(1))  # [B,T,S,D]
        scores = self.score(pairs).squeeze(3)
        return torch.softmax(scores.float() + (1.0 - mask.unsqueeze(1)) * OUT_OF_SIGHT, dim=2).to(queries.dtype)


def build(hyperparameters: Seq2SeqHyperparameters, facts: TextFacts) -> dict[str, nn.Module]:
    """The network by the name that its recipe uses."""
    translator = Seq2SeqLSTM(
        vocabulary=facts.tokenizer.size,
        embedding=hyperparameters.embedding,
        width=hyperparameters.width,
        layers=hyperparameters.layers,
        attention=hyperparameters.attention,
        dropout=hyperparameters.dropout,
    )
    return {"translator": translator}


def _of_kind(layer: nn.Module, kind: str) -> list[nn.Parameter]:
    return [parameter for name, parameter in layer.named_parameters() if name.startswith(kind)]
