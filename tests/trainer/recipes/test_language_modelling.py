import math

import pytest
import torch

from tests.helpers.training import bench


def test_validation_is_the_mean_over_all_tokens() -> None:
    recipe, _ = bench("text-transformer", context=4096, layers=1, precision="float32")
    writer = recipe.networks["writer"].eval()
    (stream,) = recipe._windows  # one window holds the whole text
    with torch.no_grad():
        for parameter in writer.parameters():
            torch.nn.init.normal_(parameter, std=0.3)
        validated = recipe.validate({"writer": writer})
        logarithms = torch.log_softmax(writer(stream[None, :-1])[0], dim=1)
    each = logarithms[torch.arange(len(stream) - 1), stream[1:]]
    assert validated["validation_loss"] == pytest.approx(-float(each.mean()), rel=1e-5)
    assert validated["validation_bits"] == pytest.approx(-float(each.sum()) / recipe._characters / math.log(2))
    assert len(each) > recipe._characters  # begin and end are foretold too


@pytest.mark.parametrize("model", ["text-lstm", "text-transformer"])
def test_learns_to_write_simple_sentences(model) -> None:
    recipe, batches = bench(model, epochs=6, batch_size=8, context=32, learning_rate=0.01, width=48)
    writer = recipe.networks["writer"]
    before = validation_loss(recipe)
    for epoch in range(6):
        for batch in batches.epoch(epoch):
            losses = recipe.step(batch)
    after = validation_loss(recipe)
    assert before == pytest.approx(math.log(writer.embedding.num_embeddings), rel=0.1)
    assert after < 0.6 * before
    assert float(losses["training_loss"]) < 0.6 * before


def validation_loss(recipe) -> float:
    with torch.no_grad():
        return recipe.validate(recipe.networks)["validation_loss"]
