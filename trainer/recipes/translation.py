"""Trains a network that translates: it is told the target up to each token and asked for the next (teacher forcing).

Loss: cross-entropy of the next token, with label smoothing (Szegedy and others 2015, arXiv 1512.00567), over all tokens
that are no padding. At the end of an epoch some validation sentences are translated by greedy decoding, as later in
use, and held against their references.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from trainer.contract.beam_search import BeamSettings, beam_search
from trainer.contract.events import ScalarSpec
from trainer.contract.hyperparameters import TranslationHyperparameters
from trainer.contract.text import Text
from trainer.contract.tokenization import PAD, Tokenizer, padded
from trainer.metrics.translation import bleu, bleu_tokenizer
from trainer.networks.facts import TextFacts
from trainer.recipes.workbench import Workbench
from trainer.training.learner import Learner
from trainer.training.pair_batches import PairBatch, TokenPairs, token_pairs
from trainer.training.recipe import Networks
from trainer.training.token_loss import token_loss

NETWORK = "translator"
VALIDATION_BATCH = 100
TRANSLATED = 300
"""Validation sentences that are translated at the end of each epoch."""

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
        name="validation_bleu",
        title=Text("BLEU, validation", "BLEU，验证"),
        direction="higher",
        chart="quality",
        every="epoch",
    ),
)


class Translation:
    """The recipe of the network `translator`: sources [B,S] and targets [B,T] to logits [B,T,V] of the next tokens."""

    deployed: tuple[str, ...] = (NETWORK,)
    scalars = SCALARS
    best_by = "validation_bleu"

    def __init__(self, workbench: Workbench) -> None:
        hyperparameters: TranslationHyperparameters = workbench.hyperparameters
        facts: TextFacts = workbench.facts
        self.networks = workbench.networks
        self.learning_rates = {"learning_rate": hyperparameters.learning_rate}
        self._learner = Learner(
            workbench.fabric, self.networks[NETWORK], hyperparameters, hyperparameters.learning_rate
        )
        self.optimisers = {"learning_rate": self._learner.optimiser}
        self._fabric = workbench.fabric
        self._smoothing = hyperparameters.label_smoothing
        self._tokenizer = facts.tokenizer
        self._longest = hyperparameters.longest
        self._validation = token_pairs(workbench.validation, facts.tokenizer, self._longest, leave_out=False)
        self._references = workbench.validation.targets[:TRANSLATED]
        self._bleu_tokenizer = bleu_tokenizer(self._references)

    def step(self, batch: PairBatch) -> dict[str, Tensor]:
        """One step down the cross-entropy."""
        logits = self._learner(batch.sources, batch.targets[:, :-1])
        expected = batch.targets[:, 1:].flatten()
        loss = token_loss(logits.flatten(0, 1), expected, padding=PAD, smoothing=self._smoothing)
        self._learner.descend(loss)
        return {"training_loss": loss.detach()}

    def validate(self, networks: Networks) -> dict[str, float]:
        """The mean loss of a token, without smoothing, and BLEU of greedy translations of some sentences."""
        network = networks[NETWORK]
        with self._fabric.autocast():
            loss = validation_loss(network, self._validation, self._fabric.device)
            rows = self._validation.sources[: len(self._references)]
            translated = greedy(network, rows, self._tokenizer, self._longest, self._fabric.device)
        score = bleu([self._tokenizer.decode(ids) for ids in translated], self._references, self._bleu_tokenizer)
        return {"validation_loss": loss, "validation_bleu": score.value}

    def samples(self, networks: Networks) -> None:
        """A translator draws nothing."""


def validation_loss(network: nn.Module, pairs: TokenPairs, device: torch.device) -> float:
    """The mean cross-entropy of a token in nats."""
    by_length, total, tokens = np.argsort(pairs.lengths), 0.0, 0
    for start in range(0, len(pairs), VALIDATION_BATCH):
        batch = pairs.batch(by_length[start : start + VALIDATION_BATCH], device)
        logits = network(batch.sources, batch.targets[:, :-1]).flatten(0, 1).float()
        expected = batch.targets[:, 1:].flatten()
        total += float(functional.cross_entropy(logits, expected, ignore_index=PAD, reduction="sum"))
        tokens += int((expected != PAD).sum())
    return total / tokens


def greedy(
    network: nn.Module, rows: Sequence[Sequence[int]], tokenizer: Tokenizer, longest: int, device: torch.device
) -> list[tuple[int, ...]]:
    """The tokens of greedy translations of source rows, decoded as a pipeline does it, in PyTorch."""
    settings = BeamSettings(tokenizer.begin, tokenizer.end, beam=1, banned=(tokenizer.pad, tokenizer.begin))

    def step(tokens: np.ndarray, state: dict[str, np.ndarray]) -> tuple[np.ndarray, None, dict[str, np.ndarray]]:
        on_device = {name: torch.from_numpy(array).to(device) for name, array in state.items()}
        logits, _, past = network.step(torch.from_numpy(tokens).to(device), on_device)  # type: ignore[operator]
        return torch.log_softmax(logits.float(), dim=1).cpu().numpy(), None, _as_arrays(past)

    translated: list[tuple[int, ...]] = []
    for start in range(0, len(rows), VALIDATION_BATCH):
        sources = torch.from_numpy(padded(rows[start : start + VALIDATION_BATCH])).to(device)
        state = _as_arrays(network.encode(sources) | network.first_past(len(sources)))  # type: ignore[operator]
        bounds = [min(longest, 2 * int(count) + 10) for count in (sources != PAD).sum(dim=1)]
        translated += [found[0].tokens for found in beam_search(step, state, bounds, settings)]  # type: ignore[arg-type]
    return translated


def _as_arrays(tensors: dict[str, Tensor]) -> dict[str, np.ndarray]:
    return {name: tensor.float().cpu().numpy() for name, tensor in tensors.items()}
