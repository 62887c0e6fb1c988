"""What every training has in common, each setting declared once with its range and help."""

from typing import Annotated, Literal

import msgspec

from trainer.contract.settings import Setting
from trainer.contract.text import Text

LENGTH = Text("Length", "训练长度")
OPTIMISER = Text("Optimiser", "优化器")
REGULARISATION = Text("Regularisation", "正则化")
AUGMENTATION = Text("Augmentation", "数据增强")
NETWORK = Text("Network", "网络")
MACHINE = Text("Machine", "运行环境")

Activation = Literal["relu", "leaky-relu", "elu", "gelu", "silu", "tanh"]
Optimiser = Literal["sgd", "adam", "adamw", "rmsprop", "muon"]
Schedule = Literal["constant", "linear", "cosine", "one-cycle", "warm-up"]
Precision = Literal["float32", "bfloat16", "float16"]


class Hyperparameters(msgspec.Struct, frozen=True, kw_only=True):
    """What every training has in common. A value of 0 switches an option off where its help says so.

    L1 adds `l1 * sum(|w|)` to the loss. L2 adds `l2 / 2 * sum(w**2)`, so its gradient is `l2 * w`, as PyTorch's
    `weight_decay`; with AdamW and Muon it is decoupled from the gradient (Loshchilov and Hutter 2017, arXiv
    1711.05101). Neither touches biases and normalisation weights.
    """

    epochs: Annotated[
        int,
        Setting(
            title=Text("Epochs", "轮次"),
            help=Text("How often the network sees all examples.", "网络完整看过全部样本的次数。"),
            group=LENGTH,
            minimum=1,
            maximum=10_000,
        ),
    ] = 5
    batch_size: Annotated[
        int,
        Setting(
            title=Text("Batch size", "批大小"),
            help=Text(
                "Examples per step. Larger is faster and needs more memory.",
                "每步处理的样本数。越大越快，占用内存也越多。",
            ),
            group=LENGTH,
            minimum=1,
            maximum=8192,
            scale="log",
        ),
    ] = 128
    early_stopping: Annotated[
        int,
        Setting(
            title=Text("Early stopping", "提前停止"),
            help=Text(
                "Stop after this many epochs without improvement; 0 is off.",
                "验证结果连续多少轮没有改善就停止；0 为关闭。",
            ),
            group=LENGTH,
            minimum=0,
            maximum=1000,
        ),
    ] = 0
    optimiser: Annotated[
        Optimiser,
        Setting(
            title=Text("Optimiser", "优化器"),
            help=Text("The rule that turns gradients into steps.", "把梯度变为更新步的规则。"),
            group=OPTIMISER,
        ),
    ] = "adam"
    learning_rate: Annotated[
        float,
        Setting(
            title=Text("Learning rate", "学习率"),
            help=Text("The step length; the most important number.", "步长，最重要的一个数。"),
            group=OPTIMISER,
            minimum=1e-6,
            maximum=10.0,
            scale="log",
        ),
    ] = 1e-3
    schedule: Annotated[
        Schedule,
        Setting(
            title=Text("Schedule", "学习率计划"),
            help=Text("How the learning rate changes during the training.", "训练过程中学习率如何变化。"),
            group=OPTIMISER,
        ),
    ] = "constant"
    momentum: Annotated[
        float,
        Setting(
            title=Text("Momentum", "动量"),
            help=Text(
                "For SGD, RMSprop and Muon: how much of the last step is kept.",
                "用于 SGD、RMSprop 和 Muon：保留上一步的多少。",
            ),
            group=OPTIMISER,
            minimum=0.0,
            maximum=0.999,
        ),
    ] = 0.9
    nesterov: Annotated[
        bool,
        Setting(
            title=Text("Nesterov momentum", "Nesterov 动量"),
            help=Text(
                "For SGD: the gradient is taken one step of the momentum ahead. Muon always does so.",
                "用于 SGD：沿动量方向预先走一步再取梯度。Muon 总是如此。",
            ),
            group=OPTIMISER,
        ),
    ] = False
    muon_learning_rate: Annotated[
        float,
        Setting(
            title=Text("Muon learning rate", "Muon 学习率"),
            help=Text(
                "For Muon: the rate of the weights between the first and the last layer. The learning rate above is "
                "for the rest, which AdamW trains; the schedule holds for both.",
                "用于 Muon：首层与末层之间的权重的学习率。上面的学习率用于其余由 AdamW 训练的参数；"
                "学习率计划对两者都有效。",
            ),
            group=OPTIMISER,
            minimum=1e-6,
            maximum=10.0,
            scale="log",
        ),
    ] = 0.02
    muon_fixed_norm: Annotated[
        bool,
        Setting(
            title=Text("Muon, fixed norm", "Muon 固定范数"),
            help=Text(
                "For Muon: each weight is held at one norm; only for layers with batch normalisation behind them.",
                "用于 Muon：每个权重保持固定的范数；仅适用于后接批归一化的层。",
            ),
            group=OPTIMISER,
        ),
    ] = False
    beta1: Annotated[
        float,
        Setting(
            title=Text("Beta 1", "Beta 1"),
            help=Text("For Adam and AdamW: memory of the mean gradient.", "用于 Adam 和 AdamW：平均梯度的记忆。"),
            group=OPTIMISER,
            minimum=0.0,
            maximum=0.999,
        ),
    ] = 0.9
    beta2: Annotated[
        float,
        Setting(
            title=Text("Beta 2", "Beta 2"),
            help=Text("For Adam and AdamW: memory of the squared gradient.", "用于 Adam 和 AdamW：梯度平方的记忆。"),
            group=OPTIMISER,
            minimum=0.0,
            maximum=0.99999,
        ),
    ] = 0.999
    gradient_clipping: Annotated[
        float,
        Setting(
            title=Text("Gradient clipping", "梯度裁剪"),
            help=Text("Largest norm of a gradient; 0 is off.", "梯度范数的上限；0 为关闭。"),
            group=OPTIMISER,
            minimum=0.0,
            maximum=1000.0,
            scale="log",
        ),
    ] = 0.0
    l1: Annotated[
        float,
        Setting(
            title=Text("L1", "L1"),
            help=Text(
                "Adds l1 times the sum of absolute weights to the loss; 0 is off.",
                "在损失中加入 l1 乘以权重绝对值之和；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=1.0,
            scale="log",
        ),
    ] = 0.0
    l2: Annotated[
        float,
        Setting(
            title=Text("L2 (weight decay)", "L2（权重衰减）"),
            help=Text(
                "Adds l2 / 2 times the sum of squared weights; decoupled with AdamW; 0 is off.",
                "在损失中加入 l2 / 2 乘以权重平方和；AdamW 中与梯度解耦；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=1.0,
            scale="log",
        ),
    ] = 0.0
    ema: Annotated[
        float,
        Setting(
            title=Text("Average the weights (EMA)", "权重滑动平均（EMA）"),
            help=Text(
                "Decay of the averaged network, which is the one exported; 0 is off.",
                "平均网络的衰减系数，导出的就是平均网络；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=0.99999,
        ),
    ] = 0.0
    average_last: Annotated[
        float,
        Setting(
            title=Text("Average the last steps", "平均最后若干步"),
            help=Text(
                "Exports the mean network of this last share of all steps, in place of the moving average; 0 is off.",
                "导出最后这一比例步数内的平均网络，代替滑动平均；0 为关闭。",
            ),
            group=REGULARISATION,
            minimum=0.0,
            maximum=1.0,
        ),
    ] = 0.0
    activation: Annotated[
        Activation,
        Setting(
            title=Text("Activation", "激活函数"),
            help=Text("The bend between the layers.", "层与层之间的非线性函数。"),
            group=NETWORK,
        ),
    ] = "relu"
    seed: Annotated[
        int,
        Setting(
            title=Text("Seed", "随机种子"),
            help=Text(
                "The same seed on the same device with the same threads gives the same run.",
                "相同种子、设备和线程数会得到相同的训练。",
            ),
            group=MACHINE,
            minimum=0,
            maximum=2**31 - 1,
        ),
    ] = 0
    device: Annotated[
        str,
        Setting(
            title=Text("Device", "设备"),
            help=Text("Automatic takes the GPU when a test run on it works.", "自动：在 GPU 试运行成功时使用 GPU。"),
            group=MACHINE,
            choices=("auto", "cpu", "cuda"),
            pattern=r"cuda:\d{1,3}",
            pattern_shown="cuda:N",
        ),
    ] = "auto"
    devices: Annotated[
        int,
        Setting(
            title=Text("Devices in parallel", "并行设备数"),
            help=Text(
                "More than 1 divides each batch among that many devices or processes.",
                "大于 1 时，每个批次分给这么多设备或进程。",
            ),
            group=MACHINE,
            minimum=1,
            maximum=64,
        ),
    ] = 1
    precision: Annotated[
        Precision,
        Setting(
            title=Text("Precision", "精度"),
            help=Text(
                "float32 on CPUs; bfloat16 is faster on recent GPUs.", "CPU 使用 float32；较新的 GPU 上 bfloat16 更快。"
            ),
            group=MACHINE,
        ),
    ] = "float32"
    threads: Annotated[
        int,
        Setting(
            title=Text("Threads", "线程数"),
            help=Text(
                "CPU threads of the training; 0 takes all cores, from the window all but one.",
                "训练使用的 CPU 线程数；0 表示全部核心，从窗口启动时留出一个。",
            ),
            group=MACHINE,
            minimum=0,
            maximum=256,
        ),
    ] = 0
