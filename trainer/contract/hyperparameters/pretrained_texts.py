"""The hyperparameters of networks that were pretrained on text elsewhere."""

from typing import Annotated

from trainer.contract.hyperparameters.classifier import ClassWeighting, Folds, Frozen, LabelSmoothing
from trainer.contract.hyperparameters.common import NETWORK, Hyperparameters
from trainer.contract.hyperparameters.text_networks import Dropout
from trainer.contract.hyperparameters.texts import Longest
from trainer.contract.settings import Setting
from trainer.contract.text import Text


class PretrainedTextHyperparameters(Hyperparameters, frozen=True, kw_only=True):
    """Text classification by a pretrained encoder of the BERT family; the tokens are those of the checkpoint."""

    checkpoint: Annotated[
        str,
        Setting(
            title=Text("Pretrained checkpoint", "预训练检查点"),
            help=Text(
                "A folder with config.json, model.safetensors and the tokenizer of a BERT-like network, or its name on "
                "the Hugging Face hub, such as google-bert/bert-base-uncased.",
                "类 BERT 网络的文件夹，含 config.json、model.safetensors 和分词器；或其在 Hugging Face 上的名称，"
                "例如 google-bert/bert-base-uncased。",
            ),
            group=NETWORK,
            is_folder=True,
        ),
    ] = ""
    frozen: Frozen = False
    longest: Longest = 128
    dropout: Dropout = 0.1
    folds: Folds = 0
    label_smoothing: LabelSmoothing = 0.0
    class_weights: ClassWeighting = "off"
