"""What the classifiers of reviews and news have in common."""

from typing import Any

from trainer.contract.text import Text

LICENCE = "none stated by the authors of the data"
BASELINE = "TF-IDF and a linear model"
SOURCE_TITLE = "Vaswani and others 2017, Attention Is All You Need, arXiv 1706.03762"
SOURCE = "https://arxiv.org/abs/1706.03762"
ARTICLE = Text(
    "One article calls a pretrained BERT with an untrained head a Transformer training; its answers are noise. Here "
    "the encoder is trained.",
    "一篇文章把未训练分类头的预训练 BERT 称为 Transformer 训练，其答案只是噪声。这里的编码器经过真正的训练。",
)
QUICK_NOTE = Text("A small network for a first result.", "小型网络，用于得到初步结果。")
BEST_NOTE = Text("Meant for a shipped file; not trained to its end yet.", "用于随附的模型文件；尚未完整训练过。")

COMMON: dict[str, Any] = {
    "batch_size": 64,
    "optimiser": "adamw",
    "learning_rate": 1e-3,
    "schedule": "one-cycle",
    "l2": 0.05,
    "gradient_clipping": 1.0,
    "label_smoothing": 0.1,
    "activation": "gelu",
    "precision": "bfloat16",
}
"""Settings of all presets."""
QUICK: dict[str, Any] = COMMON | {
    "vocabulary": 8192,
    "longest": 96,
    "dropout": 0.3,
    "unknown_words": 0.15,
    "width": 96,
    "layers": 1,
}
BEST: dict[str, Any] = COMMON | {
    "vocabulary": 8192,
    "longest": 160,
    "dropout": 0.4,
    "unknown_words": 0.2,
    "width": 128,
    "layers": 2,
    "ema": 0.999,
}
NGRAMS: dict[str, Any] = COMMON | {
    "learning_rate": 2e-3,
    "tokens": "bpe",
    "vocabulary": 16_384,
    "longest": 160,
    "dropout": 0.7,
    "unknown_words": 0.1,
    "layers": 1,
    "ngrams": 2,
}
"""Settings of encoders that read runs of words."""
