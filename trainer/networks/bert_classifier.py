"""A pretrained Transformer encoder of the BERT family that gives a text one of several labels.

Devlin and others 2018, arXiv 1810.04805. The body is that of `transformers`; the mean of what it makes of the tokens is
the features of the text, from which one linear layer answers: the pooling with which MiniLM was made to tell sentences
apart (Reimers and Gurevych 2019, arXiv 1908.10084). `transformers` is imported when such a network is built.
"""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from trainer.contract.hyperparameters import PretrainedTextHyperparameters
from trainer.contract.settings import invalid_settings
from trainer.contract.text import Text
from trainer.networks.dropout import Dropout
from trainer.networks.facts import TextFacts

BODIES: dict[str, dict[str, Any]] = {
    "bert": {"add_pooling_layer": False},
    "distilbert": {},
    "roberta": {"add_pooling_layer": False},
    "electra": {},
}
"""The types of networks that are known, and how each is told to leave out the layer above its tokens."""


class BertClassifier(nn.Module):
    """int64 [B,T] to logits [B,K]; `body` gives each token [B,T,D], `padding` is the id that is never looked at."""

    def __init__(
        self, body: nn.Module, width: int, classes: int, *, longest: int, padding: int, dropout: float
    ) -> None:
        super().__init__()
        self.body = body
        self.dropout = Dropout(dropout)
        self.output = nn.Linear(width, classes)
        nn.init.normal_(self.output.weight, std=0.02)
        nn.init.zeros_(self.output.bias)
        self.longest, self.padding = longest, padding

    def forward(self, tokens: Tensor) -> Tensor:
        """int64 [B,T] to logits [B,K]."""
        return self.classify(self.features(tokens))

    def features(self, tokens: Tensor) -> Tensor:
        """int64 [B,T] to [B,D]: the mean over the tokens of a text."""
        is_first = torch.arange(tokens.shape[1], device=tokens.device) == 0
        is_token = (tokens != self.padding) | is_first  # [B,T]; a text of nothing has one token of padding
        mask = is_token[:, None, None, :]  # [B,1,1,T]
        states = self.body(input_ids=tokens, attention_mask=mask).last_hidden_state  # [B,T,D]
        shown = is_token.unsqueeze(2)
        return (states * shown).sum(dim=1) / shown.sum(dim=1)

    def classify(self, features: Tensor) -> Tensor:
        """[B,D] to logits [B,K]."""
        return self.output(self.dropout(features))


def build(hyperparameters: PretrainedTextHyperparameters, facts: TextFacts) -> dict[str, nn.Module]:
    """The network `classifier`, its body of the checkpoint's shape but with weights drawn.

    Raises WorkshopError `invalid-setting` where the body has no place for so many tokens.
    """
    assert facts.body is not None
    from transformers import AutoConfig, AutoModel

    config = AutoConfig.for_model(**facts.body.config)
    _check_length(hyperparameters.longest, facts.body.config)
    body = AutoModel.from_config(config, attn_implementation="sdpa", **BODIES[config.model_type])
    return {
        "classifier": BertClassifier(
            body,
            config.hidden_size,
            facts.classes,
            longest=hyperparameters.longest,
            padding=facts.tokenizer.pad,
            dropout=hyperparameters.dropout,
        )
    }


def _check_length(longest: int, config: Mapping[str, Any]) -> None:
    places = int(config["max_position_embeddings"])
    if config["model_type"] == "roberta":
        places -= int(config["pad_token_id"]) + 1  # where its positions begin
    if longest > places:
        raise invalid_settings(
            [
                Text(
                    f"longest is {longest}, but the checkpoint takes at most {places} tokens",
                    f"longest 为 {longest}，但该检查点最多接受 {places} 个词元",
                )
            ]
        )
