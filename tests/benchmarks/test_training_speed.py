"""Our training against a plain PyTorch loop, both measured in one run, taking turns.

The peer is written as pytorch/examples writes it: a `DataLoader` without workers, `ToTensor` and `Normalize` for each
picture, the same network, losses, optimiser, batch and threads. Options are off on both sides (no R1, no EMA).
"""

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

from tests.benchmarks.training_side import training
from tests.helpers.training import tiny_pictures
from trainer.contract.hyperparameters import AdversarialHyperparameters, DigitClassifierHyperparameters, Hyperparameters
from trainer.contract.preprocessing.step_names import FIND_DIGITS
from trainer.datasets.dataset import Pictures
from trainer.networks.digits_gan import Discriminator, Generator

BATCH = 128
STEPS = 40
ROUNDS = 5
REQUIRED = 1.3


class PlainDigits(torch.utils.data.Dataset):
    """As torchvision's MNIST with `ToTensor()` and `Normalize((0.1307,), (0.3081,))`."""

    def __init__(self, pictures: Pictures, mean: float, deviation: float) -> None:
        self.data = torch.from_numpy(pictures.images)
        self.targets = torch.from_numpy(pictures.labels)
        self.mean, self.deviation = torch.tensor([mean]).view(-1, 1, 1), torch.tensor([deviation]).view(-1, 1, 1)

    def __len__(self) -> int:
        return len(self.data)

    def __getitem__(self, index: int) -> tuple[torch.Tensor, int]:
        image = Image.fromarray(self.data[index].numpy())
        tensor = torch.from_numpy(np.array(image, np.uint8, copy=True)).view(28, 28, 1)
        tensor = tensor.permute((2, 0, 1)).contiguous().to(torch.float32).div(255)
        return tensor.clone().sub_(self.mean).div_(self.deviation), int(self.targets[index])


class PlainCNN(nn.Module):
    """The layers of digits-cnn as the examples would write them."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2, self.conv3 = nn.Conv2d(1, 32, 3), nn.Conv2d(32, 64, 3), nn.Conv2d(64, 64, 3)
        self.fc1, self.fc2 = nn.Linear(576, 64), nn.Linear(64, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = functional.max_pool2d(functional.relu(self.conv1(x)), 2)
        x = functional.max_pool2d(functional.relu(self.conv2(x)), 2)
        x = functional.relu(self.conv3(x))
        return self.fc2(functional.relu(self.fc1(torch.flatten(x, 1))))


def endless(loader: torch.utils.data.DataLoader) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    while True:
        yield from loader


def plain_classifier(pictures: Pictures) -> Callable[[int], None]:
    model = PlainCNN().train()
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    batches = endless(torch.utils.data.DataLoader(PlainDigits(pictures, 0.1307, 0.3081), BATCH, shuffle=True))

    def run(steps: int) -> None:
        for _ in range(steps):
            data, target = next(batches)
            optimiser.zero_grad()
            loss = functional.cross_entropy(model(data), target)
            loss.backward()
            optimiser.step()
            loss.item()

    return run


def plain_gan(pictures: Pictures) -> Callable[[int], None]:
    """As pytorch/examples' dcgan: real and generated ones in turn, then the generator through the discriminator."""
    generator, discriminator = Generator(activation="leaky-relu"), Discriminator(activation="leaky-relu")
    for_generator = torch.optim.Adam(generator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    for_discriminator = torch.optim.Adam(discriminator.parameters(), lr=2e-4, betas=(0.5, 0.999))
    criterion = nn.BCEWithLogitsLoss()
    batches = endless(torch.utils.data.DataLoader(PlainDigits(pictures, 0.5, 0.5), BATCH, shuffle=True))

    def run(steps: int) -> None:
        for _ in range(steps):
            real = next(batches)[0].view(-1, 784)
            ones, zeros = torch.ones(len(real)), torch.zeros(len(real))
            discriminator.zero_grad()
            real_loss = criterion(discriminator(real), ones)
            real_loss.backward()
            generated = generator(torch.randn(len(real), 100))
            generated_loss = criterion(discriminator(generated.detach()), zeros)
            generated_loss.backward()
            for_discriminator.step()
            generator.zero_grad()
            loss = criterion(discriminator(generated), ones)
            loss.backward()
            for_generator.step()
            _ = loss.item(), (real_loss + generated_loss).item()

    return run


def ours(network: str, kind: str, settings: Hyperparameters, pictures: Pictures) -> Callable[[int], None]:
    """Our recipe with its batches and its meter, as the loop drives them."""
    return training(network, kind, settings, pictures, FIND_DIGITS)[0]


def seconds(run: Callable[[int], None]) -> float:
    started = time.perf_counter()
    run(STEPS)
    return time.perf_counter() - started


def ratio(name: str, unit: str, samples: int, our: Callable[[int], None], peer: Callable[[int], None]) -> float:
    """Of the median speeds; both take turns so that a busy machine slows both."""
    our(5)
    peer(5)
    times = [(seconds(our), seconds(peer)) for _ in range(ROUNDS)]
    mine, other = (float(np.median(column)) for column in zip(*times, strict=True))
    print(
        f"\n{name}: ours {samples / mine:.1f} {unit}, plain loop {samples / other:.1f} {unit}, "
        f"ratio {other / mine:.2f} at {torch.get_num_threads()} threads"
    )
    return other / mine


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def classifiers(pictures: Pictures) -> tuple[Callable[[int], None], Callable[[int], None]]:
    settings = DigitClassifierHyperparameters(device="cpu", batch_size=BATCH, optimiser="adam")
    return ours("small_cnn", "image_classification", settings, pictures), plain_classifier(pictures)


@pytest.mark.parametrize("kind", ["classifiers", "gans"])
def test_both_sides_still_run(kind: str) -> None:
    """In the usual suite: the measurements themselves are made by hand, and would break unseen."""
    for run in (classifiers if kind == "classifiers" else gans)(tiny_pictures(300)):
        run(1)


@pytest.mark.benchmark
def test_digits_cnn() -> None:
    our, peer = classifiers(tiny_pictures(4000))
    assert ratio("digits-cnn", "samples/s", STEPS * BATCH, our, peer) >= REQUIRED


def gans(pictures: Pictures) -> tuple[Callable[[int], None], Callable[[int], None]]:
    settings = AdversarialHyperparameters(
        device="cpu", batch_size=BATCH, learning_rate=2e-4, beta1=0.5, r1_weight=0.0, generator_batch_norm=False,
        activation="leaky-relu",
    )  # fmt: skip
    return ours("digits_gan", "adversarial", settings, pictures), plain_gan(pictures)


@pytest.mark.benchmark
def test_digits_gan() -> None:
    our, peer = gans(tiny_pictures(4000))
    assert ratio("digits-gan", "steps/s", STEPS, our, peer) >= REQUIRED
