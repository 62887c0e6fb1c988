"""An LSTM that writes: it reads a text token by token and says after each which one comes next.

Two layers of long short-term memory (Hochreiter and Schmidhuber 1997) between an embedding and a linear layer. What it
remembers of the text so far is a state of fixed size, so a step costs the same however long the text is. The bias of
the forget gates begins at 1: a fresh network remembers (Jozefowicz and others 2015).

Data: any running text, such as tiny Shakespeare.

Shapes: B texts of a batch, T tokens, L layers, D numbers of the state, V tokens of the vocabulary.
"""

import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import LSTMHyperparameters
from trainer.networks.dropout import Dropout
from trainer.networks.facts import TextFacts

State = tuple[Tensor, Tensor]
"""What each layer gave last and its memory, each [L,B,D]."""


class TextLSTM(nn.Module):
    """Tokens, int64 [B,T], to logits of the token after each, [B,T,V]."""

    def __init__(
        self,
        *,
        vocabulary: int,
        embedding: int = 64,
        width: int = 128,
        layers: int = 2,
        dropout: float = 0.0,
        tied: bool = False,
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, embedding)
        self.lstm = nn.LSTM(embedding, width, layers, batch_first=True, dropout=dropout if layers > 1 else 0.0)
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(width, vocabulary)
        if tied and embedding == width:
            self.output.weight = self.embedding.weight
            nn.init.normal_(self.embedding.weight, std=width**-0.5)
        remember_at_first(self.lstm)

    def start(self, batch: int) -> State:
        """The state before the first token."""
        shape = (self.lstm.num_layers, batch, self.lstm.hidden_size)
        zeros = self.embedding.weight.new_zeros(shape)
        return zeros, zeros.clone()

    def forward(self, tokens: Tensor) -> Tensor:
        """int64 [B,T] to logits [B,T,V], from the start of a text on."""
        logits, _ = self.step(tokens, self.start(tokens.shape[0]))
        return logits

    def step(self, tokens: Tensor, state: State) -> tuple[Tensor, State]:
        """Logits [B,T,V] of the tokens after those that made the state, and the state after the last of them."""
        read, state = self.lstm(self.dropout(self.embedding(tokens)), state)
        return self.output(self.dropout(read)), state


def remember_at_first(lstm: nn.LSTM) -> None:
    """Sets the bias of the forget gates to 1; PyTorch's gates are input, forget, cell, output, and have two biases."""
    width = lstm.hidden_size
    with torch.no_grad():
        for name, bias in lstm.named_parameters():
            if name.startswith("bias"):
                bias[width : 2 * width] = 1.0 if name.startswith("bias_ih") else 0.0


def build(hyperparameters: LSTMHyperparameters, facts: TextFacts) -> dict[str, nn.Module]:
    """The network as the hyperparameters want it, under the name `writer`."""
    network = TextLSTM(
        vocabulary=facts.tokenizer.size,
        embedding=hyperparameters.embedding,
        width=hyperparameters.width,
        layers=hyperparameters.layers,
        dropout=hyperparameters.dropout,
        tied=hyperparameters.tied,
    )
    return {"writer": network}
