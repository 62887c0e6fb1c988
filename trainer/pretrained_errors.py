"""What a person is told when a pretrained checkpoint cannot be used."""

from collections.abc import Iterable
from pathlib import Path

from trainer.contract.errors import WorkshopError
from trainer.contract.text import Text

_GIVE = Text(
    "Set checkpoint to a folder with config.json, model.safetensors and the tokenizer, or to a name on the Hugging "
    "Face hub, such as google-bert/bert-base-uncased.",
    "请将 checkpoint 设为含 config.json、model.safetensors 和分词器的文件夹，或 Hugging Face 上的名称，"
    "例如 google-bert/bert-base-uncased。",
)


def no_checkpoint() -> WorkshopError:
    """None is named."""
    return WorkshopError(
        "invalid-setting",
        Text(
            "No pretrained checkpoint is named; without one this network would know nothing of language.",
            "没有指定预训练检查点；没有它，这个网络对语言一无所知。",
        ),
        _GIVE,
    )


def no_transformers() -> WorkshopError:
    """The packages that read checkpoints are missing."""
    return WorkshopError(
        "unsupported-model",
        Text(
            "Pretrained checkpoints are read by the packages transformers and safetensors, which are not here.",
            "读取预训练检查点需要 transformers 和 safetensors 软件包，此处尚未安装。",
        ),
        Text(
            "Run the program from its source and install them: python packaging/setup_env.py, then "
            '.venv/bin/python -m pip install -c constraints.txt -e ".[pretrained]".',
            "请从源代码运行本程序并安装它们：先运行 python packaging/setup_env.py，再运行 "
            '.venv/bin/python -m pip install -c constraints.txt -e ".[pretrained]"。',
        ),
    )


def nothing_there(where: str) -> WorkshopError:
    """No folder, and no name that the hub could have."""
    return WorkshopError("not-found", Text(f"There is no folder {where}.", f"没有名为 {where} 的文件夹。"), _GIVE)


def not_in_the_family(place: str, model_type: str, known: Iterable[str]) -> WorkshopError:
    """A network of another kind."""
    names = ", ".join(known)
    return WorkshopError(
        "unsupported-model",
        Text(
            f"{_shown(place)} is a network of the type {model_type}, which cannot be fine-tuned here.",
            f"{_shown(place)} 是 {model_type} 类型的网络，无法在此微调。",
        ),
        Text(
            f"Take a checkpoint of one of these types, not quantised: {names}.",
            f"请使用以下类型之一的未量化检查点：{names}。",
        ),
    )


def other_tokenizer(place: str) -> WorkshopError:
    """A tokenizer with parts that cards may not have, or one that does not go with the network."""
    return WorkshopError(
        "unsupported-model",
        Text(
            f"The tokenizer of {_shown(place)} is not one that goes with its network and that this program can keep.",
            f"{_shown(place)} 的分词器与其网络不符，或本程序无法保存。",
        ),
        Text(
            "Take a checkpoint with the WordPiece tokenizer of BERT or the byte-level one of RoBERTa.",
            "请使用带 BERT 的 WordPiece 分词器或 RoBERTa 的字节级分词器的检查点。",
        ),
    )


def unreadable(place: str, error: Exception) -> WorkshopError:
    """`transformers` could not read it."""
    if not Path(place).is_absolute():
        return WorkshopError(
            "not-found",
            Text(
                f"There is no folder {place} here, and the hub did not give a checkpoint of that name.",
                f"此处没有文件夹 {place}，也未能从 Hugging Face 取得同名检查点。",
            ),
            Text(f"Check the name and the connection. {_GIVE.en}", f"请检查名称和网络连接。{_GIVE.zh}"),
        )
    reason = next(iter(str(error).replace(place, _shown(place)).splitlines()), type(error).__name__)[:300]
    return WorkshopError(
        "unsupported-model",
        Text(f"The checkpoint {_shown(place)} cannot be read: {reason}", f"无法读取检查点 {_shown(place)}：{reason}"),
        _GIVE,
    )


def _shown(place: str) -> str:
    path = Path(place)
    return path.name if path.is_absolute() else place
