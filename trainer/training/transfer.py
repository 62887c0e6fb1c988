"""Transfer: a training that starts from the weights of another one, and may hold all but the last layer fixed."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import torch
from torch import Tensor, nn

from trainer.contract.card import read_card, variant_of
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text
from trainer.model_place import find_model_file
from trainer.training.checkpoints import Checkpoints

OUTPUT = "output"
"""The name of a network's last layer, which knows the labels."""


@dataclass(frozen=True)
class Weights:
    """The tensors of a trained network by their names in it, and the labels that its last layer knows."""

    tensors: dict[str, Tensor]
    label_names: tuple[str, ...]


class _Notes(msgspec.Struct):
    label_names: tuple[str, ...]


def find_weights(start_from: str, network: str, data_dir: Path) -> Weights:
    """The weights of the network called `network` in a model of the library, an exported file, or a run.

    `start_from` is a library id, a bare name, a path to an `.onnx`, or the id or folder of a run, whose best
    checkpoint is read. Raises WorkshopError `not-found`, `unsupported-model` or `model-invalid`.
    """
    file = find_model_file(start_from, data_dir)
    if file is not None:
        return _weights_in_file(file, network)
    for run in (data_dir / "runs" / start_from, Path(start_from).expanduser()):
        if (run / "checkpoints").is_dir():
            return _weights_in_run(run, network)
    raise WorkshopError(
        "not-found",
        Text(f"There is no model and no training called {start_from}.", f"没有名为 {start_from} 的模型或训练记录。"),
        Text("`models` and `runs` list what there is.", "用 `models` 和 `runs` 列出现有的模型和训练。"),
    )


def take_over(network: nn.Module, weights: Weights, label_names: Sequence[str]) -> Text:
    """Copies into `network` what fits by name and shape, and says what did.

    The last layer is taken only where it knows the same labels in the same order. Raises WorkshopError
    `invalid-setting` where nothing fits.
    """
    own = network.state_dict()
    keeps_head = tuple(label_names) == weights.label_names
    fitting = {
        name: tensor
        for name, tensor in weights.tensors.items()
        if name in own and own[name].shape == tensor.shape and (keeps_head or not _is_of_output(name))
    }
    if not fitting:
        raise _nothing_fits()
    network.load_state_dict(own | fitting)
    wanted = [name for name, _ in network.named_parameters()]
    new = [name for name in wanted if name not in fitting]
    count = len(wanted) - len(new)
    listed = f": {', '.join(new)}" if new else ""
    return Text(
        f"{count} of {len(wanted)} weights were taken over; {len(new)} start anew{listed}.",
        f"已沿用 {len(wanted)} 个权重中的 {count} 个；{len(new)} 个从头开始{listed}。",
    )


def freeze(network: nn.Module) -> None:
    """Fixes all parameters but those of the last layer."""
    for name, parameter in network.named_parameters():
        parameter.requires_grad_(_is_of_output(name))


def hold_statistics(network: nn.Module) -> None:
    """Lets batch normalisation use and keep the figures it has; to be said again after every `train()`."""
    for module in network.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.eval()


def _is_of_output(name: str) -> bool:
    return name.split(".")[0] == OUTPUT


def _weights_in_file(path: Path, network: str) -> Weights:
    """A graph that was exported here names its weights as the network does, below the name of the network."""
    import onnx

    card = read_card(path)
    if variant := variant_of(card):
        raise _no_weights_as_they_were(card.name, variant.of_name)
    graph = onnx.load(path, load_external_data=False).graph
    prefix = f"{network}."
    return Weights(
        {
            tensor.name.removeprefix(prefix): torch.from_numpy(onnx.numpy_helper.to_array(tensor).copy())
            for tensor in graph.initializer
            if tensor.name.startswith(prefix) and tensor.data_location != onnx.TensorProto.EXTERNAL
        },
        card.labels,
    )


def _weights_in_run(run: Path, network: str) -> Weights:
    """The averaged weights of the best checkpoint, else the plain ones of the last."""
    checkpoints = Checkpoints(run / "checkpoints")
    last = checkpoints.load_last()
    if last is None:
        raise WorkshopError(
            "not-found",
            Text(f"The training {run.name} has no checkpoint yet.", f"训练 {run.name} 还没有检查点。"),
            Text("Let it run for a while first.", "请先让它运行一段时间。"),
        )
    best = last["state"]["best_file"]
    state = checkpoints.load(best) if best in checkpoints.names() else last
    tensors = (state["averages"] or state["networks"]).get(network, {})
    return Weights(tensors, msgspec.json.decode(state["notes"], type=_Notes).label_names)


def _no_weights_as_they_were(name: str, original: str) -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(
            f"The weights in {name} are rounded and cannot be trained on.", f"{name} 中的权重已被舍入，无法继续训练。"
        ),
        Text(f"Start from {original}, which it was made of.", f"请从其原模型 {original} 开始。"),
    )


def _nothing_fits() -> WorkshopError:
    return WorkshopError(
        "invalid-setting",
        Text(
            "No weight of the model to start from fits this network by name and shape.",
            "起始模型中没有任何权重在名称和形状上与该网络相符。",
        ),
        Text(
            "Start from a model of the same network, with the same kind of pictures and settings.",
            "请从相同网络、相同类型图片且网络设置相同的模型开始。",
        ),
    )
