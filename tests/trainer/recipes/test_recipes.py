import copy
import itertools

import msgspec
import numpy as np
import pytest
import torch

from tests.helpers.training import bench, small_settings
from trainer.catalog import CATALOG
from trainer.recipes.adversarial import is_conditional, one_hot, r1_penalty, realness
from trainer.recipes.image_classification import evenness_loss
from trainer.recipes.variational import binarised, kl_divergence, kl_weight

OPTIONS = {
    "digits-cnn": [
        {},
        {"unknown_share": 0.2, "dropout": 0.3, "l1": 1e-5, "gradient_clipping": 1.0},
        {"batch_norm": True, "class_weights": "balanced", "mixup": 0.3, "label_smoothing": 0.1, "flagged_ones": 0.1},
    ],
    "sentiment-en": [{}, {"class_weights": "balanced", "positions": "learned", "precision": "bfloat16"}],
    "text-lstm": [{}, {"tied": True, "embedding": 32, "dropout": 0.2, "precision": "float32", "layers": 1}],
    "text-transformer": [
        {},
        {"positions": "sinusoidal", "qk_norm": False, "tied": False, "precision": "float32", "optimiser": "adam"},
        {"positions": "learned", "dropout": 0.2, "activation": "silu", "tokens": "bpe"},
    ],
    "digits-vae": [{}, {"binarisation": "grey", "kl_warmup": 1, "optimiser": "rmsprop"}],
    "digits-denoiser": [
        {},
        {"loss": "squared", "noise": 0.0, "reduction": False, "second_damage": 0.0},
        {"loss": "log", "blur": 0.0, "holes": 0, "activation": "gelu"},
    ],
    "digits-gan": [
        {},
        {"spectral_normalisation": True, "r1_weight": 0.0},
        {"discriminator_batch_norm": True, "r1_interval": 1},
        {"generator_batch_norm": False, "optimiser": "sgd", "learning_rate": 0.01},
    ],
    "digits-dcgan": [
        {"width": 8},
        {"width": 8, "conditional": False, "widening": 2},
        {"width": 8, "adversarial_loss": "hinge", "spectral_normalisation": True, "r1_weight": 0.0},
        {"width": 8, "discriminator_batch_norm": True, "r1_interval": 1, "shift": 1.0, "precision": "bfloat16"},
    ],
    "faces-dcgan": [{"width": 4}, {"width": 4, "precision": "bfloat16", "r1_interval": 1, "conditional": True}],
    "cifar-gan": [
        {"width": 4},
        {"width": 4, "conditional": False, "spectral_normalisation": False, "discriminator_batch_norm": True},
        {"width": 4, "adversarial_loss": "non-saturating", "r1_weight": 0.1, "r1_interval": 1, "precision": "bfloat16"},
    ],
}
CASES = [(model, options) for model, several in OPTIONS.items() for options in several]

# Written down on one machine; another rounds differently, but not by a ten-thousandth.
GOLDEN: dict[str, list[float]] = {
    "digits-cnn": [2.303546, 2.29799, 2.288601, 2.284544, 2.251665],
    "digits-vae": [253.341187, 249.938889, 244.223404, 248.020172, 252.957443],
    "digits-gan": [1.383755, 1.214254, 0.966824, 0.709272, 0.564627],
}


def unchanged(before, network) -> bool:
    after = network.state_dict()
    return all(torch.equal(value, after[name]) for name, value in before.items())


def epochs_of(batches, steps):
    endless = (batch for epoch in itertools.count() for batch in batches.epoch(epoch))
    return itertools.islice(endless, steps)


@pytest.mark.parametrize(("model", "options"), CASES)
def test_a_step_trains_every_network_and_leaves_no_nan(model, options) -> None:
    recipe, batches = bench(model, **options)
    before = {name: copy.deepcopy(network.state_dict()) for name, network in recipe.networks.items()}
    losses = recipe.step(next(batches.epoch(0)))
    assert all(torch.isfinite(value) for value in losses.values())
    for name, network in recipe.networks.items():
        assert not unchanged(before[name], network)
        assert all(torch.isfinite(parameter).all() for parameter in network.parameters())


@pytest.mark.parametrize("model", ["digits-cnn", "digits-vae"])
def test_twenty_steps_lower_the_loss(model) -> None:
    recipe, batches = bench(model)
    losses = [float(recipe.step(batch)["training_loss"]) for batch in epochs_of(batches, 20)]
    assert np.mean(losses[-3:]) < losses[0] - 0.5


@pytest.mark.parametrize(("model", "options"), [case for case in CASES if CATALOG[case[0]].recipe == "adversarial"])
def test_each_step_of_a_gan_trains_one_network_alone(model, options) -> None:
    recipe, batches = bench(model, **options)
    batch = next(batches.epoch(0))
    real = batch.pictures * 2 - 1
    settings = small_settings(model, **options)
    labels = (one_hot(batch.labels, 10),) if is_conditional(settings) else ()
    generator, discriminator = recipe.networks["generator"], recipe.networks["discriminator"]
    generated = generator(torch.randn(len(real), settings.latent_size), *labels)
    before = copy.deepcopy(discriminator.state_dict())
    recipe.train_generator(generated, labels)
    assert unchanged(before, discriminator)
    before = copy.deepcopy(generator.state_dict())
    recipe.train_discriminator(real, generated.detach(), 0, labels, labels)
    assert unchanged(before, generator)


