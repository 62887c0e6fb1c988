"""A pretrained encoder of the BERT family, fine-tuned on a person's table."""

from typing import Any

from trainer.contract.hyperparameters import PretrainedTextHyperparameters
from trainer.contract.text import Text
from trainer.documented_models import sentiment
from trainer.documented_models.entry import DocumentedModel, Preset

COMMON: dict[str, Any] = {
    "batch_size": 32,
    "optimiser": "adamw",
    "learning_rate": 1e-4,
    "schedule": "warm-up",
    "l2": 0.01,
    "gradient_clipping": 1.0,
    "activation": "gelu",
    "precision": "bfloat16",
    "longest": 64,
}

MODEL = DocumentedModel(
    name="bert-classifier",
    title=Text("BERT, fine-tuned on your texts", "BERT 微调（自己的文本）"),
    summary=Text(
        "Goes on from a pretrained BERT-like network and learns the labels of your table from few examples.",
        "从预训练的类 BERT 网络出发，用少量样本学会您表格中的标签。",
    ),
    limitations=Text(
        "Knows the language of its checkpoint and the labels of your texts, and gives one of them to any text. It "
        "repeats what its checkpoint was taught, prejudices too; the licence of the checkpoint holds for it.",
        "只懂其检查点的语言和您文本中的标签，对任何文本都会归入其中之一。"
        "检查点学到的内容（包括偏见）会保留下来，检查点的许可证同样适用。",
    ),
    network="bert_classifier",
    recipe="text_classification",
    tasks=("text-classification",),
    data="rt-polarity",
    sample_data="customer-messages",
    data_kind="labelled-texts",
    presets={
        "quick": Preset(
            hyperparameters=PretrainedTextHyperparameters(**COMMON, epochs=1),
            note=Text("Once through the texts; a checkpoint is needed.", "训练一轮；需要指定检查点。"),
        ),
        "best": Preset(
            hyperparameters=PretrainedTextHyperparameters(**COMMON, epochs=3),
            note=Text("Three times through the texts; a checkpoint is needed.", "训练三轮；需要指定检查点。"),
        ),
    },
    parameters=22_565_000,
    expected=0.83,
    expected_metric="accuracy",
    expected_text=Text("83 % of rt-polarity is aimed at", "目标：rt-polarity 83 %"),
    baseline=sentiment.BASELINE,
    source_title="Devlin and others 2018, BERT, arXiv 1810.04805",
    source="https://arxiv.org/abs/1810.04805",
    article=Text(
        "One article calls a pretrained BERT with an untrained head a Transformer training; its answers are noise. "
        "Here the head is always trained before anything can be asked.",
        "一篇文章把未训练分类头的预训练 BERT 称为 Transformer 训练，其答案只是噪声。这里的分类头总是先经过训练。",
    ),
    weights_licence="that of the checkpoint",
    licence_class="research",
)
