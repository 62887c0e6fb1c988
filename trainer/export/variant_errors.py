"""What a person is told where no smaller file of a model can be made: what happened, why, what to do."""

from trainer.contract.card import VariantKind
from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

NOT_MEASURED = Text(
    "The data of this model are not here, so the file is made without being measured.",
    "本机上没有此模型的数据，因此生成文件但不做评估。",
)


def is_variant(name: str) -> WorkshopError:
    """The model is such a file already."""
    return WorkshopError(
        "wrong-kind",
        Text(f"{name} is a smaller file of another model already.", f"{name} 已经是另一个模型的精简文件。"),
        Text("Choose the model that it was made of.", "请选择它的原模型。"),
    )


def from_elsewhere(name: str) -> WorkshopError:
    """Files made here are trusted, so none is made of what is not."""
    return WorkshopError(
        "wrong-kind",
        Text(
            f"{name} comes from elsewhere; smaller files are made of models that came with the program or were trained "
            "here.",
            f"{name} 来自别处；只能从随程序提供或在本机训练的模型生成精简文件。",
        ),
        Text("Train the model here, or use it as it is.", "请在本机训练该模型，或直接使用它。"),
    )


def nothing_to_calibrate_on(data: str) -> WorkshopError:
    """int8 must see pictures like those that the model will read; `data` may be empty."""
    fetch_en = f"Fetch them with `model-workshop data download {data}`, or pass" if data else "Pass"
    fetch_zh = f"请用 `model-workshop data download {data}` 下载，或" if data else "请"
    return WorkshopError(
        "data-missing",
        Text(
            "int8 is calibrated on training pictures, and there are none on this computer.",
            "int8 需要用训练图片校准，而本机上没有。",
        ),
        Text(
            f"{fetch_en} --data with the pictures that the model was trained on; fp16 needs none.",
            f"{fetch_zh}用 --data 指定训练该模型的图片；fp16 则不需要。",
        ),
    )


def too_different(name: str, kind: VariantKind, difference: float, limit: float) -> WorkshopError:
    """The file would not do what the model does."""
    return WorkshopError(
        "unsupported-model",
        Text(
            f"{name} cannot be made {kind}: its outputs would be {difference:.0%} away from what they are "
            f"({limit:.0%} is allowed).",
            f"{name} 不能转换为 {kind}：其输出会偏离 {difference:.0%}（允许 {limit:.0%}）。",
        ),
        Text("Use the model as it is, or try the other kind.", "请直接使用该模型，或尝试另一种格式。"),
    )
