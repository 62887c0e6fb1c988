"""Trains a network that foretells the next token of a text, and so can write.

Loss: cross-entropy of the next token, at every position of a window. An article's network that foretells only the token
after its window learns one thing from as much work as it takes to learn as many as the window has tokens; and it never
learns to go on from a short beginning, where each text that it is to write begins.
"""

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.card import TensorSpec
from trainer.contract.events import ScalarSpec
from trainer.contract.hyperparameters import LanguageModelHyperparameters
from trainer.contract.text import Text
from trainer.datasets.token_streams import is_marked, strided_windows, token_stream
from trainer.networks.facts import TextFacts
from trainer.networks.text_lstm import TextLSTM
from trainer.networks.text_transformer import TextTransformer
from trainer.recipes.workbench import Workbench
from trainer.training.dealing import Dealing
from trainer.training.learner import Learner
from trainer.training.recipe import Graph, Networks
from trainer.training.text_windows import TextWindows, WindowBatch
from trainer.training.token_loss import token_loss

Shape = tuple[str | int, ...]

VALIDATION_TOKENS = 16_384
"""Tokens that are validated in one go."""

SCALARS: tuple[ScalarSpec, ...] = (
    ScalarSpec(name="training_loss", title=Text("Loss, training", "损失，训练"), unit="nats", direction="lower"),
    ScalarSpec(
        name="validation_loss",
        title=Text("Loss, validation", "损失，验证"),
        unit="nats",
        direction="lower",
        every="epoch",
    ),
    ScalarSpec(
        name="validation_bits",
        title=Text("Bits a character, validation", "每字符比特数，验证"),
        unit="bits",
        direction="lower",
        chart="quality",
        every="epoch",
    ),
)