def test_a_conditional_gan_tells_real_labels_and_draws_all_for_generated_ones(monkeypatch) -> None:
    recipe, batches = bench("digits-dcgan", width=8, batch_size=200)
    batch = next(batches.epoch(0))
    told, train = {}, recipe.train_discriminator

    def watched(real, generated, step, real_labels, labels):
        told.update(real=real_labels[0], generated=labels[0])
        return train(real, generated, step, real_labels, labels)

    monkeypatch.setattr(recipe, "train_discriminator", watched)
    recipe.step(batch)
    assert torch.equal(told["real"].argmax(dim=1), batch.labels)
    assert not torch.equal(told["generated"].argmax(dim=1), batch.labels)
    assert set(told["generated"].argmax(dim=1).tolist()) == set(range(10))


def test_the_sheet_of_a_conditional_gan_has_a_column_for_each_digit() -> None:
    recipe, _ = bench("digits-dcgan", width=8)
    with torch.no_grad():
        recipe.networks["generator"].project.weight.zero_()  # no noise: the digit alone decides
        sheet = recipe.samples({"generator": recipe.networks["generator"].eval()}).reshape(10, 10, -1)
    assert (sheet == sheet[:1]).all()
    assert len(np.unique(sheet[0], axis=0)) == 10


@pytest.mark.parametrize("loss", ["hinge", "non-saturating"])
def test_losses_of_the_discriminator(loss) -> None:
    recipe, _ = bench("digits-dcgan", width=8, adversarial_loss=loss, r1_weight=0.0, conditional=False)
    pictures = torch.zeros(2, 1, 28, 28)
    recipe._judge = lambda *both: (torch.tensor([0.5, 2.0]), torch.tensor([-0.5, 1.5], requires_grad=True))
    losses = recipe.train_discriminator(pictures, pictures, 0)
    expected = {"hinge": 0.25 + (0.5 + 2.5) / 2, "non-saturating": (np.log1p(np.exp(-0.5)) + np.log1p(np.exp(-2.0))) / 2
                + (np.log1p(np.exp(-0.5)) + np.log1p(np.exp(1.5))) / 2}  # fmt: skip
    assert float(losses["discriminator_loss"]) == pytest.approx(expected[loss], abs=1e-5)
    assert float(losses["discriminator_accuracy"]) == pytest.approx(0.75)


def test_a_head_for_classes_teaches_the_discriminator_by_real_pictures_and_the_generator_by_its_own() -> None:
    recipe, _ = bench("cifar-gan", width=4, classification_weight=0.5)
    judged = torch.zeros(2, 11)
    judged[:, 1] = np.log(3.0)  # class 0 three times as likely as each other one
    right, wrong = one_hot(torch.tensor([0, 0]), 10), one_hot(torch.tensor([5, 5]), 10)
    assert float(recipe._classification_loss(judged, (right,))) == pytest.approx(0.5 * np.log(12 / 3))
    assert float(recipe._classification_loss(judged, (wrong,))) == pytest.approx(0.5 * np.log(12))
    assert recipe._classification_loss(judged[:, 0], (right,)) == 0.0
    assert torch.equal(realness(judged + 7.0), torch.full((2,), 7.0))


def test_r1_is_half_the_squared_gradient_on_real_pictures() -> None:
    weights = torch.tensor([[3.0, 4.0]])
    penalty = r1_penalty(lambda pixels: (pixels @ weights.T).squeeze(1), torch.randn(5, 2))
    assert float(penalty) == pytest.approx(12.5)
    with_head = r1_penalty(lambda pixels: torch.cat([pixels @ weights.T, 9 * pixels], dim=1), torch.randn(5, 2))
    assert float(with_head) == pytest.approx(12.5)


@pytest.mark.parametrize("model", [model.name for model in CATALOG.values() if model.data_kind == "pictures"])
def test_validation_figures_are_those_announced(model) -> None:
    recipe, batches = bench(model)
    losses = recipe.step(next(batches.epoch(0)))
    deployed = {name: recipe.networks[name].eval() for name in recipe.deployed}
    with torch.no_grad():
        first, again = recipe.validate(deployed), recipe.validate(deployed)
        samples = recipe.samples(deployed)
    announced = {every: {s.name for s in recipe.scalars if s.every == every} for every in ("step", "epoch")}
    assert losses.keys() == announced["step"]
    assert first.keys() == announced["epoch"]
    assert recipe.best_by in first
    assert first == again
    shape = CATALOG[model].needs(msgspec.structs.asdict(small_settings(model))).shape
    assert samples is None or (samples.shape, samples.dtype) == ((100, *shape), np.uint8)


@pytest.mark.parametrize("model", list(GOLDEN))
def test_the_first_losses_are_as_ever(model) -> None:
    recipe, batches = bench(model, activation="relu")
    losses = [float(next(iter(recipe.step(batch).values()))) for batch in epochs_of(batches, 5)]
    assert losses == pytest.approx(GOLDEN[model], rel=1e-4)


def test_parts_of_the_losses() -> None:
    assert float(evenness_loss(torch.zeros(3, 10))) == pytest.approx(np.log(10))
    assert float(kl_divergence(torch.zeros(1, 20), torch.zeros(1, 20))) == 0.0
    assert float(kl_divergence(torch.ones(1, 4), torch.zeros(1, 4))) == pytest.approx(2.0)
    assert [kl_weight(step, 4) for step in (0, 2, 4, 9)] == [0.0, 0.5, 1.0, 1.0]
    assert kl_weight(0, 0) == 1.0
    drawn = binarised(torch.full((100, 100), 0.3), torch.Generator().manual_seed(0))
    assert set(drawn.unique().tolist()) == {0.0, 1.0}
    assert float(drawn.mean()) == pytest.approx(0.3, abs=0.02)
