"""The documented networks in Keras, trained by `tf.function`: the other side of `test_keras_speed`.

It is run as a program in an environment of its own, which has TensorFlow, and waits on its input. Each line names a
model, a manner, whether XLA compiles the step, and a number of steps; the answer is a line with the seconds they took.
Layers, widths, losses, optimiser and batch are those of the presets `article`; of the losses only those that are
minimised are computed.

Manner `examples` is that of Keras' own examples: pictures come through `tf.data`, and the networks of a pair that
competes are each shown a batch of the generator's of their own. Manner `frugal` does no more than we do: bytes lie in
memory and are picked inside the graph, and both networks see the same generated batch.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PICTURES = 4000
THREADS = 2
Step = Callable[[Any, bool], Any]
"""A batch of pictures and labels, and whether to be frugal, to the loss."""


@dataclass(frozen=True)
class Model:
    """What both sides must agree on; `parameters` are those of all networks that are trained."""

    shape: tuple[int, ...]
    batch: int
    learning_rate: float
    beta1: float
    parameters: int
    build: str


MODELS = {
    "digits-cnn": Model((28, 28, 1), 64, 1e-3, 0.9, 93_322, "classifier"),
    "digits-gan": Model((28, 28, 1), 128, 2e-4, 0.9, 2_072_721, "perceptron_gan"),
    "digits-vae": Model((28, 28, 1), 256, 1e-3, 0.9, 1_082_680, "autoencoder"),
    "cifar-cnn": Model((32, 32, 3), 64, 1e-3, 0.9, 122_570, "classifier"),
    "digits-dcgan": Model((28, 28, 1), 128, 2e-4, 0.5, 1_465_730, "convolutional_gan"),
}


def classifier(keras: Any, tf: Any, model: Model) -> tuple[list[Any], Step]:
    """Bytes to the step down the cross-entropy."""
    layers = keras.layers
    network = keras.Sequential(
        [
            keras.Input(model.shape),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10),
        ]
    )
    optimiser = adam(keras, model, network)

    def step(batch: Any, frugal: bool) -> Any:
        pictures, labels = batch
        with tf.GradientTape() as tape:
            logits = network(pictures, training=True)
            loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits))
        descend(optimiser, tape, loss, network)
        return loss

    return [network], step


def autoencoder(keras: Any, tf: Any, model: Model) -> tuple[list[Any], Step]:
    """The variational autoencoder, with grey pixels."""
    layers = keras.layers
    pixels = keras.Input((784,))
    noise = keras.Input((20,))
    hidden = layers.Dense(256, activation="relu")(layers.Dense(512, activation="relu")(pixels))
    mean, log_variance = layers.Dense(20)(hidden), layers.Dense(20)(hidden)
    latent = mean + keras.ops.exp(0.5 * log_variance) * noise
    hidden = layers.Dense(512, activation="relu")(layers.Dense(256, activation="relu")(latent))
    network = keras.Model([pixels, noise], [layers.Dense(784)(hidden), mean, log_variance])
    optimiser = adam(keras, model, network)

    def step(batch: Any, frugal: bool) -> Any:
        pixels = tf.reshape(batch[0], [model.batch, 784])
        with tf.GradientTape() as tape:
            logits, mean, log_variance = network([pixels, tf.random.normal([model.batch, 20])], training=True)
            entropy = tf.nn.sigmoid_cross_entropy_with_logits(labels=pixels, logits=logits)
            divergence = -0.5 * tf.reduce_sum(1 + log_variance - mean**2 - tf.exp(log_variance), axis=1)
            loss = tf.reduce_mean(tf.reduce_sum(entropy, axis=1) + divergence)
        descend(optimiser, tape, loss, network)
        return loss

    return [network], step


def perceptron_gan(keras: Any, tf: Any, model: Model) -> tuple[list[Any], Step]:
    """Both networks fully connected."""
    layers = keras.layers
    hidden = [layers.Dense(width, activation="relu") for width in (128, 256, 512, 1024)]
    generator = keras.Sequential([keras.Input((100,)), *hidden, layers.Dense(784, activation="tanh")])
    judging = [layers.Dense(width, activation="relu") for width in (512, 256, 128)]
    scaling = layers.Rescaling(1 / 0.6162, offset=0.7387 / 0.6162)
    discriminator = keras.Sequential([keras.Input((784,)), scaling, *judging, layers.Dense(1)])
    return [generator, discriminator], competition(keras, tf, model, generator, discriminator, (784,))


def convolutional_gan(keras: Any, tf: Any, model: Model) -> tuple[list[Any], Step]:
    """Dense 7x7x128 and two transposed convolutions, against two convolutions."""
    layers = keras.layers
    options = {"kernel_size": 5, "strides": 2, "padding": "same"}
    generator = keras.Sequential(
        [
            keras.Input((100,)),
            layers.Dense(7 * 7 * 128, activation="relu"),
            layers.Reshape((7, 7, 128)),
            layers.Conv2DTranspose(128, activation="relu", **options),
            layers.Conv2DTranspose(1, activation="tanh", **options),
        ]
    )
    discriminator = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(128, **options),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Conv2D(128, **options),
            layers.LeakyReLU(negative_slope=0.2),
            layers.Flatten(),
            layers.Dense(1),
        ]
    )
    return [generator, discriminator], competition(keras, tf, model, generator, discriminator, model.shape)


def competition(keras: Any, tf: Any, model: Model, generator: Any, discriminator: Any, shape: tuple[int, ...]) -> Step:
    """One step of the discriminator, then one of the generator against what became of it."""
    for_generator, for_discriminator = adam(keras, model, generator), adam(keras, model, discriminator)

    def drawn() -> Any:
        return generator(tf.random.normal([model.batch, 100]), training=True)

    def train_discriminator(real: Any, generated: Any) -> Any:
        with tf.GradientTape() as tape:
            logits = discriminator(tf.concat([real, generated], axis=0), training=True)
            real_loss = tf.reduce_mean(tf.nn.softplus(-logits[: model.batch]))
            loss = real_loss + tf.reduce_mean(tf.nn.softplus(logits[model.batch :]))
        descend(for_discriminator, tape, loss, discriminator)
        return loss

    def step(batch: Any, frugal: bool) -> Any:
        real = tf.reshape(batch[0] * 2.0 - 1.0, [model.batch, *shape])
        loss = 0.0 if frugal else train_discriminator(real, drawn())
        with tf.GradientTape() as tape:
            generated = drawn()
            if frugal:
                with tape.stop_recording():
                    loss = train_discriminator(real, generated)
            generator_loss = tf.reduce_mean(tf.nn.softplus(-discriminator(generated, training=True)))
        descend(for_generator, tape, generator_loss, generator)
        return loss + generator_loss

    return step


def adam(keras: Any, model: Model, network: Any) -> Any:
    """Keras' Adam with PyTorch's epsilon."""
    optimiser = keras.optimizers.Adam(model.learning_rate, beta_1=model.beta1, beta_2=0.999, epsilon=1e-8)
    optimiser.build(network.trainable_variables)
    return optimiser


def descend(optimiser: Any, tape: Any, loss: Any, network: Any) -> None:
    """One step of the optimiser."""
    weights = network.trainable_variables
    optimiser.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))


class Trainings:
    """The trainings that were asked for so far."""

    def __init__(self) -> None:
        import keras
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(THREADS)
        tf.config.threading.set_inter_op_parallelism_threads(THREADS)
        self._keras, self._tf = keras, tf
        self._made: dict[tuple[str, str, bool], Callable[[], Any]] = {}

    def run(self, name: str, manner: str, compiled: bool, steps: int) -> float:
        """The seconds that so many steps took."""
        key = (name, manner, compiled)
        if key not in self._made:
            self._made[key] = self._make(MODELS[name], manner == "frugal", compiled)
        step = self._made[key]
        started = time.perf_counter()
        for number in range(steps):
            loss = step()
            if number % 5 == 4 or number == steps - 1:
                loss.numpy()
        return time.perf_counter() - started

    def _make(self, model: Model, frugal: bool, compiled: bool) -> Callable[[], Any]:
        tf = self._tf
        networks, step = globals()[model.build](self._keras, tf, model)
        parameters = sum(network.count_params() for network in networks)
        if parameters != model.parameters:
            raise SystemExit(f"the networks have {parameters} parameters in place of {model.parameters}")
        random = tf.random.Generator.from_seed(0)
        images = tf.cast(random.uniform([PICTURES, *model.shape], 0, 256, tf.int32), tf.uint8)
        labels = random.uniform([PICTURES], 0, 10, tf.int32)

        @tf.function(jit_compile=compiled)
        def train(batch: Any) -> Any:
            return step(batch, frugal)

        @tf.function(jit_compile=compiled)
        def pick_and_train() -> Any:
            chosen = tf.random.uniform([model.batch], 0, PICTURES, tf.int32)
            pictures = tf.cast(tf.gather(images, chosen), tf.float32) / 255.0
            return step((pictures, tf.gather(labels, chosen)), frugal)

        if frugal:
            return pick_and_train
        pictures = tf.cast(images, tf.float32) / 255.0
        data = tf.data.Dataset.from_tensor_slices((pictures, labels)).shuffle(PICTURES).repeat()
        batches = iter(data.batch(model.batch, drop_remainder=True).prefetch(tf.data.AUTOTUNE))
        return lambda: train(next(batches))


def main() -> None:
    """Answers the lines of the standard input until it ends."""
    trainings = Trainings()
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        wanted = json.loads(line)
        seconds = trainings.run(wanted["model"], wanted["manner"], wanted["compiled"], wanted["steps"])
        print(json.dumps({"seconds": seconds}), flush=True)


if __name__ == "__main__":
    main()