class LanguageModelling:
    """The recipe of the network `writer`, int64 [B,T] to logits [B,T,V]."""

    deployed: tuple[str, ...] = ("writer",)
    scalars = SCALARS
    best_by = "validation_loss"

    def __init__(self, workbench: Workbench) -> None:
        hyperparameters: LanguageModelHyperparameters = workbench.hyperparameters
        self.networks = workbench.networks
        self.learning_rates = {"learning_rate": hyperparameters.learning_rate}
        self._learner = Learner(
            workbench.fabric, self.networks["writer"], hyperparameters, hyperparameters.learning_rate
        )
        self.optimisers = {"learning_rate": self._learner.optimiser}
        self._autocast = workbench.fabric.autocast
        stream = stream_of(workbench.facts, workbench.validation.parts, marked=is_marked(len(workbench.train)))
        windows, counts = strided_windows(stream, hyperparameters.context)
        self._windows = torch.from_numpy(windows).to(workbench.device)
        self._counts = torch.from_numpy(counts).to(workbench.device)
        self._tokens = int(counts.sum())
        self._characters = max(1, workbench.validation.characters)

    def step(self, batch: WindowBatch) -> dict[str, Tensor]:
        """One step down the cross-entropy of every token but the first."""
        logits = self._learner(batch.tokens[:, :-1])  # [B,T,V]
        loss = token_loss(logits.flatten(0, 1), batch.tokens[:, 1:].flatten())
        self._learner.descend(loss)
        return {"training_loss": loss.detach()}

    def validate(self, networks: Networks) -> dict[str, float]:
        """Nats a token and bits a character of the validation text, each token with half a window before it or more."""
        nats = 0.0
        rows = max(1, VALIDATION_TOKENS // self._windows.shape[1])
        for windows, counts in zip(self._windows.split(rows), self._counts.split(rows), strict=True):
            with self._autocast():
                logits = networks["writer"](windows[:, :-1])
            losses = functional.cross_entropy(logits.flatten(0, 1).float(), windows[:, 1:].flatten(), reduction="none")
            nats += float(losses[counts.flatten()].double().sum())
        return {
            "validation_loss": nats / self._tokens if self._tokens else math.nan,
            "validation_bits": nats / self._characters / math.log(2),
        }

    def samples(self, networks: Networks) -> None:
        """No pictures."""


def stream_of(facts: TextFacts, parts: tuple[str, ...], *, marked: bool) -> np.ndarray:
    """The tokens of running text, int64 [N], by the tokenizer of its data set."""
    return token_stream(facts.tokenizer, parts, marked=marked)


def running_text(dealing: Dealing) -> TextWindows:
    """Batches of windows of a data set's running text; texts of several parts have their begin and end marked."""
    return TextWindows(
        stream_of(dealing.facts, dealing.train.parts, marked=is_marked(len(dealing.train))),
        context=dealing.hyperparameters.context,
        batch_size=dealing.hyperparameters.batch_size,
        seed=dealing.hyperparameters.seed,
        device=dealing.device,
        rank=dealing.rank,
        ranks=dealing.ranks,
    )


class TransformerGraph(nn.Module):
    """Tokens and the keys and values of those before, to logits and the keys and values up to here."""

    def __init__(self, writer: TextTransformer) -> None:
        super().__init__()
        self.writer = writer

    def forward(self, tokens: Tensor, *past: Tensor) -> tuple[Tensor, ...]:
        """int64 [B,T] and a key and a value a layer, [B,H,P,d] each, to logits [B,T,V] and as many [B,H,P+T,d]."""
        logits, present = self.writer.step(tokens, list(zip(past[::2], past[1::2], strict=True)))
        return (logits, *(each for pair in present for each in pair))


class LSTMGraph(nn.Module):
    """Tokens and the state after those before, to logits and the state after these."""

    def __init__(self, writer: TextLSTM) -> None:
        super().__init__()
        self.writer = writer

    def forward(self, tokens: Tensor, hidden: Tensor, cell: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """int64 [B,T] and [L,B,D] twice to logits [B,T,V] and [L,B,D] twice."""
        logits, (hidden, cell) = self.writer.step(tokens, (hidden, cell))
        # The exporter takes the length of an LSTM's output for fixed; an index sets it free again.
        return logits.index_select(1, torch.arange(tokens.shape[1], device=tokens.device)), hidden, cell


def graphs(networks: Networks, hyperparameters: LanguageModelHyperparameters, facts: TextFacts) -> tuple[Graph, ...]:
    """The one graph of a network that writes; it takes a prompt as well as a single token."""
    writer = networks["writer"]
    if isinstance(writer, TextLSTM):
        shape: Shape = (writer.lstm.num_layers, "batch", writer.lstm.hidden_size)
        return (_graph(LSTMGraph(writer), facts, ("hidden", "cell"), shape, shape),)
    assert isinstance(writer, TextTransformer)
    heads, size = writer.shape.heads, writer.shape.head_width
    kept = tuple(f"{kind}_{layer}" for layer in range(len(writer.layers)) for kind in ("key", "value"))
    past, present = ("batch", heads, "past", size), ("batch", heads, "length + past", size)
    return (_graph(TransformerGraph(writer), facts, kept, past, present),)


def _graph(module: nn.Module, facts: TextFacts, kept: tuple[str, ...], shape_in: Shape, shape_out: Shape) -> Graph:
    """The graph whose state is `past_` and `present_` of each name in `kept`."""
    vocabulary = facts.tokenizer.size
    sizes = {"batch": 2, "past": 3, "length": 5}
    size = torch.Size(each if isinstance(each, int) else sizes[each] for each in shape_in)
    tokens = TensorSpec(
        name="tokens", type="int64", shape=("batch", "length"), meaning="token ids of texts", below=vocabulary
    )
    logits = TensorSpec(
        name="logits", type="float32", shape=("batch", "length", vocabulary), meaning="of the token after each"
    )
    return Graph(
        role="main",
        module=module,
        examples={"tokens": torch.arange(10).reshape(2, 5) % vocabulary}
        | {f"past_{name}": torch.randn(size) for name in kept},  # one tensor given twice would become one input
        inputs=(tokens, *(TensorSpec(name=f"past_{name}", type="float32", shape=shape_in) for name in kept)),
        outputs=(logits, *(TensorSpec(name=f"present_{name}", type="float32", shape=shape_out) for name in kept)),
    )
